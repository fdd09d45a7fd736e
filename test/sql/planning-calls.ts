import type { MultiPolygon } from 'geojson'
import type { Transaction } from 'kysely'
import type { Schema } from '../../server/db/schema.ts'
import * as shapes from '../../server/imports/unit-shapes.repository.ts'
import * as development from '../../server/ledgers/development-boundaries.repository.ts'
import * as studyAreas from '../../server/regions/study-areas.repository.ts'
import { county, id, version } from './given.ts'

type Call = (tx: Transaction<Schema>) => Promise<unknown>

const ring = [[0, 0], [1, 0], [1, 1], [0, 0]]
const boundary: MultiPolygon = { type: 'MultiPolygon', coordinates: [[ring]] }
const shape: shapes.UnitShape = { boundary: '', tier: 'township', from: '', to: '9999' }
const overlaid = { id, facilityCode: '', types: [], unitId: null, status: '', currentUse: '', lon: 0, lat: 0, placed: true }

/** Study areas, development boundaries, and what an import of units asks of their shapes. */
export const planningCalls: Record<string, Record<string, Call[]>> = {
  'regions/study-areas.repository': {
    insertStudyArea: [(tx) => studyAreas.insertStudyArea(tx, county, version, { id, name: '', nameEn: '', note: null, boundary })],
    findStudyArea: [(tx) => studyAreas.findStudyArea(tx, county, version), (tx) => studyAreas.findStudyArea(tx, county, version, id)],
    listStudyAreas: [(tx) => studyAreas.listStudyAreas(tx, county, version)],
    listPlanningUnitBoundaries: [(tx) => studyAreas.listPlanningUnitBoundaries(tx, county, version)],
  },
  'ledgers/development-boundaries.repository': {
    listDevelopmentBoundaries: [(tx) => development.listDevelopmentBoundaries(tx, county, version)],
    listInsideShares: [
      (tx) => development.listInsideShares(tx, county, { developmentBoundary: 1, units: 1, residentialAreas: 1, settlements: 1, facilities: 1 }, 'share'),
      (tx) => development.listInsideShares(tx, county, { developmentBoundary: 1, units: 1, residentialAreas: 0, settlements: 0, facilities: 0 }, 'point', [overlaid]),
    ],
    listSitesByDevelopmentBoundary: [(tx) => development.listSitesByDevelopmentBoundary(tx, county, version, [{ type: 'Point', coordinates: [0, 0] }])],
    countAreasByDevelopmentBoundary: [(tx) => development.countAreasByDevelopmentBoundary(tx, county, { residentialAreas: 1, developmentBoundary: 1 })],
  },
  'imports/unit-shapes.repository': {
    listShapeOverlaps: [(tx) => shapes.listShapeOverlaps(tx, [shape, shape])],
    listOutsideShares: [(tx) => shapes.listOutsideShares(tx, '', [''])],
    measureGaps: [(tx) => shapes.measureGaps(tx, '', [''])],
    listSurfacePoints: [(tx) => shapes.listSurfacePoints(tx, [''])],
    listUnitReferences: [(tx) => shapes.listUnitReferences(tx, county, [id])],
  },
}
