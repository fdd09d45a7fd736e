import { createRoadBuilder, roadClasses, type RoadInput } from '../../core/network/road-builder.ts'
import { refuse } from '../../core/problems.ts'
import { createFeatureScanner } from './json-features.ts'
import { judgeProperties } from './line-properties.ts'
import { createNumberList } from './number-list.ts'
import {
  countSkipped,
  createProblemList,
  createReport,
  isGeographicCrs,
  isOnGlobe,
  outOfRange,
  type ProblemList,
  type ReadOptions,
  type RoadReport,
  type RoadsRead,
} from './road-report.ts'
import type { RoadSource } from './road-source.ts'
import { shareVertices } from './shared-vertices.ts'

/** Reads lines from GeoJSON: one collection, or features one after the other. */
export async function readGeojsonLines(source: RoadSource, options: ReadOptions = {}): Promise<RoadsRead> {
  const report = createReport('geojson')
  const problems = createProblemList()
  const lines = createLineStore()
  const tally: Tally = { untagged: 0, withHeight: 0, row: 0 }
  let elided = 0
  const readOne = (value: unknown) => readFeature(value, lines, { report, problems, tally })
  const scanner = createFeatureScanner({
    feature(value) {
      elided++
      readOne(value)
    },
    document(value) {
      readDocument(value, elided, readOne)
      elided = 0
    },
  })
  for await (const chunk of source.chunks()) {
    options.signal?.throwIfAborted()
    scanner.push(chunk)
  }
  scanner.end()
  problems.throwIfAny()
  addAssumptions(report, tally)
  return { roads: connect(lines, report), report }
}

interface Tally {
  /** Lines without a road class, walked on trust. */
  untagged: number
  withHeight: number
  /** Features so far: the number by which problems name them. */
  row: number
}

interface Findings {
  report: RoadReport
  problems: ProblemList
  tally: Tally
}

const lineTypes = new Set(['LineString', 'MultiLineString'])
const otherGeometryTypes = new Set(['Point', 'MultiPoint', 'Polygon', 'MultiPolygon', 'GeometryCollection'])

function readDocument(value: unknown, elided: number, readOne: (value: unknown) => void): void {
  const type = isObject(value) ? value.type : undefined
  if (isObject(value) && type === 'FeatureCollection') {
    const features = value.features
    if (!Array.isArray(features) || features.length !== elided) throw badShape('features')
    refuseProjected(value.crs)
  } else if (type === 'Feature') readOne(value)
  else if (lineTypes.has(String(type)) || otherGeometryTypes.has(String(type))) {
    readOne({ type: 'Feature', geometry: value, properties: null })
  } else throw badShape('type')
}

function readFeature(value: unknown, lines: LineStore, { report, problems, tally }: Findings): void {
  const row = ++tally.row
  const geometry = isObject(value) && value.type === 'Feature' ? value.geometry : undefined
  if (geometry === undefined) return problems.add(shapeProblem(row))
  if (geometry === null) return countSkipped(report, 'noGeometry')
  const type = isObject(geometry) ? String(geometry.type) : ''
  if (otherGeometryTypes.has(type)) return countSkipped(report, 'notALine')
  if (!lineTypes.has(type) || !isObject(geometry) || !isObject(value)) return problems.add(shapeProblem(row))
  const verdict = judgeProperties(value.properties)
  const parts = type === 'LineString' ? [geometry.coordinates] : geometry.coordinates
  if (!Array.isArray(parts)) return problems.add(shapeProblem(row))
  for (const part of parts) {
    report.ways++
    if (!Array.isArray(part)) problems.add(shapeProblem(row))
    else if (!verdict.walkable) countSkipped(report, 'notWalkable')
    else if (readLine(part, lines, row, problems, tally)) {
      report.walkableWays++
      if (!verdict.tagged) tally.untagged++
      lines.end(roadClasses.indexOf(verdict.roadClass), verdict.steps)
    }
  }
}

/** @returns whether the line is sound; then its vertices wait in the store for `end`. */
function readLine(part: unknown[], lines: LineStore, row: number, problems: ProblemList, tally: Tally): boolean {
  let hasHeight = false
  for (const position of part) {
    if (!Array.isArray(position) || !isFiniteNumber(position[0]) || !isFiniteNumber(position[1])) {
      problems.add(shapeProblem(row, JSON.stringify(position)))
      lines.drop()
      return false
    }
    if (!isOnGlobe(position[0], position[1])) {
      const where = { zh: `第 ${row} 个要素`, en: `Feature ${row}` }
      problems.add(outOfRange(where, position[0], position[1], row))
      lines.drop()
      return false
    }
    const height = isFiniteNumber(position[2]) ? position[2] : NaN
    if (!Number.isNaN(height)) hasHeight = true
    lines.add(position[0], position[1], height)
  }
  if (part.length < 2) {
    problems.add(shapeProblem(row))
    lines.drop()
    return false
  }
  if (hasHeight) tally.withHeight++
  return true
}

interface LineStore {
  /** @param height metres, NaN where the position has none */
  add(lon: number, lat: number, height: number): void
  end(classIndex: number, steps: boolean): void
  /** Forgets the vertices added since the last `end`. */
  drop(): void
  view(): { offset: Uint32Array; lon: Float64Array; lat: Float64Array; height: Float64Array; roadClass: Uint8Array; steps: Uint8Array }
}

