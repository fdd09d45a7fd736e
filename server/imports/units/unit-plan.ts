import { currentUnitCode, type UnitMerger } from '../../core/indicators/admin-units.ts'
import { endOfUnitRow, isAboveTownship } from '../../core/imports/units/check-unit-rows.ts'
import { tierOfCode } from '../../core/imports/units/unit-code.ts'
import type { MultiPolygonCoordinates } from '../../core/coverage/places.ts'
import { pointOf } from '../../core/imports/draft.ts'
import { whereIs } from '../../core/imports/region.ts'
import type { Problem } from '../../core/problems.ts'
import { canonicalJson, sha256Hex, stableUuid } from '../../hashing.ts'
import type { PlanMaterial } from '../examine-import.ts'
import { toEwkb, toMulti } from '../ewkb.ts'
import { checkGeometries, type ChangedRecord } from '../geometry-check.ts'
import type { ImportPlan } from '../import-plan.ts'
import { endRecords, insertRecords, listStoredRecords, type RecordColumns } from '../records.repository.ts'
import { dayOf, isSurface, textOf } from '../stores/store.ts'
import { listSurfacePoints } from '../unit-shapes.repository.ts'
import { checkCounty } from './check-county.ts'
import { findCountyOfUnits } from './county-of-units.ts'
import { matchUnits, type ChangedUnit, type MatchedUnit } from './match-units.ts'
import { refuseEndsInUse } from './unit-ends.ts'

const boundaries = { geometryColumns: ['boundary'] }

/**
 * Administrative units of a county as records of `units`, with their mergers, and the county itself where it is not there
 * yet. What the file leaves open keeps what is stored; a unit that is named by other records never ends by being left out.
 */
export async function planUnits(material: PlanMaterial): Promise<ImportPlan> {
  const { db, countyCode, baseVersion, records, options, county: context } = material
  const source = sourceOf(material)
  const county = await findCountyOfUnits(db, countyCode, records, source, context.context.today)
  const problems: Problem[] = [...county.problems]
  const stored = (await listStoredRecords(db, 'county_units', ['boundary', 'centre'], countyCode, baseVersion)).map(({ columns }) => columns)
  const storedMergers = (await listStoredRecords(db, 'unit_mergers', [], countyCode, baseVersion)).map(({ columns }) => columns)

  const matched = matchUnits(countyCode, records.filter(({ fields }) => !isAboveTownship(String(fields.unitCode))), stored)
  const countyRecord = county.row && { row: county.row.row, columns: { boundary: county.boundary }, before: undefined }
  const changed = matched.map((unit) => ({ unit, ...toChanged(countyCode, unit, parentIdOf(unit, matched, stored)) }))
  const sound = await checkGeometries(db, boundaries, [...(countyRecord ? [countyRecord] : []), ...changed], problems)
  if (countyRecord && !sound.includes(countyRecord)) problems.push(countyUnsound(countyRecord.row))
  const outline = String(countyRecord?.columns.boundary ?? county.boundary)

  let kept = changed.filter((one) => sound.includes(one))
  const refused = await checkCounty(db, outline, context.stored, kept, stored, problems)
  if (county.coordinates) for (const row of pointsElsewhere(kept, county.coordinates, problems)) refused.add(row)
  kept = withoutOrphans(kept.filter(({ row }) => !refused.has(row)), stored, problems)
  const pointed = await fillCentres(material, kept)

  const mergers = mergersOf(countyCode, kept, storedMergers)
  const named = new Set(matched.map(({ id }) => id))
  const ended = options.replace ? stored.filter(({ id }) => !named.has(String(id))) : []
  const stay = new Set([...stored.filter((one) => !ended.includes(one)).map(({ id }) => String(id)), ...kept.map(({ columns }) => String(columns.id))])
  problems.push(...(await refuseEndsInUse(db, countyCode, ended, [...stored.filter((one) => stay.has(String(one.id))), ...kept.map(({ columns }) => columns)])))
  const endedMergers = options.replace ? storedMergers.filter(({ id }) => !mergers.all.has(String(id))) : []
  refuseCircles([...mergers.fresh, ...storedMergers.filter((one) => !endedMergers.includes(one))])

  const fresh = kept.filter(({ before }) => !before)
  const differing = kept.filter(({ before, columns }) => before && differs(before.columns, columns))
  const mergedOnly = mergers.rows.filter((row) => !fresh.some((one) => one.row === row) && !differing.some((one) => one.row === row))
  const written = [...fresh, ...differing].map(({ columns }) => columns)
  const gone = new Set([...ended, ...differing.map(({ before }) => before!)].map(({ id }) => String(id)))
  const updated = differing.length + mergedOnly.length
  return {
    dataKind: 'units',
    changes: { inserted: fresh.length, updated, unchanged: kept.length - fresh.length - updated, ended: ended.length + endedMergers.length },
    problems,
    assumptions: [...county.assumptions, ...pointed],
    async write(tx, version) {
      await county.write(tx, outline)
      await endRecords(tx, 'county_units', countyCode, version, [...gone])
      await endRecords(tx, 'unit_mergers', countyCode, version, endedMergers.map(({ id }) => String(id)))
      await insertRecords(tx, 'county_units', countyCode, version, written)
      await insertRecords(tx, 'unit_mergers', countyCode, version, mergers.fresh)
      const left = (rows: readonly RecordColumns[], without: ReadonlySet<string>) => rows.filter(({ id }) => !without.has(String(id)))
      const units = [...left(stored, gone), ...written]
      const all = [...left(storedMergers, new Set(endedMergers.map(({ id }) => String(id)))), ...mergers.fresh]
      return sha256Hex(canonicalJson([units, all].map((rows) => rows.sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1)))))
    },
  }
}

