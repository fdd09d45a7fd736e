import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { samplesDirectory } from '../../server/imports/sample-files.ts'
import { stableUuid } from '../../server/hashing.ts'

/** `answers.json` of a sample: what an analyst must find, computed apart from the product (scripts/samples). */
export interface AnswerSheet {
  coverage: {
    totals: Record<'residents' | 'residents60Plus' | 'residents80Plus' | 'households', { known: number; unlocated: number }>
    counts: { placesCovered: number; placesKnown: number }
    residentsCovered: Interval
    residents60PlusCovered: Interval
    residents80PlusCovered: Interval
    householdsCovered: Interval
    notCovered: (PlaceKey & Nearest & { reason: string; reasons: string[]; residents: number })[]
    covered: (PlaceKey & Nearest & { coveredBy: string[] })[]
  }
  areaPer100Households: {
    met: number
    notMet: number
    insufficientData: number
    notPrescribed: number
    missingM2: string
    perArea: AreaAnswer[]
  }
  townshipCoverage: { covered: string[]; failing: string[]; total: number }
  troubles: Trouble[]
}

export interface Interval {
  covered: number
  all: number
  lowerBound: string
  upperBound: string
}

export type PlaceKey = { residentialAreaId: string } | { unitCode: string }

interface Nearest {
  nearestMetres: number | null
  nearestFacilityId: string | null
  toleranceMetres: number | null
}

export interface AreaAnswer {
  residentialAreaId: string
  class: 'new' | 'old' | 'existing' | null
  households: number | null
  requiredM2: string | null
  providedM2: string
  missingM2: string | null
  status: 'met' | 'not_met' | 'insufficient_data'
  sites: number
  undersized: { facilityId: string; floorAreaM2: string; shortfallM2: string }[]
}

export interface Trouble {
  id: string
  kind: string
  where: string[]
}

/** A facility as the sample's file has it, for the facts behind a trouble. */
export interface FacilityFact {
  id: string
  types: string[]
  unitCode: string | null
  status: string
  currentUse: string
  floorAreaM2: string | null
  allotments: { residentialAreaId: string; areaM2: string | null }[]
  placed: boolean
}

export function readAnswers(county: number): AnswerSheet {
  return readJson(county, 'answers.json') as AnswerSheet
}

export function readFacilityFacts(county: number): Map<string, FacilityFact> {
  const { features } = readJson(county, 'facilities.geojson') as {
    features: { properties: Omit<FacilityFact, 'placed'>; geometry: object | null }[]
  }
  return new Map(features.map(({ properties, geometry }) => [properties.id, { ...properties, placed: geometry !== null }]))
}

function readJson(county: number, file: string): unknown {
  return JSON.parse(readFileSync(join(samplesDirectory, String(county), file), 'utf8'))
}

/** The product's id of a record of the sample. */
export function idOf(county: number, kind: 'residential_area' | 'unit' | 'facility', slug: string): string {
  return stableUuid(`${county}/${kind}/${slug}`)
}

export function placeIdOf(county: number, key: PlaceKey): string {
  return 'unitCode' in key ? idOf(county, 'unit', key.unitCode) : idOf(county, 'residential_area', key.residentialAreaId)
}

export function slugOf(key: PlaceKey): string {
  return 'unitCode' in key ? key.unitCode : key.residentialAreaId
}
