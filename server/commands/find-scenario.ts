import type { ScenarioRecord } from '../contract/scenarios.ts'
import { refuse } from '../core/problems.ts'

/** A scenario by its id, else by its name among those that are not archived; the refusal names those there are. */
export function findScenario(scenarios: readonly ScenarioRecord[], wanted: string): ScenarioRecord {
  const byId = scenarios.find(({ id }) => id === wanted.toLowerCase())
  if (byId) return byId
  const named = scenarios.filter(({ name }) => name === wanted)
  const open = named.filter(({ archived }) => !archived)
  const [found, ...others] = open.length > 0 ? open : named
  if (found && others.length === 0) return found
  if (found) {
    const ids = [found, ...others].map(({ id }) => id)
    throw refuse('SCENARIO_AMBIGUOUS', `有 ${ids.length} 个方案名为「${wanted}」`, `${ids.length} scenarios are called “${wanted}”`, {
      fix: { zh: `请改用编号：${ids.join('、')}`, en: `give an id instead: ${ids.join(', ')}` },
    })
  }
  const there = scenarios.filter(({ archived }) => !archived).slice(0, 20).map(({ id, name }) => `${name}（${id}）`)
  throw refuse('SCENARIO_UNKNOWN', `没有方案 ${wanted}`, `No scenario ${wanted}`, {
    fix: { zh: there.length > 0 ? `现有方案：${there.join('、')}` : '该县还没有方案', en: there.length > 0 ? `there are: ${there.join(', ')}` : 'the county has no scenarios yet' },
  })
}
