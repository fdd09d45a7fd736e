import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { samplesDirectory } from '../../server/imports/sample-files.ts'
import type { FacilityFact } from './answer-sheet.ts'

/** What only the rules of packs ask of a facility, as the sample's file has it; absent where nobody filled it in. */
export interface LedgerFact extends FacilityFact {
  name: string
  ownership?: 'public' | 'private'
  beds: number
  nursingBeds: number
  residentsInCare?: number
  eldersServed?: number
  rating?: number
  hospitalGrade?: number
  geriatrics?: boolean
  fourHelpsFiveHaves?: (boolean | null)[]
}

/** The sums and measures of `answers.json` that were made apart from the product (scripts/samples/ledgers). */
export interface LedgerAnswers {
  facilities: {
    townshipHomes: { sites: number; beds: number; residentsInCare: { known: number; unfilled: number }; ratedOneOrTwo: number; notRated: number }
    hospitalsOfGrade2: { sites: number; withGeriatrics: number; notFilledIn: number }
    eldersServedAtMealPoints: { known: number; unfilled: number }
  }
  controlAreas: { toleranceShare: number; overlaps: { facilityId: string; layer: string; areaM2: number }[] }
  nearestHealthCentre: { toleranceMetres: number; rows: { from: string; metres: number }[] }
  register: { since2014: number; yearNotFilledIn: number; done: number; overdue: string[] }
  communityRooms: { floorAreaM2: string; eldercareFreeM2: string; notFilledIn: number }
}

export interface LedgerRows {
  settlements: { id: string; name: string; residents: number | null }[]
  premises: { id: string; name: string; transitionUntil: string | null }[]
  parcels: { id: string; areaM2: string | null }[]
  syncStages: { residentialAreaId: string; stage: string; state: string; note: string | null }[]
  register: { id: string; name: string; builtYear: number | null; deadline: string | null }[]
  communityRooms: { unitCode: string; name: string; floorAreaM2: string }[]
  poolingGroups: { id: string; name: string; residentialAreaIds: string[] }[]
}

export interface LedgerSheet {
  answers: LedgerAnswers
  rows: LedgerRows
  facilities: Map<string, LedgerFact>
  /** By code: the name of every unit. */
  unitNames: Map<string, string>
}

export function readLedgerSheet(county: number): LedgerSheet {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(samplesDirectory, String(county), file), 'utf8'))
  const { ledgers: answers } = read('answers.json') as { ledgers: LedgerAnswers }
  const sites = read('facilities.geojson') as { features: { properties: Omit<LedgerFact, 'placed'>; geometry: object | null }[] }
  const units = read('units.geojson') as { features: { properties: { unitCode: string; name: string } }[] }
  return {
    answers,
    rows: read('ledgers.json') as LedgerRows,
    facilities: new Map(sites.features.map(({ properties, geometry }) => [properties.id, { ...properties, placed: geometry !== null }])),
    unitNames: new Map(units.features.map(({ properties: { unitCode, name } }) => [unitCode, name])),
  }
}
