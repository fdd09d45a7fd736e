import { findDatumOffset, fewestPoints, smallestOffsetMetres } from '../checks/datum-offset.ts'
import { isInside } from '../checks/placement.ts'
import { degreeScaleAt, geodesicMetres } from '../geodesic.ts'
import type { LonLat } from '../lonlat.ts'
import { findCrs } from './crs.ts'
import { createToLonLat, isWhereGcjApplies } from './datum.ts'
import { plainText } from './plain-text.ts'
import type { Bilingual } from './field.ts'
import type { ImportContext } from './region.ts'

export interface LocatedRow {
  at: LonLat
  name: string | null
  /** The township that the row states, by code or name. */
  township: string | null
}

export interface DatumEvidence {
  /** Which conversion brings the points right; undefined where the shift is none of the known ones. */
  likely: 'GCJ-02' | 'BD-09' | undefined
  eastMetres: number
  northMetres: number
  words: Bilingual
}

/** A shift is one shift: known places agree on it to within this. */
const agreeMetres = 80
const largestShiftMetres = 1500
const fewestPairs = 3
/** A shift of all shows in a sample. */
const mostRows = 2000

/**
 * Whether points stand as GCJ-02 or BD-09 would put them: held against places known by name, the townships that the rows
 * state, the border and the roads. One witness is enough to ask the user; none is proof. Points in degrees, taken as CGCS2000.
 */
export function findDatumEvidence(rows: readonly LocatedRow[], context: ImportContext): DatumEvidence | undefined {
  const step = Math.ceil(rows.length / mostRows)
  const china = rows.filter(({ at }, i) => i % step === 0 && isWhereGcjApplies(at[0], at[1]))
  if (china.length === 0) return undefined
  return byKnownPlaces(china, context) ?? byTownships(china, context) ?? byBorder(china, context) ?? byRoads(china, context)
}

function byKnownPlaces(rows: readonly LocatedRow[], { places }: ImportContext): DatumEvidence | undefined {
  const known = new Map(places.filter(({ at }) => at).map(({ name, at }) => [plainText(name), at!]))
  const shifts = rows.flatMap(({ name, at }) => {
    const there = name === null ? undefined : known.get(plainText(name))
    if (!there || geodesicMetres(there[0], there[1], at[0], at[1]) > largestShiftMetres) return []
    const scale = degreeScaleAt(at[1])
    return [{ east: (at[0] - there[0]) * scale.lonMetres, north: (at[1] - there[1]) * scale.latMetres }]
  })
  if (shifts.length < fewestPairs) return undefined
  const east = median(shifts.map((shift) => shift.east))
  const north = median(shifts.map((shift) => shift.north))
  const agreeing = shifts.filter((shift) => Math.hypot(shift.east - east, shift.north - north) <= agreeMetres)
  if (Math.hypot(east, north) < smallestOffsetMetres || agreeing.length * 3 < shifts.length * 2) return undefined
  return evidence(
    rows[0].at,
    east,
    north,
    `与 ${shifts.length} 处已知同名地点相比`,
    `against ${shifts.length} known places of the same names`,
  )
}

function byTownships(rows: readonly LocatedRow[], { units }: ImportContext): DatumEvidence | undefined {
  const byName = new Map(
    units
      .filter(({ boundary }) => boundary)
      .flatMap(
        (unit) =>
          [
            [unit.code, unit],
            [plainText(unit.name), unit],
          ] as const,
      ),
  )
  const stated = rows.flatMap(({ at, township }) => {
    const unit = township === null ? undefined : byName.get(plainText(township))
    return unit ? [{ at, boundary: unit.boundary! }] : []
  })
  if (stated.length < 10) return undefined
  const inside = (move: (at: LonLat) => LonLat) => stated.filter(({ at, boundary }) => isInside(...move(at), boundary)).length
  return betterShift(rows, inside, stated.length, '按所填乡镇核对', 'by the townships that the rows state')
}

function byBorder(rows: readonly LocatedRow[], { region }: ImportContext): DatumEvidence | undefined {
  const boundary = region?.boundary
  if (!boundary || rows.length < 10) return undefined
  return betterShift(
    rows,
    (move) => rows.filter(({ at }) => isInside(...move(at), boundary)).length,
    rows.length,
    '按县界核对',
    'by the border',
  )
}

/** Believed where undoing the shift rights at least three rows and a twentieth of them, and wrongs none. */
function betterShift(
  rows: readonly LocatedRow[],
  inside: (move: (at: LonLat) => LonLat) => number,
  total: number,
  zh: string,
  en: string,
): DatumEvidence | undefined {
  const given = inside((at) => at)
  const tried = (['GCJ-02', 'BD-09'] as const).map((id) => {
    const toLonLat = createToLonLat(findCrs(id)!)
    return { id, toLonLat, right: inside(([lon, lat]) => toLonLat(lon, lat)) }
  })
  const [best] = tried.sort((a, b) => b.right - a.right)
  if (best.right - given < Math.max(fewestPairs, total / 20) || best.right * 100 < total * 97) return undefined
  const [lon, lat] = rows[0].at
  const [toLon, toLat] = best.toLonLat(lon, lat)
  const scale = degreeScaleAt(lat)
  return evidence(
    rows[0].at,
    (lon - toLon) * scale.lonMetres,
    (lat - toLat) * scale.latMetres,
    `${zh}，${total} 个点中 ${given} 个吻合，换算后 ${best.right} 个`,
    `${en}: ${given} of ${total} agree as given, ${best.right} after conversion`,
  )
}

function byRoads(rows: readonly LocatedRow[], { roads }: ImportContext): DatumEvidence | undefined {
  if (!roads || rows.length < fewestPoints) return undefined
  const offset = findDatumOffset(
    rows.map(({ at }) => at),
    roads,
  )
  if (offset.verdict !== 'offset') return undefined
  return evidence(rows[0].at, -offset.eastMetres, -offset.northMetres, '与道路相比', 'against the roads')
}

function evidence(at: LonLat, east: number, north: number, zh: string, en: string): DatumEvidence {
  const metres = Math.round(Math.hypot(east, north))
  const likely = likelyDatum(at, east, north)
  return {
    likely,
    eastMetres: east,
    northMetres: north,
    words: {
      zh: `${zh}，整体偏移约 ${metres} m（东 ${Math.round(east)}、北 ${Math.round(north)}）${likely ? `，与 ${likely} 的偏移一致` : ''}`,
      en: `${en}: shifted as a whole by about ${metres} m${likely ? `, as ${likely} does` : ''}`,
    },
  }
}

function likelyDatum(at: LonLat, east: number, north: number): DatumEvidence['likely'] {
  const scale = degreeScaleAt(at[1])
  return (['GCJ-02', 'BD-09'] as const).find((id) => {
    const [lon, lat] = createToLonLat(findCrs(id)!)(at[0], at[1])
    return Math.hypot((at[0] - lon) * scale.lonMetres - east, (at[1] - lat) * scale.latMetres - north) <= 2 * agreeMetres
  })
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]
}
