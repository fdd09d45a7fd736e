import { sql } from 'kysely'
import type { Db, Tx } from '../db/schema.ts'

/** A figure that nothing of ours computes, entered for a rule of a pack and the region of its plan. */
export interface ReportedFigure {
  packId: string
  ruleId: string
  /** The name of the target's part; '' where the figure is one. */
  part: string
  version: number
  withdrawn: boolean
  valueText: string | null
  /** Decimal; null where the figure is words. */
  valueNumber: string | null
  unit: string | null
  asOf: string | null
  source: string | null
  note: string | null
  attachment: { id: string; name: string; mediaType: string; sha256: string } | null
  enteredBy: string
  enteredAt: Date
}

export type FigureKey = Pick<ReportedFigure, 'packId' | 'ruleId' | 'part'>
export type NewReportedFigure = Omit<ReportedFigure, 'version' | 'attachment'> & { attachmentId: string | null }

/**
 * Adds a version; returns its number. Versions of one figure are numbered one after another under a lock, so that of
 * two who enter at once the second sees the first. A withdrawal is a version too: nothing is ever taken back.
 */
export async function insertReportedFigure(tx: Tx, regionCode: number, figure: NewReportedFigure): Promise<number> {
  await sql`select pg_advisory_xact_lock(${regionCode}::int, hashtext(${`${figure.packId}/${figure.ruleId}/${figure.part}`}))`.execute(tx)
  const newest = await tx
    .selectFrom('reported_figures')
    .select('version')
    .where('county_code', '=', regionCode)
    .where('pack_id', '=', figure.packId)
    .where('rule_id', '=', figure.ruleId)
    .where('part', '=', figure.part)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  const version = (newest?.version ?? 0) + 1
  await tx
    .insertInto('reported_figures')
    .values({
      county_code: regionCode,
      pack_id: figure.packId,
      rule_id: figure.ruleId,
      part: figure.part,
      version,
      withdrawn: figure.withdrawn,
      value_text: figure.valueText,
      value_number: figure.valueNumber,
      unit: figure.unit,
      as_of: figure.asOf,
      source: figure.source,
      note: figure.note,
      attachment_id: figure.attachmentId,
      entered_by: figure.enteredBy,
      entered_at: figure.enteredAt,
    })
    .execute()
  return version
}

/** The newest version of every figure of a pack, those withdrawn left out. */
export async function listReportedFigures(db: Db | Tx, regionCode: number, packId: string): Promise<ReportedFigure[]> {
  const rows = await figureQuery(db, regionCode, packId)
    .distinctOn(['f.rule_id', 'f.part'])
    .orderBy('f.rule_id')
    .orderBy('f.part')
    .orderBy('f.version', 'desc')
    .execute()
  return rows.map(toFigure).filter(({ withdrawn }) => !withdrawn)
}

/** Every version of one figure, the newest first. */
export async function listFigureHistory(db: Db | Tx, regionCode: number, key: FigureKey): Promise<ReportedFigure[]> {
  const rows = await figureQuery(db, regionCode, key.packId)
    .where('f.rule_id', '=', key.ruleId)
    .where('f.part', '=', key.part)
    .orderBy('f.version', 'desc')
    .execute()
  return rows.map(toFigure)
}

function figureQuery(db: Db | Tx, regionCode: number, packId: string) {
  return db
    .selectFrom('reported_figures as f')
    .leftJoin('reported_attachments as a', (join) =>
      join.onRef('a.county_code', '=', 'f.county_code').onRef('a.id', '=', 'f.attachment_id'),
    )
    .select([
      'f.pack_id as packId',
      'f.rule_id as ruleId',
      'f.part',
      'f.version',
      'f.withdrawn',
      'f.value_text as valueText',
      'f.value_number as valueNumber',
      'f.unit',
      'f.as_of as asOf',
      'f.source',
      'f.note',
      'f.entered_by as enteredBy',
      'f.entered_at as enteredAt',
      'a.id as attachmentId',
      'a.name as attachmentName',
      'a.media_type as mediaType',
      'a.sha256',
    ])
    .where('f.county_code', '=', regionCode)
    .where('f.pack_id', '=', packId)
}

type FigureRow = Awaited<ReturnType<ReturnType<typeof figureQuery>['execute']>>[number]

function toFigure({ attachmentId, attachmentName, mediaType, sha256, ...figure }: FigureRow): ReportedFigure {
  const attachment =
    attachmentId === null ? null : { id: attachmentId, name: attachmentName ?? '', mediaType: mediaType ?? '', sha256: sha256 ?? '' }
  return { ...figure, attachment }
}

/** At most 5 MiB, which the table itself checks. */
export interface Attachment {
  id: string
  name: string
  mediaType: string
  sha256: string
  bytes: Uint8Array
}

export async function insertAttachment(
  tx: Tx,
  regionCode: number,
  attachment: Attachment & { enteredBy: string; enteredAt: Date },
): Promise<void> {
  await tx
    .insertInto('reported_attachments')
    .values({
      county_code: regionCode,
      id: attachment.id,
      name: attachment.name,
      media_type: attachment.mediaType,
      sha256: attachment.sha256,
      bytes: attachment.bytes,
      entered_by: attachment.enteredBy,
      entered_at: attachment.enteredAt,
    })
    .execute()
}

export async function findAttachment(db: Db | Tx, regionCode: number, id: string): Promise<Attachment | undefined> {
  return db
    .selectFrom('reported_attachments')
    .select(['id', 'name', 'media_type as mediaType', 'sha256', 'bytes'])
    .where('county_code', '=', regionCode)
    .where('id', '=', id)
    .executeTakeFirst()
}
