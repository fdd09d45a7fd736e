import * as turf from '@turf/turf'
import type { Polygon } from 'geojson'
import { destination, geodesicMetres, isInside, ringsOf, type LonLat, type Polygonal } from '../geometry.ts'
import { createRandom, type Random } from '../random.ts'
import { readBoundary, type SourceFolder } from '../read.ts'
import type { Unit } from '../types.ts'
import { voronoiCells } from '../voronoi.ts'
import type { SmallCounty, SmallPlan } from './plans.ts'

export interface SmallWorld {
  plan: SmallPlan
  county: SmallCounty
  boundary: Polygonal
  townships: Unit[]
  /** Villages and communities: invented names and codes, real numbers per township and class. */
  places: (Unit & { parentCode: string })[]
  seat: Unit & { centre: LonLat; geometry: Polygonal }
  random: Random
}

const approximate = {
  zh: '近似：以乡镇（街道）驻地点作泰森多边形并按县界裁剪，不是法定界线',
  en: 'Approximation: Voronoi cell of the township seat, clipped to the county; not a legal border',
}
const unknown = { zh: '来源无驻地点，位置未知；按设施所带代码判定', en: 'The source has no point; judged by the code on the facility' }

/** About 30 m: the boundary of a small sample is thinned; the whole one stands in data/boundaries. */
const thinningDegrees = 0.0003

/** 冕宁's seat township was made a street after the points were taken: the county's own point stands for it. */
const renamed: Record<string, string> = { 高阳街道: '城厢镇' }

export function openSmall(sources: SourceFolder, plan: SmallPlan, county: SmallCounty): SmallWorld {
  const whole = readBoundary(sources, `boundaries/${plan.boundaries}`, county.sourceCode)
  const boundary = thin(whole)
  const random = createRandom(Number(county.code))
  const listed = sources.rows('boundaries/townships_2023_joined.csv').filter((row) => row[2] === county.code)
  const old = sources.rows('boundaries/townships.csv').filter((row) => row[2] === county.sourceCode)
  const townships = listTownships(listed, old, boundary)
  const classes = classesByTownship(sources, county, townships, old)
  const places = townships.flatMap((unit) => placeUnits(random, unit, classes.get(unit.unitCode) ?? []))
  const located = townships.filter((unit): unit is SmallWorld['seat'] => unit.geometry !== null)
  const urban = (unit: Unit) => (classes.get(unit.unitCode) ?? []).filter(({ code }) => code.startsWith('1')).length
  return { plan, county, boundary, townships, places, seat: located.reduce((best, unit) => (urban(unit) > urban(best) ? unit : best)), random }
}

function thin(geometry: Polygonal): Polygonal {
  const simple = turf.simplify(turf.feature(geometry as Polygon), { tolerance: thinningDegrees, highQuality: true }).geometry
  const rings = ringsOf(simple as Polygonal).map((polygon) => polygon.map((ring) => ring.map(round6)))
  return { type: 'MultiPolygon', coordinates: rings.filter(([outer]) => outer.length >= 4) }
}

function round6(p: LonLat): LonLat {
  return [Math.round(p[0] * 1e6) / 1e6, Math.round(p[1] * 1e6) / 1e6]
}

/** 石龙镇 was 石龙乡: a name without the word for its rank. */
function stem(name: string): string {
  return name.replace(/(街道办事处|街道|[一-龥]*族乡|镇|乡)$/, '') || name
}

function listTownships(listed: string[][], old: string[][], boundary: Polygonal): Unit[] {
  const centres = listed.map((row): LonLat | null => {
    if (row[3]) return round6([Number(row[3]), Number(row[4])])
    const wanted = renamed[row[1]] ?? row[1]
    const found = old.find((former) => stem(former[1]) === stem(wanted) && former[7] && !listed.some((other) => other[5] === former[1]))
    return found ? round6([Number(found[7]), Number(found[8])]) : null
  })
  const located = centres.flatMap((centre, i) => (centre && isInside(centre, boundary) ? [i] : []))
  const cells = voronoiCells(
    located.map((i) => centres[i]!),
    boundary,
  )
  return listed.map((row, i) => {
    const at = located.indexOf(i)
    const level = row[1].endsWith('街道') ? ('street' as const) : ('township' as const)
    const place = { placeKnown: at >= 0, centre: at >= 0 ? centres[i] : null, geometryNote: at >= 0 ? approximate : unknown }
    const geometry = at >= 0 ? rounded(cells[at]) : null
    return { unitCode: `${row[0]}000`, name: row[1], level, parentCode: null, urbanRuralCode: null, ...place, demo: false, geometry }
  })
}

