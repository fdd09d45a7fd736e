import {
  geodesicMetres,
  isInside,
  metresToOutline,
  ringsOf,
  round7,
  destination,
  type LonLat,
  type Polygonal,
} from '../geometry.ts'
import { createRandom, type Random } from '../random.ts'
import { readBoundary, type SourceFolder } from '../read.ts'
import type { Unit } from '../types.ts'
import { areaM2, roundGeometry, voronoiCells } from '../voronoi.ts'

export interface ShichengWorld {
  boundary: Polygonal
  townships: (Unit & { geometry: Polygonal; centre: LonLat })[]
  /** Villages and communities: invented names and codes, real numbers per township and class. */
  places: (Unit & { centre: LonLat; parentCode: string })[]
  random: Random
}

export const qinjiang = '360735100000'

const approximate = {
  zh: '近似：以乡镇驻地点作泰森多边形并按县界裁剪，不是法定界线',
  en: 'Approximation: Voronoi cell of the township seat, clipped to the county; not a legal border',
}

export function openShicheng(sources: SourceFolder): ShichengWorld {
  const boundary = roundGeometry(readBoundary(sources, 'shicheng-360735/boundary_wgs84.geojson', '360735'))
  const random = createRandom(360735)
  const townships = listTownships(sources, boundary)
  const classes = readClasses(sources)
  const places = townships.flatMap((township) =>
    placeUnits(random, township, classes.get(township.unitCode.slice(0, 9))!),
  )
  return { boundary, townships, places, random }
}

function listTownships(sources: SourceFolder, boundary: Polygonal): ShichengWorld['townships'] {
  const rows = sources.rows('boundaries/townships.csv').filter((row) => row[2] === '360735')
  const centres = rows.map((row) => round7([Number(row[7]), Number(row[8])]))
  const cells = voronoiCells(centres, boundary)
  return rows.map((row, i) => ({
    unitCode: `${row[0]}000`,
    name: row[1],
    level: 'township',
    parentCode: null,
    urbanRuralCode: null,
    placeKnown: true,
    centre: centres[i],
    geometryNote: approximate,
    demo: false,
    geometry: cells[i],
  }))
}

interface Classes {
  communities: string[]
  villages: string[]
}

/** Only the numbers of the real list are used: how many 居委会 and 村委会 a township has, and of which class. */
function readClasses(sources: SourceFolder): Map<string, Classes> {
  const found = new Map<string, Classes>()
  for (const row of sources.rows('shicheng-360735/units_gcj02.csv')) {
    const isCommunity = row[2].endsWith('居委会')
    if (row[4] !== '5' || (!isCommunity && !row[2].endsWith('村委会'))) continue
    const key = row[0].slice(0, 9)
    const classes = found.get(key) ?? { communities: [], villages: [] }
    found.set(key, classes)
    ;(isCommunity ? classes.communities : classes.villages).push(row[8])
  }
  // Sorted, so that an invented number cannot be matched to a real village by its place in the list.
  for (const classes of found.values()) [classes.communities, classes.villages].forEach((list) => list.sort())
  return found
}

function placeUnits(
  random: Random,
  township: ShichengWorld['townships'][number],
  classes: Classes,
): ShichengWorld['places'] {
  const placed: LonLat[] = []
  const make = (kind: 'community' | 'village', codes: string[]) =>
    codes.map((urbanRuralCode, i) => {
      const number = String(i + 1).padStart(2, '0')
      const letter = kind === 'village' ? 'V' : 'C'
      const centre = findPlace(random, township, urbanRuralCode, classes.villages.length, placed)
      placed.push(centre)
      return {
        unitCode: `S${township.unitCode.slice(0, 9)}${letter}${number.padStart(3, '0')}`,
        name: `示例·${township.name}${number}${kind === 'village' ? '村' : '社区'}`,
        level: kind,
        parentCode: township.unitCode,
        urbanRuralCode,
        placeKnown: true,
        centre,
        geometryNote: null,
        demo: true,
        geometry: null,
      }
    })
  return [...make('community', classes.communities), ...make('village', classes.villages)]
}

/** Town-like units cluster around the seat; rural ones spread over the cell, as far apart as there is room for. */
function findPlace(
  random: Random,
  township: ShichengWorld['townships'][number],
  urbanRuralCode: string,
  count: number,
  placed: LonLat[],
): LonLat {
  const isSeat = township.unitCode === qinjiang
  const isTown = urbanRuralCode !== '220'
  const inner = isTown ? 0 : isSeat ? 3000 : 1500
  const outer = isTown ? (isSeat ? 2400 : 900) : Infinity
  let spacing = isTown ? (isSeat ? 650 : 350) : 0.75 * Math.sqrt(areaM2(township.geometry) / count)
  for (let tries = 1; tries < 20000; tries++) {
    if (tries % 150 === 0) spacing *= 0.92
    const p = isTown
      ? destination(township.centre, random.between(0, 360), outer * Math.sqrt(random.next()))
      : randomInBox(random, township.geometry)
    const away = geodesicMetres(p, township.centre)
    if (away < inner || away > outer || !isInside(p, township.geometry)) continue
    if (metresToOutline(p, township.geometry) < 300) continue
    if (placed.every((other) => geodesicMetres(p, other) > spacing)) return p
  }
  throw new Error(`expected room for one more unit in ${township.name}, got none`)
}

export function randomInBox(random: Random, geometry: Polygonal): LonLat {
  const points = ringsOf(geometry).flatMap((rings) => rings[0])
  const [west, east] = [Math.min(...points.map((p) => p[0])), Math.max(...points.map((p) => p[0]))]
  const [south, north] = [Math.min(...points.map((p) => p[1])), Math.max(...points.map((p) => p[1]))]
  return round7([random.between(west, east), random.between(south, north)])
}
