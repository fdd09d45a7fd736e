import type { LayerKey } from '../../state/url-state.ts'

/** What a map is of, for its title. */
export type SheetSubject = 'failing' | 'proposals' | 'scenario' | 'comparison' | 'distance' | 'distanceStraight' | 'people' | 'elders' | 'facilities' | 'base'

export interface SheetContent {
  failing: boolean
  /** How many sites an optimisation proposes on it. */
  proposals: number
  scenario: boolean
  /** Places that two runs judge differently. */
  differing: boolean
  hasRun: boolean
  straightLine: boolean
  layers: readonly LayerKey[]
}

/** The most particular thing on it: what was asked about goes before the layers below. */
export function subjectOf({ failing, proposals, scenario, differing, hasRun, straightLine, layers }: SheetContent): SheetSubject {
  if (failing) return 'failing'
  if (proposals > 0) return 'proposals'
  if (scenario) return 'scenario'
  if (differing) return 'comparison'
  if (hasRun && layers.includes('people')) return 'people'
  if (hasRun && layers.includes('elders')) return 'elders'
  if (hasRun && (layers.includes('cells') || layers.includes('places'))) return straightLine ? 'distanceStraight' : 'distance'
  return layers.includes('facilities') ? 'facilities' : 'base'
}
