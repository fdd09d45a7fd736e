import { requireRole, type Actor } from '../auth/actor.ts'
import { writeAudit } from '../audit/audit.repository.ts'
import type { PolicyCheck, PolicyDetail, PolicyListItem, PolicyStored } from '../contract/policies.ts'
import type { PolicyPack } from '../core/policy/pack.ts'
import { refuse } from '../core/problems.ts'
import type { Db } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import { sha256Hex } from '../hashing.ts'
import { findBuiltInPack, listBuiltInPacks, readPackOrRefuse } from './load-packs.ts'
import { summarisePack } from './pack-summary.ts'
import { findStoredPack, insertStoredPack, listStoredPacks, lockPack, type StoredPack } from './policies.repository.ts'
import { readPack } from './read-pack.ts'

/** A pack with where it came from: what an evaluation pins. */
export interface PackInUse {
  pack: PolicyPack
  origin: 'built_in' | 'uploaded'
  /** Null for a pack that comes with the product: its hash tells which it was. */
  version: number | null
  contentHash: string
}

export interface PoliciesService {
  list(actor: Actor): Promise<PolicyListItem[]>
  /** The pack of an id, the newest version where none is named. */
  get(actor: Actor, id: string, version?: number): Promise<PackInUse>
  /** Reads without storing: every problem, or what would be stored. */
  check(actor: Actor, yaml: string): PolicyCheck
  /** Stores a new version, unless the newest says the same already. */
  store(actor: Actor, id: string, yaml: string): Promise<PolicyStored>
}

/** Packs are public plans: whoever may ask at all may read them; planners and administrators may add one. */
export function createPoliciesService(db: Db, now: () => Date): PoliciesService {
  return {
    async list(_actor) {
      const builtIn = listBuiltInPacks().map(({ pack, contentHash }) => ({ ...summarisePack(pack), origin: 'built_in' as const, version: null, contentHash }))
      const uploaded = (await listStoredPacks(db)).map(({ summary, version, contentHash }) => ({ ...summary, origin: 'uploaded' as const, version, contentHash }))
      return [...builtIn, ...uploaded]
    },

    async get(_actor, id, version) {
      const builtIn = findBuiltInPack(id)
      if (builtIn && version === undefined) return { pack: builtIn.pack, origin: 'built_in', version: null, contentHash: builtIn.contentHash }
      const stored = builtIn ? undefined : await findStoredPack(db, id, version)
      if (!stored) throw new AppError('POLICY_UNKNOWN', `没有政策包「${id}」${version ? `第 ${version} 版` : ''}`, `No policy pack “${id}”${version ? `, version ${version}` : ''}`)
      return toPackInUse(stored)
    },

    check(_actor, yaml) {
      const { pack, problems } = readPack(Buffer.from(yaml))
      return { problems, preview: pack && { summary: summarisePack(pack), choices: pack.choices.map(({ id, label, default: value }) => ({ id, label, default: value })) } }
    },

    async store(actor, id, yaml) {
      requireRole(actor, 'planner', 'system_admin')
      if (findBuiltInPack(id)) {
        throw new AppError('POLICY_BUILT_IN', `「${id}」是随产品提供的政策包，不能覆盖；请改用别的代码`, `“${id}” comes with the product and cannot be overwritten: choose another id`)
      }
      const pack = readPackOrRefuse(Buffer.from(yaml))
      if (pack.id !== id) {
        throw refuse('PACK_ID_DIFFERS', `文件里的代码是「${pack.id}」，地址里是「${id}」`, `The file’s id is “${pack.id}”, the address says “${id}”`, {
          column: 'id',
          value: pack.id,
          fix: { zh: '让两者一致', en: 'Make them agree' },
        })
      }
      const contentHash = sha256Hex(yaml)
      return db.transaction().execute(async (tx) => {
        await lockPack(tx, id)
        const newest = await findStoredPack(tx, id)
        if (newest?.content_hash === contentHash) return { id, version: newest.version, created: false, contentHash }
        const version = (newest?.version ?? 0) + 1
        const regionCode = Number(pack.region.code)
        const at = now()
        await insertStoredPack(tx, { packId: id, version, regionCode, summary: summarisePack(pack), yaml, contentHash, actorId: actor.id, at })
        const detail = { version, contentHash, rules: pack.rules.length, reported: pack.reported.length }
        await writeAudit(tx, actor, { countyCode: regionCode, at, action: 'policy.store', entityKind: 'policy_pack', entityId: `${id}/${version}`, detail })
        return { id, version, created: true, contentHash }
      })
    },
  }
}

export function toPolicyDetail({ pack, origin, version, contentHash }: PackInUse): PolicyDetail {
  return { origin, version, contentHash, pack: pack as PolicyDetail['pack'] }
}

/** What was stored was sound then; where the reader has grown stricter since, asking for the pack says line by line why. */
function toPackInUse(stored: StoredPack): PackInUse {
  return { pack: readPackOrRefuse(Buffer.from(stored.yaml)), origin: 'uploaded', version: stored.version, contentHash: stored.content_hash }
}
