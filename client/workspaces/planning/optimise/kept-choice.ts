import { facilityTypeCodes } from '../../../../server/contract/facility-types.ts'
import type { Memory } from '../../../state/planning/unsaved.ts'
import { firstChoice, problems, weights, type OptimisationChoice } from './choice.ts'

/** What stood in the form when it was last seen; `overScenarioId` is the scenario that it was asked over. */
export interface KeptForm {
  choice: OptimisationChoice
  overScenarioId: string | null
}

const keyOf = (code: string) => `yiquan.optimise.${code}`

/** A search shows its answer in place of the form, which is drawn anew afterwards. Storage may be full or forbidden: then it begins anew too. */
export function keepForm(memory: Memory, code: string, form: KeptForm): void {
  try {
    memory.setItem(keyOf(code), JSON.stringify(form))
  } catch {
    return
  }
}

/** Field by field, as another version of the product may have written it: what does not fit is as at first. */
export function keptForm(memory: Memory, code: string): KeptForm | null {
  try {
    const kept = JSON.parse(memory.getItem(keyOf(code)) ?? 'null') as { choice?: unknown; overScenarioId?: unknown } | null
    if (typeof kept?.choice !== 'object' || kept.choice === null) return null
    const fields = Object.entries(kept.choice).filter(([key, value]) => fits(key, value))
    return { choice: { ...firstChoice, ...Object.fromEntries(fields) }, overScenarioId: typeof kept.overScenarioId === 'string' ? kept.overScenarioId : null }
  } catch {
    return null
  }
}

const allowed: Partial<Record<string, readonly string[]>> = {
  problem: problems, existing: ['fixed', 'free', 'ignored'], minimise: ['sites', 'yuan', 'm2'], method: ['exact', 'heuristic'],
}

function fits(key: string, value: unknown): boolean {
  if (!Object.hasOwn(firstChoice, key)) return false
  if (key === 'types') return Array.isArray(value) && value.every((type) => (facilityTypeCodes as readonly unknown[]).includes(type))
  if (key === 'weight') return typeof value === 'string' && ((weights as readonly string[]).includes(value) || /^forecast:[^:]+:\d{4}$/.test(value))
  if (allowed[key]) return typeof value === 'string' && allowed[key].includes(value)
  const first = firstChoice[key as keyof OptimisationChoice]
  return typeof first === 'boolean' ? typeof value === 'boolean' : value === null || Number.isFinite(value)
}
