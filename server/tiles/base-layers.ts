import type { Feature } from 'geojson'
import type { BaseTileLayer } from '../contract/tile-layers.ts'
import { openGraph } from '../core/network/graph-file.ts'
import { edgePoints } from '../core/network/graph.ts'
import { roadClasses } from '../core/network/road-builder.ts'
import { formatCountyCode } from '../county-code.ts'
import type { Db } from '../db/schema.ts'
import { listFacilities } from '../facilities/facilities.repository.ts'
import { listDevelopmentBoundaries } from '../ledgers/development-boundaries.repository.ts'
import { getGraphBytes } from '../network/network.repository.ts'
import { getCountyBoundary, listUnitBoundaries } from '../regions/regions.repository.ts'
import { findStudyArea, listPlanningUnitBoundaries } from '../regions/study-areas.repository.ts'
import { listResidentialBoundaries } from '../residential/residential.repository.ts'

/** Features by the name of their layer inside the tile. */
export type TileFeatures = Record<string, Feature[]>

/** One entry a base layer: what it shows of one version of its kind of data. */
export const baseLayerLoaders: Record<BaseTileLayer, (db: Db, countyCode: number, version: number) => Promise<TileFeatures>> = {
  async boundary(db, countyCode) {
    const boundary = await getCountyBoundary(db, countyCode)
    return { boundary: [{ type: 'Feature', properties: { code: formatCountyCode(countyCode) }, geometry: boundary }] }
  },

  async study_area(db, countyCode, version) {
    const area = await findStudyArea(db, countyCode, version)
    return { study_area: area ? [{ type: 'Feature', properties: { name: area.name }, geometry: area.boundary }] : [] }
  },

  async planning_units(db, countyCode, version) {
    const units = await listPlanningUnitBoundaries(db, countyCode, version)
    const properties = ({ id, name, areaCode, plannedResidents }: (typeof units)[number]) => ({
      ...{ id, name, ...(areaCode === null ? {} : { code: areaCode }), ...(plannedResidents === null ? {} : { p: plannedResidents }) },
    })
    return {
      planning_units: units.map((unit) => ({ type: 'Feature', properties: properties(unit), geometry: unit.boundary })),
      // Points of their own: a tile cuts a polygon, and each piece would carry the name again.
      planning_unit_labels: units.map((unit) => ({ type: 'Feature', properties: properties(unit), geometry: { type: 'Point', coordinates: [unit.lon, unit.lat] } })),
    }
  },

  async development_boundary(db, countyCode, version) {
    const parts = await listDevelopmentBoundaries(db, countyCode, version)
    const properties = ({ id, code, name, zone }: (typeof parts)[number]) => ({ id, code, ...(name === null ? {} : { name }), ...(zone === null ? {} : { zone }) })
    return { development_boundary: parts.map((part) => ({ type: 'Feature', properties: properties(part), geometry: part.boundary })) }
  },

  async units(db, countyCode, version) {
    const units = await listUnitBoundaries(db, countyCode, version)
    const properties = (unit: (typeof units)[number]) => ({ id: unit.id, name: unit.name, level: unit.level, ...(unit.approximate ? { approx: 1 } : {}) })
    return {
      units: units.map((unit) => ({ type: 'Feature', properties: properties(unit), geometry: unit.boundary })),
      unit_labels: units
        .filter(({ lon, lat }) => lon !== null && lat !== null)
        .map((unit) => ({ type: 'Feature', properties: properties(unit), geometry: { type: 'Point', coordinates: [unit.lon!, unit.lat!] } })),
    }
  },

  async roads(db, countyCode, version) {
    const bytes = await getGraphBytes(db, countyCode, version)
    const graph = openGraph(bytes.slice().buffer)
    const roads = Array.from({ length: graph.edgeCount }, (_, edge): Feature => ({
      type: 'Feature',
      properties: { c: roadClasses[graph.edgeClass[edge]] },
      geometry: { type: 'LineString', coordinates: edgePoints(graph, edge) },
    }))
    return { roads }
  },

  async facilities(db, countyCode, version) {
    const facilities = await listFacilities(db, countyCode, version)
    const located = facilities.filter(({ lon, lat }) => lon !== null && lat !== null)
    return {
      facilities: located.map((facility) => ({
        type: 'Feature',
        properties: {
          id: facility.id,
          name: facility.name,
          types: facility.types.join(','),
          status: facility.status,
          use: facility.currentUse === 'eldercare' ? 'eldercare' : 'other',
          ...(facility.beds === null ? {} : { beds: facility.beds }),
          ...(facility.floorAreaM2 === null ? {} : { area: Number(facility.floorAreaM2) }),
        },
        geometry: { type: 'Point', coordinates: [facility.lon!, facility.lat!] },
      })),
    }
  },

  async residential_areas(db, countyCode, version) {
    const areas = await listResidentialBoundaries(db, countyCode, version)
    return {
      residential_areas: areas.map(({ id, name, households, residents, boundary }) => ({
        type: 'Feature',
        properties: { id, name, ...(households === null ? {} : { hh: households }), ...(residents === null ? {} : { r: residents }) },
        geometry: boundary,
      })),
    }
  },
}
