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
  /** Proposals of an optimisation, numbered as in its table. */
  proposals: readonly (Named & { number: number; existing: boolean })[]
  unreachable: readonly Named[]
  gained: readonly Named[]
  lost: readonly Named[]
  streets: Geometry | null
  shape: Geometry | null
  /** From where the pin stands to where it joins the network. */
  snap: { from: LonLat; to: LonLat } | null
}

export const noPlanningOnMap: PlanningOnMap = { premises: [], changed: [], proposals: [], unreachable: [], gained: [], lost: [], streets: null, shape: null, snap: null }
