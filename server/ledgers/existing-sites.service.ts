import { requireCounty, type Actor } from '../auth/actor.ts'
import type { ExistingSites, ExistingSitesQuery } from '../contract/existing-sites.ts'
import type { Db } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import { listFacilities, type Facility } from '../facilities/facilities.repository.ts'
import { requireKnownCounty } from '../regions/known-county.ts'
import { findNewestVersion, findVersion } from '../versions/versions.repository.ts'
import { listPremises, type Premises } from './land.repository.ts'

export interface ExistingSitesService {
  /** Facilities and idle premises of the asked versions, of the newest where none is named. */
  get(actor: Actor, countyCode: number, wanted: ExistingSitesQuery): Promise<ExistingSites>
}

export function createExistingSitesService(db: Db): ExistingSitesService {
  async function versionOf(countyCode: number, kind: 'facilities' | 'premises', wanted: number | undefined): Promise<number | null> {
    if (wanted === undefined) return (await findNewestVersion(db, countyCode, kind))?.version ?? null
    const found = await findVersion(db, countyCode, kind, wanted)
    if (!found) throw new AppError('VERSION_UNKNOWN', `没有第 ${wanted} 版（${kind}）`, `No version ${wanted} of ${kind}`)
    return found.version
  }
  return {
    async get(actor, countyCode, wanted) {
      requireCounty(actor, countyCode)
      await requireKnownCounty(db, countyCode)
      const facilitiesVersion = await versionOf(countyCode, 'facilities', wanted.facilities)
      const premisesVersion = await versionOf(countyCode, 'premises', wanted.premises)
      const facilities = facilitiesVersion === null ? [] : await listFacilities(db, countyCode, facilitiesVersion)
      const premises = premisesVersion === null ? [] : await listPremises(db, countyCode, premisesVersion)
      return { facilitiesVersion, premisesVersion, facilities: facilities.map(toFacility), premises: premises.map(toPremises) }
    },
  }
}

type Site = Pick<Facility & Premises, 'id' | 'name' | 'address' | 'lon' | 'lat' | 'floorAreaM2' | 'landAreaM2'>

function siteOf({ id, name, address, lon, lat, floorAreaM2, landAreaM2 }: Site) {
  const location: [number, number] | null = lon === null || lat === null ? null : [lon, lat]
  // For forms only: verdicts are computed from the ledger's exact decimals.
  const area = (decimal: string | null) => (decimal === null ? null : Number(decimal))
  return { id, name, address, location, floorAreaM2: area(floorAreaM2), landAreaM2: area(landAreaM2) }
}

function toFacility(facility: Facility): ExistingSites['facilities'][number] {
  const { types, status, currentUse, beds, nursingBeds } = facility
  return { ...siteOf(facility), types, status, eldercareUse: currentUse === 'eldercare', beds, nursingBeds }
}

function toPremises(premises: Premises): ExistingSites['premises'][number] {
  const { kind, owner, status } = premises
  return { ...siteOf(premises), kind, owner, status }
}
