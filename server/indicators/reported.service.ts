import { createHash, randomUUID } from 'node:crypto'
import { writeAudit } from '../audit/audit.repository.ts'
import { requireCounty, requireRole, type Actor } from '../auth/actor.ts'
import type { EnterReported, ReportedEntry, ReportedRow } from '../contract/evaluations.ts'
import { parseDecimal, toExactText } from '../core/exact.ts'
import type { PolicyPack } from '../core/policy/pack.ts'
import type { Db } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import {
  findAttachment,
  insertAttachment,
  insertReportedFigure,
  listFigureHistory,
  listReportedFigures,
  type Attachment,
  type ReportedFigure,
} from '../ledgers/reported-figures.repository.ts'
import type { PackSource } from './evaluations.service.ts'
import { findReportable, isReportedNumber, listReportable, partsOf } from './reported-rules.ts'

const attachmentBytesMost = 5 * 1024 * 1024

/** Figures that nothing of ours computes, and entries for rules that only a person can answer. */
export interface ReportedService {
  /** The pack's reported figures and its manual rules, each with the entries in force. */
  list(actor: Actor, regionCode: number, pack: PolicyPack): Promise<ReportedRow[]>
  enter(actor: Actor, regionCode: number, packId: string, ruleId: string, entry: EnterReported): Promise<ReportedEntry>
  withdraw(actor: Actor, regionCode: number, packId: string, ruleId: string, wish: { part: string | null; seenVersion: number }): Promise<ReportedEntry>
  /** Every version, the newest first. */
  history(actor: Actor, regionCode: number, packId: string, ruleId: string, part: string | null): Promise<ReportedEntry[]>
  attachment(actor: Actor, regionCode: number, id: string): Promise<Attachment>
}

export function createReportedService(db: Db, packs: PackSource, now: () => Date): ReportedService {
  type Change = { part: string | null; seenVersion: number } & ({ withdrawn: true } | ({ withdrawn: false } & EnterReported))

  async function write(actor: Actor, regionCode: number, packId: string, ruleId: string, change: Change): Promise<ReportedEntry> {
    requireCounty(actor, regionCode)
    requireRole(actor, 'planner', 'reviewer')
    const pack = await packs.getPack(packId)
    requirePart(pack, ruleId, change.part)
    const part = change.part ?? ''
    const at = now()
    return db.transaction().execute(async (tx) => {
      const attachmentId = change.withdrawn || !change.attachment ? null : randomUUID()
      if (!change.withdrawn && change.attachment && attachmentId) {
        const bytes = readAttachment(change.attachment.base64)
        const sha256 = createHash('sha256').update(bytes).digest('hex')
        const file = { id: attachmentId, name: change.attachment.name, mediaType: 'application/octet-stream', sha256, bytes }
        await insertAttachment(tx, regionCode, { ...file, enteredBy: actor.id, enteredAt: at })
      }
      const version = await insertReportedFigure(tx, regionCode, {
        packId,
        ruleId,
        part,
        withdrawn: change.withdrawn,
        valueText: change.withdrawn || isReportedNumber(change.value) ? null : change.value,
        valueNumber: !change.withdrawn && isReportedNumber(change.value) ? change.value : null,
        unit: change.withdrawn ? null : change.unit,
        asOf: change.withdrawn ? null : change.asOf,
        source: change.withdrawn ? null : change.source,
        note: change.withdrawn ? null : change.note,
        attachmentId,
        enteredBy: actor.id,
        enteredAt: at,
      })
      // Numbered under a lock: what somebody else entered meanwhile shows as a gap, and this one is taken back whole.
      if (version !== change.seenVersion + 1) {
        throw new AppError('ENTRY_CHANGED', '他人已更新此项，请查看最新值后再填', 'Somebody has changed this entry: look at it, then enter yours')
      }
      const action = change.withdrawn ? 'reported.withdraw' : 'reported.enter'
      await writeAudit(tx, actor, { countyCode: regionCode, at, action, entityKind: 'reported_figure', entityId: `${packId}/${ruleId}/${part}`, detail: { version } })
      const [newest] = await listFigureHistory(tx, regionCode, { packId, ruleId, part })
      return toEntry(newest)
    })
  }

  return {
    async list(actor, regionCode, pack) {
      requireCounty(actor, regionCode)
      const figures = await listReportedFigures(db, regionCode, pack.id)
      return listReportable(pack).map(({ id, name, ref, quote, unit, nature, targets }) => ({
        id,
        name,
        ref,
        quote,
        unit,
        nature,
        targets,
        entries: figures.filter(({ ruleId }) => ruleId === id).map(toEntry),
      }))
    },

    enter: (actor, regionCode, packId, ruleId, entry) => write(actor, regionCode, packId, ruleId, { ...entry, withdrawn: false }),
    withdraw: (actor, regionCode, packId, ruleId, wish) => write(actor, regionCode, packId, ruleId, { ...wish, withdrawn: true }),

    async history(actor, regionCode, packId, ruleId, part) {
      requireCounty(actor, regionCode)
      requirePart(await packs.getPack(packId), ruleId, part)
      return (await listFigureHistory(db, regionCode, { packId, ruleId, part: part ?? '' })).map(toEntry)
    },

    async attachment(actor, regionCode, id) {
      requireCounty(actor, regionCode)
      const found = await findAttachment(db, regionCode, id)
      if (!found) throw new AppError('ATTACHMENT_UNKNOWN', `没有附件 ${id}`, `No attachment ${id}`)
      return found
    },
  }
}

function requirePart(pack: PolicyPack, ruleId: string, part: string | null): void {
  const rule = findReportable(pack, ruleId)
  if (!rule || rule === 'computed') throw new AppError('RULE_UNKNOWN', `政策包没有可填报的条目 ${ruleId}`, `The pack has no entry ${ruleId} to report`)
  if (part !== null && !partsOf(rule.targets).has(part)) {
    throw new AppError('RULE_UNKNOWN', `条目 ${ruleId} 没有分项「${part}」`, `Entry ${ruleId} has no part “${part}”`)
  }
}

function readAttachment(base64: string): Uint8Array {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length === 0 || bytes.length > attachmentBytesMost) {
    throw new AppError('PAYLOAD_TOO_LARGE', '附件应为 1 字节至 5 MB', 'An attachment has 1 byte to 5 MB')
  }
  return bytes
}

function toEntry(figure: ReportedFigure): ReportedEntry {
  return {
    ruleId: figure.ruleId,
    part: figure.part === '' ? null : figure.part,
    version: figure.version,
    value: figure.valueText ?? (figure.valueNumber === null ? '' : toExactText(parseDecimal(figure.valueNumber))),
    unit: figure.unit,
    asOf: figure.asOf,
    source: figure.source,
    note: figure.note,
    attachment: figure.attachment && { id: figure.attachment.id, name: figure.attachment.name, sha256: figure.attachment.sha256 },
    withdrawn: figure.withdrawn,
    actorId: figure.enteredBy,
    createdAt: figure.enteredAt.toISOString(),
  }
}