function rounded(geometry: Polygonal): Polygonal {
  const rings = ringsOf(geometry).map((polygon) => polygon.map((ring) => ring.map(round6).filter((p, i, all) => i === 0 || p[0] !== all[i - 1][0] || p[1] !== all[i - 1][1])))
  return { type: 'MultiPolygon', coordinates: rings.filter(([outer]) => outer.length >= 4) }
}

interface Place {
  kind: 'community' | 'village'
  code: string
}

/** How many communities and villages the list of 2016 has, by class; those of merged townships go to the nearest one of today. */
function classesByTownship(sources: SourceFolder, county: SmallCounty, townships: Unit[], old: string[][]): Map<string, Place[]> {
  const located = townships.filter((unit) => unit.centre)
  const target = (code9: string): string => {
    const row = old.find((candidate) => candidate[0] === code9)
    const same = row && townships.find((unit) => stem(unit.name) === stem(row[1]))
    if (same) return same.unitCode
    const point: LonLat | null = row?.[7] ? [Number(row[7]), Number(row[8])] : null
    if (!point) return (townships.find((unit) => !unit.centre) ?? townships[0]).unitCode
    return located.reduce((best, unit) => (geodesicMetres(unit.centre!, point) < geodesicMetres(best.centre!, point) ? unit : best)).unitCode
  }
  const found = new Map<string, Place[]>()
  for (const row of sources.rows(`boundaries/units_gcj02/${county.sourceCode}.csv`)) {
    if (row[4] !== '5') continue
    const kind = row[2].includes('居') || (row[2].includes('社区') && !row[2].includes('村')) ? ('community' as const) : row[2].includes('村') ? ('village' as const) : null
    if (!kind) continue
    const code = target(row[0].slice(0, 9))
    found.set(code, [...(found.get(code) ?? []), { kind, code: row[8] }])
  }
  // Sorted, so that an invented number cannot be matched to a real village by its place in the list.
  for (const list of found.values()) list.sort((a, b) => (a.kind + a.code < b.kind + b.code ? -1 : 1))
  return found
}

function placeUnits(random: Random, township: Unit, list: Place[]): SmallWorld['places'] {
  const numbers = { community: 0, village: 0 }
  return list.map(({ kind, code }) => {
    const number = String((numbers[kind] += 1)).padStart(2, '0')
    const centre = township.geometry && findPlace(random, township.centre!, township.geometry, code.startsWith('1'))
    return {
      unitCode: `S${township.unitCode.slice(0, 9)}${kind === 'village' ? 'V' : 'C'}${number.padStart(3, '0')}`,
      name: `示例·${township.name}${number}${kind === 'village' ? '村' : '社区'}`,
      ...{ level: kind, parentCode: township.unitCode, urbanRuralCode: code || null, placeKnown: centre !== null, centre },
      ...{ geometryNote: null, demo: true, geometry: null },
    }
  })
}

/** Town-like units around the seat, rural ones anywhere in the cell. */
function findPlace(random: Random, centre: LonLat, cell: Polygonal, isTown: boolean): LonLat {
  const outline = ringsOf(cell).flatMap(([outer]) => outer)
  const [west, east] = [Math.min(...outline.map((p) => p[0])), Math.max(...outline.map((p) => p[0]))]
  const [south, north] = [Math.min(...outline.map((p) => p[1])), Math.max(...outline.map((p) => p[1]))]
  for (let tries = 0; tries < 2000; tries++) {
    const p: LonLat = isTown
      ? destination(centre, random.between(0, 360), 1500 * Math.sqrt(random.next()))
      : [random.between(west, east), random.between(south, north)]
    if (isInside(p, cell)) return round6(p)
  }
  return centre
}
