import type { ExistingSites } from './existing-sites.ts'
import type { SiteChange } from './scenarios.ts'

type Sites = Pick<ExistingSites, 'facilities' | 'premises'>

/** The name of what a change is about; the start of its id where the data no longer has it. */
export function nameOfChange(change: SiteChange, sites: Sites | undefined): string {
  if (change.kind === 'add') return change.name
  if (change.kind === 'convert') return change.name ?? sites?.premises.find(({ id }) => id === change.premisesId)?.name ?? change.premisesId.slice(0, 8)
  return sites?.facilities.find(({ id }) => id === change.facilityId)?.name ?? change.facilityId.slice(0, 8)
}

/** Where it stands once the change is done; null where nobody knows. */
export function placeOfChange(change: SiteChange, sites: Sites | undefined): [number, number] | null {
  if (change.kind === 'add' || change.kind === 'move') return change.location
  const list = change.kind === 'convert' ? sites?.premises : sites?.facilities
  const id = change.kind === 'convert' ? change.premisesId : change.facilityId
  return list?.find((one) => one.id === id)?.location ?? null
}

interface Proposal {
  number: number
  kind: SiteChange['kind']
  name: string
  location: readonly [number, number]
  change: SiteChange
}

interface Head {
  title: string
  revision: number
  notes: readonly string[]
}

/**
 * Proposals as GeoJSON. RFC 7946 knows WGS 84 only; the older `crs` member names CGCS2000, which is what the figures
 * are in and what desktop GIS (QGIS, ArcGIS, SuperMap) reads.
 */
export function proposalsGeoJson({ title, revision, notes }: Head, proposals: readonly Proposal[]) {
  return {
    type: 'FeatureCollection' as const,
    name: title,
    crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::4490' } },
    metadata: { crs: 'CGCS2000 / EPSG:4490', axisOrder: 'longitude, latitude', revision, notes: [...notes] },
    features: proposals.map(({ number, kind, name, location, change }) => ({
      type: 'Feature' as const,
      id: change.id,
      properties: { number, kind, name, ...propertiesOf(change) },
      geometry: { type: 'Point' as const, coordinates: location.map((degrees) => Number(degrees.toFixed(7))) },
    })),
  }
}

/** Flat, as shapefiles and GeoPackages want it. */
function propertiesOf(change: SiteChange): Record<string, string | number> {
  const properties: Record<string, string | number> = {}
  for (const [key, value] of Object.entries(change)) {
    if (key === 'id' || key === 'kind' || key === 'name' || key === 'location') continue
    if (Array.isArray(value)) properties[key] = value.join(',')
    else if (typeof value === 'string' || typeof value === 'number') properties[key] = value
  }
  return properties
}
