import type { Geometry } from 'geojson'

export type LonLat = readonly [number, number]
export interface Named {
  id: string
  name: string
  location: LonLat
}

/** What planning adds to the map; every list may be empty. */
export interface PlanningOnMap {
  /** Idle premises that may be converted. */
  premises: readonly (Named & { taken: boolean })[]
  /** Sites that the scenario adds, and facilities that it closes, moves or changes. */
  changed: readonly (Named & { change: 'added' | 'closed' | 'changed' | 'moved'; from?: LonLat; misfit: boolean })[]
  /** Sites of the answer in view, numbered as in its table; `common` stand in every answer as good. */
  proposals: readonly (Named & { number: number; existing: boolean; common: boolean })[]
  /** Sites of the other answers as good, that this one does without. */
  elsewhere: readonly Named[]
  /** Candidate points of the user's own. */
  points: readonly Named[]
  unreachable: readonly Named[]
  gained: readonly Named[]
  lost: readonly Named[]
  streets: Geometry | null
  shape: Geometry | null
  /** From where the pin stands to where it joins the network. */
  snap: { from: LonLat; to: LonLat } | null
}

export const noPlanningOnMap: PlanningOnMap = { premises: [], changed: [], proposals: [], elsewhere: [], points: [], unreachable: [], gained: [], lost: [], streets: null, shape: null, snap: null }
