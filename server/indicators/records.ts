import { parseDecimal, rational, toExactText, type Rational } from '../core/exact.ts'
import {
  areaFormula,
  standardOf,
  type AreaRule,
  type AreaVariant,
  type AreaVerdict,
  type DecidingDate,
  type HouseholdsBase,
} from '../core/indicators/kinds/area-per-100hh.ts'
import type { AreaStatus, BuildClass } from '../db/schema.ts'

export interface JudgedSiteRecord {
  facilityId: string
  name: string
  counted: boolean
  areaM2: string | null
  /** Absent in runs stored before it was shown. */
  floorAreaM2?: string | null
  shortfallM2: string | null
  reason: string | null
}

export interface AreaVariantRecord {
  providedM2: string
  missingM2: string
  status: 'met' | 'not_met'
}

/** Exact m² as text: a decimal, or n/d where none is finite. */
export interface AreaDetail {
  requiredM2: string | null
  providedM2: string | null
  missingM2: string | null
  rateM2Per100Households: string | null
  /** The rest of the figures are absent in runs stored before they were shown: a run is never written again. */
  phase?: number | null
  dateUsed?: DecidingDate | null
  householdsBasis?: HouseholdsBase | null
  withUndersized?: AreaVariantRecord | null
  withoutUndersized?: AreaVariantRecord | null
  reasons: string[]
  sites: JudgedSiteRecord[]
  formula: { zh: string; en: string }
}

export interface AreaRecord {
  residentialAreaId: string
  name: string
  unitId: string | null
  status: AreaStatus
  buildClass: BuildClass | null
  households: number | null
  detail: AreaDetail
}

/** A verdict as it is stored and sent: exact values as text. The ledger's unit and phase go with it. */
export function toAreaRecord(verdict: AreaVerdict, rule: AreaRule | null, ledger: { unitId: string | null; phase: number | null }): AreaRecord {
  const { subject, status, buildClass, households, reasons } = verdict
  return {
    residentialAreaId: subject.id,
    name: subject.name,
    unitId: ledger.unitId,
    status,
    buildClass,
    households,
    detail: {
      requiredM2: text(verdict.requiredM2),
      providedM2: text(verdict.providedM2),
      missingM2: text(verdict.missingM2),
      rateM2Per100Households: text(verdict.rateM2Per100Households),
      phase: ledger.phase,
      dateUsed: verdict.dateUsed,
      householdsBasis: verdict.householdsBasis,
      withUndersized: variantText(verdict.withUndersized),
      withoutUndersized: variantText(verdict.withoutUndersized),
      reasons,
      sites: verdict.sites.map((site) => ({
        facilityId: site.facilityId,
        name: site.name,
        counted: site.counted,
        areaM2: text(site.areaM2),
        floorAreaM2: text(site.floorAreaM2),
        shortfallM2: text(site.shortfallM2),
        reason: site.reason,
      })),
      formula: areaFormula(verdict, rule && verdict.buildClass ? standardOf(rule, verdict.buildClass) : null, rule?.newSingleSiteMinimumM2 ?? null),
    },
  }
}

/** Reads back what `toExactText` wrote. */
export function readExact(text: string): Rational {
  const [n, d] = text.split('/')
  return d === undefined ? parseDecimal(text) : rational(BigInt(n), BigInt(d))
}

function variantText(variant: AreaVariant | null): AreaVariantRecord | null {
  return variant && { providedM2: toExactText(variant.providedM2), missingM2: toExactText(variant.missingM2), status: variant.status }
}

function text(value: Rational | null): string | null {
  return value && toExactText(value)
}
