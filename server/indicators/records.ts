import { toExactText, type Rational } from '../core/exact.ts'
import { areaFormula, type AreaRule, type AreaVerdict } from '../core/indicators/kinds/area-per-100hh.ts'
import type { AreaStatus, BuildClass } from '../db/schema.ts'

export interface JudgedSiteRecord {
  facilityId: string
  name: string
  counted: boolean
  areaM2: string | null
  shortfallM2: string | null
  reason: string | null
}

/** Exact m² as text: a decimal, or n/d where none is finite. */
export interface AreaDetail {
  requiredM2: string | null
  providedM2: string | null
  missingM2: string | null
  rateM2Per100Households: string | null
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

/** A verdict as it is stored and sent: exact values as text. */
export function toAreaRecord(verdict: AreaVerdict, rule: AreaRule | null, unitId: string | null): AreaRecord {
  const { subject, status, buildClass, households, reasons } = verdict
  return {
    residentialAreaId: subject.id,
    name: subject.name,
    unitId,
    status,
    buildClass,
    households,
    detail: {
      requiredM2: text(verdict.requiredM2),
      providedM2: text(verdict.providedM2),
      missingM2: text(verdict.missingM2),
      rateM2Per100Households: text(verdict.rateM2Per100Households),
      reasons,
      sites: verdict.sites.map((site) => ({
        facilityId: site.facilityId,
        name: site.name,
        counted: site.counted,
        areaM2: text(site.areaM2),
        shortfallM2: text(site.shortfallM2),
        reason: site.reason,
      })),
      formula: areaFormula(verdict, standardOf(rule, verdict)),
    },
  }
}

function standardOf(rule: AreaRule | null, verdict: AreaVerdict): number | null {
  if (!rule || !verdict.buildClass) return null
  return { new: rule.newM2Per100Households, old: rule.oldM2Per100Households, existing: rule.existingM2Per100Households }[verdict.buildClass]
}

function text(value: Rational | null): string | null {
  return value && toExactText(value)
}
