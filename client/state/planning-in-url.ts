/** What the planning workspace keeps in an address. */

export const tools = ['add', 'premises', 'facility'] as const
export type Tool = (typeof tools)[number]

/** How the compared runs are drawn: two maps with a divider, or one with the places that changed. */
export const comparisonMaps = ['swipe', 'difference'] as const
export type ComparisonMap = (typeof comparisonMaps)[number]

export interface PlanningInUrl {
  scenario: string | null
  /** The tool on the map; only while a scenario is open. */
  tool: Tool | null
  optimisation: string | null
  /** The two runs compared; the county's newest baseline run stands for a missing first one. */
  before: string | null
  after: string | null
  comparisonMap: ComparisonMap
}

export const noPlanning: PlanningInUrl = { scenario: null, tool: null, optimisation: null, before: null, after: null, comparisonMap: 'swipe' }

const idPattern = /^[0-9a-fA-F-]{36}$/

export function parsePlanning(query: URLSearchParams): PlanningInUrl {
  const id = (name: string) => {
    const text = query.get(name)
    return text !== null && idPattern.test(text) ? text : null
  }
  const scenario = id('scenario')
  return {
    scenario,
    tool: scenario === null ? null : (tools.find((tool) => tool === query.get('tool')) ?? null),
    optimisation: id('optimisation'),
    before: id('before'),
    after: id('after'),
    comparisonMap: comparisonMaps.find((kind) => kind === query.get('compare')) ?? 'swipe',
  }
}

/** The parts of an address that differ from an untouched workspace. */
export function planningToQuery(planning: PlanningInUrl): string[] {
  const query: string[] = []
  if (planning.scenario) query.push(`scenario=${planning.scenario}`)
  if (planning.scenario && planning.tool) query.push(`tool=${planning.tool}`)
  if (planning.optimisation) query.push(`optimisation=${planning.optimisation}`)
  if (planning.before) query.push(`before=${planning.before}`)
  if (planning.after) query.push(`after=${planning.after}`)
  if (planning.comparisonMap !== 'swipe') query.push(`compare=${planning.comparisonMap}`)
  return query
}
