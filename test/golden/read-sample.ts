import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

/* The samples as their files stand: what is left out is not filled in. */

export type Position = [lon: number, lat: number]
export interface Shape {
  type: 'Polygon' | 'MultiPolygon'
  coordinates: Position[][] | Position[][][]
}

export interface Unit {
  unitCode: string
  name: string
  level: 'township' | 'street' | 'other' | 'community' | 'village'
  parentCode: string | null
  urbanRuralCode: string | null
  shape: Shape | null
}

export interface Site {
  id: string
  name: string
  types: string[]
  unitCode: string | null
  status: string
  currentUse: string
  acquisition: string | null
  floorAreaM2: string | null
  allotments: { residentialAreaId: string; areaM2: string | null }[]
  beds: number | null
  nursingBeds: number | null
  medicalBeds?: number | null
  residentsInCare?: number | null
  eldersServed?: number | null
  ownership?: string | null
  rating?: number | null
  project?: string | null
  tierLevel?: string | null
  fourHelpsFiveHaves?: (boolean | null)[] | null
  medicalKind?: string | null
  hospitalGrade?: number | null
  geriatrics?: boolean | null
  point: Position | null
}

export interface Area {
  id: string
  name: string
  buildClass: string | null
  permitDate: string | null
  planningConditionDate: string | null
  householdsPlanned: number | null
  householdsCompleted: number | null
  householdsOccupied: number | null
  residents60Plus: number | null
}

export interface Ledgers {
  settlements: { id: string; name: string; kind: string; unitCode: string; residents: number | null; point: Position | null; boundary: Shape | null }[]
  premises: { status: string }[]
  register: { builtYear: number | null; state: string }[]
  communityRooms: { floorAreaM2: string | null; eldercareFreeM2: string | null }[]
  statistics: { key: string; value: string; asOf: string | null }[]
  unitTags: { unitCode: string; tag: string }[]
}

export interface County {
  code: string
  units: Unit[]
  sites: Site[]
  areas: Area[]
  ledgers: Ledgers
  population: { units: { residents60Plus: number | null }[]; unlocated: { residents60Plus: number | null }[] }
}

interface Features {
  features: { properties: Record<string, unknown>; geometry: { type: string; coordinates: unknown } | null }[]
}

export function readCounty(code: string): County {
  const file = (name: string) => fileURLToPath(new URL(`../../data/samples/${code}/${name}`, import.meta.url))
  const json = (name: string): unknown => JSON.parse(readFileSync(file(name), 'utf8'))
  const bundle = existsSync(file('bundle.json.gz')) ? (JSON.parse(gunzipSync(readFileSync(file('bundle.json.gz'))).toString('utf8')) as Record<string, unknown>) : null
  const part = (name: string, path: string) => (bundle ? bundle[name] : json(path))
  const rows = (name: string) => (part(name, `${name}.geojson`) as Features).features
  return {
    code,
    units: rows('units').map(({ properties, geometry }) => ({ ...properties, shape: geometry }) as unknown as Unit),
    sites: rows('facilities').map(({ properties, geometry }) => ({ ...properties, point: geometry?.coordinates ?? null }) as unknown as Site),
    areas: rows('residential_areas').map(({ properties }) => properties as unknown as Area),
    ledgers: part('ledgers', 'ledgers.json') as Ledgers,
    population: part('population', 'population.json') as County['population'],
  }
}

/** Even–odd rule: a ray to the east crosses the outline an odd number of times. Holes are rings too. */
export function holds(shape: Shape, [lon, lat]: Position): boolean {
  const rings = (shape.type === 'Polygon' ? shape.coordinates : (shape.coordinates as Position[][][]).flat()) as Position[][]
  let inside = false
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [ax, ay] = ring[i]
      const [bx, by] = ring[j]
      if (ay > lat !== by > lat && lon < ((bx - ax) * (lat - ay)) / (by - ay) + ax) inside = !inside
    }
  }
  return inside
}
