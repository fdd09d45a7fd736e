import type { Geometry } from 'geojson'
import { pointOf } from '../core/imports/draft.ts'
import type { ImportKind } from '../core/imports/field.ts'
import type { ImportContext, KnownRecord } from '../core/imports/region.ts'
import type { MultiPolygonCoordinates } from '../core/coverage/places.ts'
import { buildGraph } from '../core/network/build-graph.ts'
import { readRoadsFromBytes } from '../network/files/read-roads.ts'
import { listSampleCodes, readSample, type Sample } from './sample-files.ts'
import { isTownship } from './stores/unit-finder.ts'

/**
 * What the doctor holds an import against without a database: for a sample county the border, units, roads and records that
 * ship with the product; for any other county only its code, and the report says that places were not checked.
 */
export async function readImportContext(county: string | null, kind: ImportKind, today: string): Promise<ImportContext> {
  const blank = { units: [], records: [], places: [], roads: null, today }
  if (county === null) return { region: null, ...blank }
  if (!(await listSampleCodes()).includes(county)) return { region: { code: county, name: county, boundary: null }, ...blank }
  const sample = await readSample(county)
  const facilities = sample.facilities.features.map(({ properties, geometry }) =>
    known(properties.id, properties.name, geometry, { ...properties }),
  )
  const areas = sample.residentialAreas.features.map(({ properties, geometry }) =>
    known(properties.id, properties.name, geometry, { ...properties }),
  )
  return {
    region: { code: county, name: sample.manifest.county.name.zh, boundary: toMultiPolygon(sample.boundary.geometry) },
    units: sample.units.features.map(({ properties, geometry }) => ({
      code: properties.unitCode,
      name: properties.name,
      boundary: geometry && toMultiPolygon(geometry),
    })),
    records: kind.id === 'facilities' ? facilities : kind.id === 'residential_areas' ? areas : [],
    places: [...facilities, ...areas],
    roads: await readRoads(sample),
    references: {
      units: sample.units.features.map(({ properties: { unitCode, name, level, parentCode } }) => ({ code: unitCode, name, isTownship: isTownship({ level }), parentCode })),
      areas: sample.residentialAreas.features.map(({ properties }) => ({
        code: properties.id,
        name: properties.name,
        within: [properties.unitCode, properties.communityCode].filter((code) => code !== null),
        phase: properties.phase,
      })),
      facilities: sample.facilities.features.map(({ properties: { id, name, unitCode } }) => ({ code: id, name, within: unitCode === null ? [] : [unitCode] })),
    },
    today,
  }
}

async function readRoads({ roads }: Sample): Promise<ImportContext['roads']> {
  if (!roads) return null
  return buildGraph((await readRoadsFromBytes(roads.name, roads.bytes)).roads).graph
}

function known(code: string, name: string, geometry: Geometry | null, properties: Record<string, unknown>): KnownRecord {
  const fields: Record<string, KnownRecord['fields'][string]> = {}
  for (const [field, value] of Object.entries(properties)) {
    if (field === 'id') continue
    if (typeof value === 'string' && /^-?\d+\.\d+$/.test(value)) fields[field] = Number(value)
    else if (typeof value === 'string' && /Date$/.test(field)) fields[field] = { day: value, known: 'day' }
    else if (value === null || typeof value === 'string' || typeof value === 'number') fields[field] = value
    else if (field === 'types') fields[field] = value as string[]
  }
  return { code, name, at: pointOf({ geometry }) ?? null, fields }
}

function toMultiPolygon(geometry: Geometry): MultiPolygonCoordinates {
  if (geometry.type === 'Polygon') return [geometry.coordinates] as unknown as MultiPolygonCoordinates
  if (geometry.type === 'MultiPolygon') return geometry.coordinates as unknown as MultiPolygonCoordinates
  throw new Error(`expected a polygon, got ${geometry.type}`)
}
