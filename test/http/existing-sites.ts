import { describe, expect, it } from 'vitest'
import { existingSites } from '../../server/contract/existing-sites.ts'
import { listFacilities } from '../../server/facilities/facilities.repository.ts'
import { listPremises } from '../../server/ledgers/land.repository.ts'
import type { TestService } from '../service.ts'
import { ask, askRefused, sampleCounties, shicheng } from './client.ts'

export function checkExistingSites(running: () => TestService): void {
  describe('what a scenario can change', () => {
    it.each(sampleCounties)('%i: is every facility and every idle premises of the ledgers, with its place', async (county) => {
      const { db } = running().service.handle
      const sites = await ask(running(), `/counties/${county}/existing-sites`, existingSites)
      const facilities = await listFacilities(db, county, sites.facilitiesVersion!)
      const premises = await listPremises(db, county, sites.premisesVersion!)
      expect(sites.facilities.map(({ id, location, beds }) => [id, location, beds])).toEqual(facilities.map(({ id, lon, lat, beds }) => [id, lon === null ? null : [lon, lat], beds]))
      expect(sites.premises.map(({ id, floorAreaM2 }) => [id, floorAreaM2])).toEqual(premises.map(({ id, floorAreaM2 }) => [id, floorAreaM2 === null ? null : Number(floorAreaM2)]))
      expect(sites.premises.length).toBeGreaterThan(0)
      const pinned = await ask(running(), `/counties/${county}/existing-sites?facilities=${sites.facilitiesVersion}&premises=${sites.premisesVersion}`, existingSites)
      expect(pinned).toEqual(sites)
    })

    it.each([
      [`/counties/${shicheng}/existing-sites?facilities=999`, 404, 'VERSION_UNKNOWN'],
      [`/counties/${shicheng}/existing-sites?premises=0`, 400, 'BAD_REQUEST'],
      ['/counties/999999/existing-sites', 404, 'COUNTY_UNKNOWN'],
    ])('is refused for what is not there: %s', async (path, expectedStatus, code) => {
      const { status, error } = await askRefused(running(), path)
      expect([status, error.code]).toEqual([expectedStatus, code])
    })
  })
}