function sourceOf({ file, options, report }: PlanMaterial) {
  const { crs } = report.summary
  return { origin: file.name, licence: '用户提供', crs: crs ?? 'EPSG:4490', date: options.dataDate ?? null, file: file.name, sha256: null, synthetic: false, assumptions: [] }
}

/** The stored columns with what the row says laid over them. */
function toChanged(countyCode: number, { record, code, id, before }: MatchedUnit, parentId: string | null): ChangedRecord {
  const { fields, geometry, row } = record
  const boundary = geometry && isSurface(geometry) ? toEwkb(toMulti(geometry)) : undefined
  const urbanRuralCode = textOf(fields.urbanRuralCode)
  const says = {
    name: textOf(fields.name),
    level: textOf(fields.level),
    parent_id: parentId,
    urban_rural_code: urbanRuralCode,
    // 统计用城乡分类代码: 1xx city, 2xx country (domain.md, Words).
    place_class: urbanRuralCode && (urbanRuralCode.startsWith('1') ? 'city' : 'country'),
    valid_from: dayOf(fields.validFrom),
    valid_to: endOfUnitRow(fields) ?? undefined,
    boundary,
    // What was noted of the outline before is not true of this one.
    boundary_note: boundary !== undefined && boundary !== before?.boundary ? null : undefined,
    centre: geometry?.type === 'Point' ? toEwkb(geometry) : undefined,
  }
  const stated = Object.fromEntries(Object.entries(says).filter(([, value]) => value !== undefined))
  const base = before ?? { id, county_code: countyCode, unit_code: code, demo: false }
  return { row, columns: { ...base, ...stated }, before: before && { id, columns: before } }
}

/** By the parent's code: of several that bore it in turn the one that still stands. */
function parentIdOf({ record: { fields } }: MatchedUnit, matched: readonly MatchedUnit[], stored: readonly RecordColumns[]): string | null {
  const code = textOf(fields.parentCode)
  if (code === undefined) return null
  const ofCode = matched.filter((unit) => unit.code === code)
  const standing = ofCode.find(({ record }) => endOfUnitRow(record.fields) === null) ?? ofCode[0]
  if (standing) return standing.id
  const known = stored.filter(({ unit_code: unitCode }) => unitCode === code)
  const found = known.find(({ valid_to: to }) => to === null) ?? known[0]
  return found ? String(found.id) : null
}

