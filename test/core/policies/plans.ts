import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { projectDirectory } from '../../../server/config.ts'
import type { RuleKind } from '../../../server/core/policy/pack.ts'

/** The five plans' whole texts are not part of the product; where somebody has them, they lie beside the project. */
export const plansDirectory = process.env.PLANS_DIR ?? join(projectDirectory, '../shared/plans')
export const plansAreHere = existsSync(join(plansDirectory, 'indicators.yaml'))
export const whyNot = plansAreHere ? '' : `skipped: the plans' texts are not at ${plansDirectory} (PLANS_DIR names another place)`

export const packIds = ['leshan', 'mianning', 'shapotou', 'shicheng', 'yuxi'] as const
export type PackId = (typeof packIds)[number]

/** An entry of the list of rules, as far as a pack must carry it. */
export interface ListedRule {
  id: string
  jurisdiction: PackId
  name: string
  ref: string
  quote: string
  kind: RuleKind
  unit?: string
  numerator?: string
  denominator?: string
  scope?: string
  op?: string
  targets?: Record<string, unknown>
  baseline?: Record<string, unknown>
  nature: string
  mode: string
  facility_types?: string[]
  admin_level?: string | string[]
  assumption?: string
  conflict?: string
}

export interface RuleList {
  jurisdictions: Record<PackId, { code: string; name: string; doc: string; doc_no: string | null; issued: string | null; period: [number, number]; status: string; age_base: string | null; baseline: Record<string, number>; notes: string[]; seed_file: string }>
  indicators: ListedRule[]
  non_spatial: Omit<ListedRule, 'kind' | 'mode'>[]
}

export function readRuleList(): RuleList {
  return parse(readFileSync(join(plansDirectory, 'indicators.yaml'), 'utf8')) as RuleList
}

export function readPlan(fileName: string): string {
  return readFileSync(join(plansDirectory, fileName), 'utf8')
}
