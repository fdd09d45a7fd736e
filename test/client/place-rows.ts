import type { PlaceRow } from '../../server/contract/tables.ts'

/** A covered residential area of 100 people, 600 m from its facility; what a test is about is given. */
export function placeRow(given: Partial<PlaceRow> & Pick<PlaceRow, 'id'>): PlaceRow {
  return {
    kind: 'residential_area', name: `小区${given.id}`, unitName: '甲镇', placeClass: 'city', verdict: 'covered', reason: null,
    travelMetres: 600, accessMetres: 10, edge: false, residents: 100, residents60Plus: 20, residents80Plus: 4, households: 40,
    unitId: 'town', communityId: null, nearestFacilityName: '甲中心', nearestMetres: 600, missesByMetres: null, straightMetres: 400, straightCovered: true,
    location: [114, 22], ...given,
  }
}
