import type { MultiPolygonCoordinates } from '../coverage/places.ts'
import { isInside } from '../checks/placement.ts'
import { degreeScaleAt } from '../geodesic.ts'
import type { LonLat } from '../lonlat.ts'
import type { Graph } from '../network/graph.ts'
import type { References } from './references.ts'
import type { FieldValue } from './report.ts'

/** Where an import belongs. `boundary` is null where nobody has loaded one. */
export interface ImportRegion {
  code: string
  name: string
  boundary: MultiPolygonCoordinates | null
}

export interface KnownUnit {
  code: string
  name: string
  boundary: MultiPolygonCoordinates | null
}

/** A record that is stored already: for updates, and as a place whose position is known. */
export interface KnownRecord {
  code: string | null
  name: string
  at: LonLat | null
  /** Its fields as the catalogue names them; only those that are there are compared. */
  fields: Readonly<Record<string, FieldValue>>
}

export interface ImportContext {
  /** Null for `--region none`: the place is not checked. */
  region: ImportRegion | null
  units: readonly KnownUnit[]
  /** Of the same kind. */
  records: readonly KnownRecord[]
  /** Of any kind: positions to hold the file's own against. */
  places: readonly KnownRecord[]
  roads: Graph | null
  /** What rows of ledgers may refer to; undefined where nobody knows, and nothing is checked. */
  references?: References
  /** YYYY-MM-DD. */
  today: string
}

/** Borders are generalised, and what stands just outside serves people inside (domain.md, Travel). */
export const borderMetres = 2000

/** Whether a place is in the region, or outside it by no more than borders are uncertain. */
export function whereIs([lon, lat]: LonLat, boundary: MultiPolygonCoordinates): 'inside' | 'near' | 'outside' {
  if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) return 'outside'
  if (isInside(lon, lat, boundary)) return 'inside'
  return metresToBoundary([lon, lat], boundary) <= borderMetres ? 'near' : 'outside'
}

/** On the tangent plane at the point: exact enough up to some ten kilometres, which is all that is asked. */
function metresToBoundary([lon, lat]: LonLat, boundary: MultiPolygonCoordinates): number {
  const { lonMetres, latMetres } = degreeScaleAt(Math.max(-89, Math.min(89, lat)))
  let least = Infinity
  for (const ring of boundary.flat()) {
    for (let i = 1; i < ring.length; i++) {
      const ax = (ring[i - 1][0] - lon) * lonMetres
      const ay = (ring[i - 1][1] - lat) * latMetres
      const bx = (ring[i][0] - lon) * lonMetres
      const by = (ring[i][1] - lat) * latMetres
      const [dx, dy] = [bx - ax, by - ay]
      const length2 = dx * dx + dy * dy
      const t = length2 > 0 ? Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length2)) : 0
      least = Math.min(least, Math.hypot(ax + t * dx, ay + t * dy))
    }
  }
  return least
}
