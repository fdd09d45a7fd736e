import type { Actor } from '../auth/actor.ts'
import type { Bilingual } from '../contract/common.ts'
import type { StartOptimisation } from '../contract/optimisations.ts'
import type { SiteCheck, SiteCheckReply } from '../contract/what-if.ts'
import type { Candidate } from '../core/siting/candidates.ts'
import type { Db } from '../db/schema.ts'
import { checkSites } from '../what-if/site-checks.service.ts'
import { listNames, say } from './words.ts'

export interface Excluded {
  candidate: Candidate
  check: string
  finding: Bilingual
}

export interface VettedCandidates {
  kept: Candidate[]
  excluded: Excluded[]
  notes: Bilingual[]
}

export interface Asking {
  actor: Actor
  countyCode: number
  versions: Readonly<Record<string, number>>
  at: Date
}

type CheckId = SiteCheckReply['checks'][number]['id']

/** What a person who looks at one site is only warned of, whoever asks for it as a veto wants left out. */
const warningsThatExclude: ReadonlySet<CheckId> = new Set(['land_use', 'medical'])

/** Leaves out what the wished vetoes forbid, each with the check and its words; what no data decides stays and is said. */
export async function vetoCandidates(db: Db, asking: Asking, candidates: readonly Candidate[], request: StartOptimisation): Promise<VettedCandidates> {
  const asked = askedChecks(request.vetoes)
  const own = candidates.map((candidate) => landUseFinding(candidate, request.vetoes.landUse))
  if (asked.size === 0 || candidates.length === 0) {
    return { kept: candidates.filter((_, i) => !own[i]), excluded: candidates.flatMap((candidate, i) => (own[i] ? [{ candidate, ...own[i] }] : [])), notes: [] }
  }
  const { actor, countyCode, versions, at } = asking
  const checks = candidates.map((candidate) => toCheck(candidate, request))
  const replies = await db.transaction().execute((tx) => checkSites(tx, actor, countyCode, versions, checks, at))
  const kept: Candidate[] = []
  const excluded: Excluded[] = []
  const unknown = new Map<CheckId, { title: Bilingual; names: string[] }>()
  candidates.forEach((candidate, i) => {
    const checks = replies[i].checks.filter(({ id }) => asked.has(id))
    const veto = checks.find(({ id, outcome }) => outcome === 'veto' || (outcome === 'warning' && warningsThatExclude.has(id)))
    if (own[i]) excluded.push({ candidate, ...own[i] })
    else if (veto) excluded.push({ candidate, check: veto.id, finding: veto.finding })
    else kept.push(candidate)
    if (own[i] || veto) return
    for (const { id, outcome, title } of checks) {
      if (outcome !== 'unknown') continue
      const known = unknown.get(id) ?? { title, names: [] }
      known.names.push(candidate.name)
      unknown.set(id, known)
    }
  })
  const notes = [...unknown.values()].map(({ title, names }) =>
    say(
      `「${title.zh}」对 ${names.length} 个候选点没有数据可判断，未排除（${listNames(names)}）`,
      `“${title.en}” could not be judged for ${names.length} candidates for want of data: they stay (${listNames(names)})`,
    ),
  )
  return { kept, excluded, notes }
}

function askedChecks(vetoes: StartOptimisation['vetoes']): Set<CheckId> {
  const asked = new Set<CheckId>()
  if (vetoes.controlAreas) asked.add('control_area')
  if (vetoes.landUse !== undefined) asked.add('land_use')
  if (vetoes.minimumLandAreaM2 !== undefined) asked.add('land_area')
  if (vetoes.nearMedicalMetres !== undefined) asked.add('medical')
  if (vetoes.townshipsWithSpareBeds) asked.add('spare_beds')
  return asked
}

/** A parcel's own class is known without asking whose land a point stands on. */
function landUseFinding({ source, landUse }: Candidate, accepted: readonly string[] | undefined): Omit<Excluded, 'candidate'> | undefined {
  if (accepted === undefined || source !== 'parcel' || landUse === null || accepted.includes(landUse)) return undefined
  return { check: 'land_use', finding: say(`地类 ${landUse} 不在可用地类 ${accepted.join('、')} 之内`, `Land use ${landUse} is not among ${accepted.join(', ')}`) }
}

function toCheck({ source, lon, lat, landAreaM2, floorAreaM2 }: Candidate, { facilityTypes, vetoes, packId }: StartOptimisation): SiteCheck {
  return {
    location: [lon, lat],
    facilityTypes,
    ...(landAreaM2 === null ? {} : { landAreaM2 }),
    ...(floorAreaM2 === null ? {} : { floorAreaM2 }),
    build: source === 'premises' ? 'convert' : 'new',
    ...(packId === undefined ? {} : { packId }),
    acceptedLandUse: vetoes.landUse ?? ['080701', '0702', '0704'],
    ...(vetoes.minimumLandAreaM2 === undefined ? {} : { minimumLandAreaM2: vetoes.minimumLandAreaM2 }),
    nearMedicalMetres: vetoes.nearMedicalMetres ?? 1000,
  }
}
