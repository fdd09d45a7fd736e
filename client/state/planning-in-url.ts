/** What the planning workspace keeps in an address. */

/** What is done to the scenario in hand by clicks on the map. */
export const scenarioTools = ['add', 'premises', 'facility'] as const
export type ScenarioTool = (typeof scenarioTools)[number]
/** `point` gives an optimisation candidate points; it needs no scenario. */
export const tools = [...scenarioTools, 'point'] as const
export type Tool = (typeof tools)[number]

/** How the compared runs are drawn: two maps with a divider, or one with the places that changed. */
export const comparisonMaps = ['swipe', 'difference'] as const
export type ComparisonMap = (typeof comparisonMaps)[number]

export interface PlanningInUrl {
  scenario: string | null
  /** The tool on the map; those of a scenario only while one is open. */
  tool: Tool | null
  optimisation: string | null
  /** Which of its answers is shown: 0 is the first, the others are as good. */
  answer: number
  /** The two runs compared; the county's newest baseline run stands for a missing first one. */
  before: string | null
  after: string | null
  comparisonMap: ComparisonMap
}

export const noPlanning: PlanningInUrl = { scenario: null, tool: null, optimisation: null, answer: 0, before: null, after: null, comparisonMap: 'swipe' }

/** As people count: the first answer is 1 and not written. */
const answerPattern = /^([2-9]|1\d|2[01])$/
const idPattern = /^[0-9a-fA-F-]{36}$/

export function parsePlanning(query: URLSearchParams): PlanningInUrl {
  const id = (name: string) => {
    const text = query.get(name)
    return text !== null && idPattern.test(text) ? text : null
  }
  const scenario = id('scenario')
  const tool = tools.find((one) => one === query.get('tool')) ?? null
  const optimisation = id('optimisation')
  return {
    scenario,
    tool: scenario === null && tool !== 'point' ? null : tool,
    optimisation,
    answer: optimisation !== null && answerPattern.test(query.get('answer') ?? '') ? Number(query.get('answer')) - 1 : 0,
    before: id('before'),
    after: id('after'),
    comparisonMap: comparisonMaps.find((kind) => kind === query.get('compare')) ?? 'swipe',
  }
}

/** The parts of an address that differ from an untouched workspace. */
export function planningToQuery(planning: PlanningInUrl): string[] {
  const query: string[] = []
  if (planning.scenario) query.push(`scenario=${planning.scenario}`)
  if (planning.tool && (planning.scenario || planning.tool === 'point')) query.push(`tool=${planning.tool}`)
  if (planning.optimisation) query.push(`optimisation=${planning.optimisation}`)
  if (planning.optimisation && planning.answer > 0) query.push(`answer=${planning.answer + 1}`)
  if (planning.before) query.push(`before=${planning.before}`)
  if (planning.after) query.push(`after=${planning.after}`)
  if (planning.comparisonMap !== 'swipe') query.push(`compare=${planning.comparisonMap}`)
  return query
}
