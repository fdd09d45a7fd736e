import type { BuildClass, HouseholdsBase } from '../../server/core/indicators/kinds/area-per-100hh.ts'
import type { Counts } from '../../server/core/coverage/summarise.ts'

/** Metres east and north of the town's corner: so a shrunk town can be read, and drawn by hand. */
export type Spot = [x: number, y: number]

export type PlaceClass = 'city' | 'country'

export interface Street {
  /** Indices into the corners. */
  from: number
  to: number
  bends: Spot[]
}

/** A residential area (entrances, footprint, dates) or a village (one point). No point: its place is not known. */
export interface Place {
  id: string
  kind: 'area' | 'village'
  code: string | null
  name: string
  points: Spot[]
  /** A ring, not closed. */
  footprint: Spot[] | null
  placeClass: PlaceClass
  counts: Counts
  buildClass: BuildClass | null
  permitDate: string | null
  planningConditionDate: string | null
  areaHouseholds: Record<HouseholdsBase, number | null>
}

export interface Facility {
  id: string
  at: Spot
  types: string[]
  status: string
  currentUse: string
  placeClass: PlaceClass
  floorAreaM2: string | null
  acquisition: string | null
  /** The residential areas it is allotted to. */
  serves: string[]
}

/** A small town as plain data: every law sees the same thing, and a counterexample can be printed and cut down. */
export interface Town {
  seed: number
  /** Degrees of the corner (0, 0). */
  lon: number
  lat: number
  profile: string
  corners: Spot[]
  streets: Street[]
  /** Convex, counter-clockwise, not closed; all places lie in it. */
  boundary: Spot[]
  /** x of the lines that part the townships from west to east. */
  townshipBorders: number[]
  studyArea: Spot[] | null
  places: Place[]
  facilities: Facility[]
  /** Where there are no roads: the middle of the lake. */
  lake: Spot
}
