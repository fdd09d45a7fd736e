import type { RoadInput } from '../../core/network/road-builder.ts'
import { InputRefused, type Problem } from '../../core/problems.ts'

export type RoadFormat = 'osm-pbf' | 'osm-xml' | 'graphml' | 'geojson' | 'edge-list'

/** What a road file held and what was made of it: every way is either walked or counted under a reason. */
export interface RoadReport {
  format: RoadFormat
  /** OSM: ways with a `highway` tag. GraphML: undirected streets. GeoJSON: lines. Edge list: rows. */
  ways: number
  walkableWays: number
  /** Reason → count. */
  skipped: Record<string, number>
  assumptions: { zh: string; en: string }[]
  warnings: Problem[]
}

export interface RoadsRead {
  roads: RoadInput
  report: RoadReport
}

export interface ReadOptions {
  signal?: AbortSignal
  /** Bytes after decompression beyond which a file is refused; 4 GiB unless told. */
  maxBytes?: number
}

export function createReport(format: RoadFormat): RoadReport {
  return { format, ways: 0, walkableWays: 0, skipped: {}, assumptions: [], warnings: [] }
}

export function countSkipped(report: RoadReport, reason: string, count = 1): void {
  if (count > 0) report.skipped[reason] = (report.skipped[reason] ?? 0) + count
}

/** Collects the problems of a file so that the user sees them together, and stops listing after a thousand. */
export function createProblemList(limit = 1000) {
  const problems: Problem[] = []
  let total = 0
  return {
    add(problem: Problem) {
      total++
      if (problems.length < limit) problems.push(problem)
    },
    throwIfAny() {
      if (total === 0) return
      if (total > limit) problems.push(unlisted(total - limit))
      throw new InputRefused(problems)
    },
  }
}

export type ProblemList = ReturnType<typeof createProblemList>

function unlisted(count: number): Problem {
  return {
    code: 'PROBLEMS_TRUNCATED',
    severity: 'error',
    message: { zh: `另有 ${count} 处同类问题未列出`, en: `${count} further problems are not listed` },
  }
}

/** Latitude and longitude in degrees, finite and on the globe. */
export function isOnGlobe(lon: number, lat: number): boolean {
  return lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90
}

/** `where` names the feature or node in the user's own terms, in both languages. */
export function outOfRange(where: { zh: string; en: string }, lon: number, lat: number, row?: number): Problem {
  return {
    code: 'COORD_OUT_OF_RANGE',
    severity: 'error',
    message: {
      zh: `${where.zh}的坐标超出经度 ±180°、纬度 ±90° 的范围`,
      en: `${where.en} lies outside longitude ±180°, latitude ±90°`,
    },
    fix: {
      zh: '请确认坐标是以度为单位的经纬度（经度在前）；投影坐标（米）须先转换',
      en: 'Make sure coordinates are longitude, latitude in degrees; convert projected metres first',
    },
    row,
    value: `${lon}, ${lat}`,
  }
}

/** 4490 is CGCS2000 in degrees, a few centimetres from WGS 84; any other code means numbers that are not degrees here. */
export function isGeographicCrs(name: string): boolean {
  return /\b(4326|4490)\b|crs:?84/i.test(name)
}