function createLineStore(): LineStore {
  const offset = createNumberList(Uint32Array)
  const lon = createNumberList(Float64Array)
  const lat = createNumberList(Float64Array)
  const height = createNumberList(Float64Array)
  const roadClass = createNumberList(Uint8Array)
  const steps = createNumberList(Uint8Array)
  offset.push(0)
  return {
    add(x, y, z) {
      lon.push(x)
      lat.push(y)
      height.push(z)
    },
    end(classIndex, isSteps) {
      offset.push(lon.length)
      roadClass.push(classIndex)
      steps.push(isSteps ? 1 : 0)
    },
    drop() {
      const kept = offset.view()[offset.length - 1]
      lon.truncate(kept)
      lat.truncate(kept)
      height.truncate(kept)
    },
    view: () => ({
      offset: offset.view(),
      lon: lon.view(),
      lat: lat.view(),
      height: height.view(),
      roadClass: roadClass.view(),
      steps: steps.view(),
    }),
  }
}

/** Cuts every line at the nodes on it; vertices between become the shape of the edge. */
function connect(store: LineStore, report: RoadReport): RoadInput {
  const lines = store.view()
  const { placeOf, isNode, placeLon, placeLat } = shareVertices(lines)
  const builder = createRoadBuilder()
  const heightOfPlace = heightsOfPlaces(placeOf, lines.height, isNode.length)
  const nodeHeights: number[] = []
  const shapeHeights: number[] = []
  const nodeOfPlace = new Int32Array(isNode.length).fill(-1)
  const nodeAt = (place: number) => {
    if (nodeOfPlace[place] < 0) {
      nodeOfPlace[place] = builder.node(placeLon[place], placeLat[place])
      nodeHeights.push(heightOfPlace[place])
    }
    return nodeOfPlace[place]
  }
  for (let line = 0; line < lines.roadClass.length; line++) {
    const details = { roadClass: roadClasses[lines.roadClass[line]], steps: lines.steps[line] === 1 }
    const edgesBefore = builder.edgeCount
    let from = placeOf[lines.offset[line]]
    let shape: number[] = []
    for (let vertex = lines.offset[line] + 1; vertex < lines.offset[line + 1]; vertex++) {
      const place = placeOf[vertex]
      if (place === placeOf[vertex - 1]) continue
      if (!isNode[place]) {
        shape.push(lines.lon[vertex], lines.lat[vertex])
        shapeHeights.push(lines.height[vertex])
        continue
      }
      builder.edge(nodeAt(from), nodeAt(place), { ...details, shape })
      from = place
      shape = []
    }
    if (builder.edgeCount === edgesBefore) countSkipped(report, 'zeroLength')
  }
  const roads = builder.finish()
  const known = nodeHeights.some((height) => !Number.isNaN(height))
  // A line of which nothing became an edge leaves heights of shape points behind: then none of them can be trusted.
  if (!known || shapeHeights.length !== roads.shapeLon.length) return roads
  return { ...roads, nodeElevation: Float64Array.from(nodeHeights), shapeElevation: Float64Array.from(shapeHeights) }
}

/** Farther apart than this, two heights at one spot are two levels: a lift, a bridge over a street. */
const sameLevelMetres = 2

/** Height of each place, metres; NaN where it has none, or several: a slope from the wrong one would be a cliff. */
function heightsOfPlaces(placeOf: Uint32Array, height: Float64Array, placeCount: number): Float64Array {
  const lowest = new Float64Array(placeCount).fill(Infinity)
  const highest = new Float64Array(placeCount).fill(-Infinity)
  placeOf.forEach((place, vertex) => {
    if (Number.isNaN(height[vertex])) return
    lowest[place] = Math.min(lowest[place], height[vertex])
    highest[place] = Math.max(highest[place], height[vertex])
  })
  return lowest.map((low, place) => (highest[place] - low <= sameLevelMetres ? (low + highest[place]) / 2 : NaN))
}

function addAssumptions(report: RoadReport, tally: Tally): void {
  if (tally.untagged > 0) {
    report.assumptions.push({
      zh: `${tally.untagged} 条线没有道路类型（highway），一律视为可步行`,
      en: `${tally.untagged} lines carry no road class (highway) and are taken as walkable`,
    })
  }
  if (tally.withHeight > 0) {
    report.assumptions.push({
      zh: `${tally.withHeight} 条线带高程：平面上同一顶点处视为连通（含电梯上下口），高程仅在计入坡度时使用`,
      en: `${tally.withHeight} lines carry heights: lines connect where vertices coincide in plan (lifts, too); heights count only where slopes are asked for`,
    })
  }
}

function refuseProjected(crs: unknown): void {
  if (crs === undefined || crs === null) return
  const properties = isObject(crs) ? crs.properties : undefined
  const name = isObject(properties) ? String(properties.name) : ''
  if (isGeographicCrs(name)) return
  throw refuse(
    'CRS_UNSUPPORTED',
    '文件声明的坐标系不是经纬度',
    'The file declares a CRS that is not longitude and latitude',
    {
      value: name.slice(0, 200),
      fix: { zh: '请以 EPSG:4326 或 EPSG:4490 重新导出', en: 'Export it again in EPSG:4326 or EPSG:4490' },
    },
  )
}

function shapeProblem(row: number, value?: string) {
  return {
    code: 'GEOM_SHAPE',
    severity: 'error' as const,
    message: { zh: `第 ${row} 个要素的几何无法识别`, en: `The geometry of feature ${row} cannot be read` },
    fix: {
      zh: '坐标应为 [经度, 纬度] 的数字，每条线至少两点',
      en: 'Positions are [longitude, latitude] numbers, two or more a line',
    },
    row,
    value: value?.slice(0, 200),
  }
}

function badShape(member: string) {
  return refuse(
    'JSON_SHAPE',
    `不是 GeoJSON：成员「${member}」不符合规定`,
    `Not GeoJSON: the member “${member}” is not as it must be`,
    { column: member, fix: { zh: '请用 GIS 软件重新导出 GeoJSON', en: 'Export the GeoJSON again' } },
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}
