import { gcj02ToWgs84Approximate } from '../gcj02.ts'
import { isInside, round7, type LonLat, type Polygonal } from '../geometry.ts'
import { parseGraphml } from '../graphml.ts'
import { createRandom, type Random } from '../random.ts'
import { readBoundary, type SourceFolder } from '../read.ts'
import type { Unit } from '../types.ts'
import { clip, roundGeometry, voronoiCells } from '../voronoi.ts'
import { buildWalkNetwork, type WalkNetwork } from '../walk.ts'

export interface FutianWorld {
  roads: string
  network: WalkNetwork
  boundary: Polygonal
  studyArea: Polygonal
  units: Unit[]
  random: Random
}

export const shatou = '440304005000'
export const lianhua = '440304008000'
export const xiangmihu = '440304006000'
const bondedZone = '440304400000'

const approximate = {
  zh: '近似：以街道驻地点作泰森多边形并按区界裁剪，不是法定界线',
  en: 'Approximation: Voronoi cell of the street office point, clipped to the district; not a legal border',
}
const unknown = { zh: '来源无驻地点，位置未知', en: 'The source has no point; place unknown' }
const functional = {
  zh: '功能区（保税区），不是街道，不参与泰森多边形',
  en: 'A functional (bonded) zone, not a street; left out of the Voronoi diagram',
}

export function openFutian(sources: SourceFolder): FutianWorld {
  const roads = sources.text('futian-440304/futian_osmnx.graphml')
  const raw = parseGraphml(roads)
  const boundary = roundGeometry(readBoundary(sources, 'boundaries/support_counties.geojson', '440304'))
  return {
    roads,
    network: buildWalkNetwork(raw),
    boundary,
    studyArea: clip(windowOf([...raw.nodes.values()]), boundary),
    units: listStreets(sources, boundary),
    random: createRandom(440304),
  }
}

/** The street of a point. South of the line the teaching areas are given to 沙头, whose real place the source lacks. */
export function streetOf(world: FutianWorld, p: LonLat): string {
  if (p[1] < 22.53 && p[0] > 114.012) return shatou
  const unit = world.units.find((candidate) => candidate.geometry && isInside(p, candidate.geometry))
  if (!unit) throw new Error(`expected a street around ${p}, got none`)
  return unit.unitCode
}

function windowOf(nodes: LonLat[]): Polygonal {
  const [west, east] = [Math.min(...nodes.map((p) => p[0])), Math.max(...nodes.map((p) => p[0]))]
  const [south, north] = [Math.min(...nodes.map((p) => p[1])), Math.max(...nodes.map((p) => p[1]))]
  return {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  }
}

function listStreets(sources: SourceFolder, boundary: Polygonal): Unit[] {
  const rows = sources.rows('futian-440304/units_gcj02.csv').filter((row) => row[3] === 'town')
  const centres = rows.map((row): LonLat | null =>
    row[12] ? round7(gcj02ToWgs84Approximate(Number(row[12]), Number(row[13]))) : null,
  )
  const inDiagram = rows.map((row, i) => centres[i] !== null && row[0] !== bondedZone)
  const cells = voronoiCells(
    centres.filter((c, i): c is LonLat => c !== null && inDiagram[i]),
    boundary,
  )
  return rows.map((row, i) => ({
    unitCode: row[0],
    name: row[2].replace('办事处', ''),
    level: row[0] === bondedZone ? 'other' : 'street',
    parentCode: null,
    urbanRuralCode: null,
    placeKnown: centres[i] !== null,
    centre: centres[i],
    geometryNote: row[0] === bondedZone ? functional : inDiagram[i] ? approximate : unknown,
    demo: false,
    geometry: inDiagram[i] ? cells.shift()! : null,
  }))
}