/** The doctor did not know the outline that the file itself brings: the seats are held against it here. */
function pointsElsewhere(kept: readonly ChangedUnit[], county: MultiPolygonCoordinates, problems: Problem[]): number[] {
  return kept.flatMap(({ row, unit: { record } }) => {
    const at = record.geometry?.type === 'Point' ? pointOf(record) : undefined
    if (!at || whereIs(at, county) !== 'outside') return []
    const value = at.map((degrees) => degrees.toFixed(6)).join(', ')
    problems.push({ code: 'COORD_OUT_OF_REGION', severity: 'error', row, value, message: { zh: '位置不在本文件的县界内', en: 'Not inside the county that the file draws' } })
    return [row]
  })
}

/** A village under a township that was refused is refused with it; found again until nothing changes. */
function withoutOrphans(kept: ChangedUnit[], stored: readonly RecordColumns[], problems: Problem[]): ChangedUnit[] {
  const there = new Set([...stored.map(({ id }) => String(id)), ...kept.map(({ columns }) => String(columns.id))])
  const orphans = kept.filter(({ unit, columns }) => tierOfCode(unit.code) === 'village' && (columns.parent_id == null || !there.has(String(columns.parent_id))))
  if (orphans.length === 0) return kept
  for (const { row, unit } of orphans) {
    const message = { zh: '上级乡镇、街道未被接受，本行随之不导入', en: 'Its township is not accepted, so neither is this row' }
    problems.push({ code: 'UNIT_PARENT_UNKNOWN', severity: 'error', row, value: unit.code, message })
  }
  return kept.filter((one) => !orphans.includes(one))
}

/** A unit with an outline and no seat of its own is held by a point on its surface. */
async function fillCentres({ db }: PlanMaterial, kept: readonly ChangedUnit[]): Promise<ImportPlan['assumptions']> {
  const without = kept.filter(({ columns }) => columns.boundary && !columns.centre)
  const points = await listSurfacePoints(db, without.map(({ columns }) => String(columns.boundary)))
  without.forEach(({ columns }, i) => (columns.centre = toEwkb({ type: 'Point', coordinates: [points[i].lon, points[i].lat].map(toCentimetre) })))
  if (without.length === 0) return []
  const fresh = without.filter(({ before }) => !before || before.columns.centre === null).length
  return fresh === 0 ? [] : [{ zh: `未给驻地，中心取面内一点（${fresh} 个单元）`, en: `No seat given: a point on the surface stands for it (${fresh} units)` }]
}

/** 1e-7°: about a centimetre. */
function toCentimetre(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7
}

function mergersOf(countyCode: number, kept: readonly ChangedUnit[], stored: readonly RecordColumns[]) {
  const there = new Set(stored.map(({ id }) => String(id)))
  const all = new Set<string>()
  const fresh: RecordColumns[] = []
  const rows: number[] = []
  for (const { row, unit } of kept) {
    const into = textOf(unit.record.fields.mergedInto)
    const mergedOn = dayOf(unit.record.fields.mergedOn)
    if (into === undefined || mergedOn === undefined) continue
    const same = stored.find((one) => one.old_unit_code === unit.code && one.new_unit_code === into && one.merged_on === mergedOn)
    const id = String(same?.id ?? stableUuid(`${countyCode}/merger/${unit.code}/${into}/${mergedOn}`))
    all.add(id)
    if (same || there.has(id)) continue
    fresh.push({ id, county_code: countyCode, old_unit_code: unit.code, new_unit_code: into, merged_on: mergedOn })
    rows.push(row)
  }
  return { all, fresh, rows }
}

/** Throws where mergers go round, or split a unit: no day could then say what it has become. */
function refuseCircles(mergers: readonly RecordColumns[]): void {
  const all: UnitMerger[] = mergers.map((one) => ({ oldUnitCode: String(one.old_unit_code), newUnitCode: String(one.new_unit_code), mergedOn: String(one.merged_on) }))
  for (const { oldUnitCode } of all) currentUnitCode(oldUnitCode, '9999-12-31', all)
}

function differs(before: RecordColumns, after: RecordColumns): boolean {
  return Object.keys(after).some((column) => canonicalJson(before[column] ?? null) !== canonicalJson(after[column] ?? null))
}

function countyUnsound(row: number): Problem {
  return { code: 'COUNTY_BOUNDARY_MISSING', severity: 'error', message: { zh: `县界（第 ${row} 行）无效，整个文件不能导入`, en: `The county’s outline (row ${row}) is invalid: nothing can be imported` } }
}
