import type { PolicyPack } from './pack.ts'
import { resolveValue, type ChosenValues } from './resolve-choices.ts'

export type PlaceClassName = 'city' | 'country'

/**
 * By what a pack tells city from country (domain.md, Words): the statistical class 统计用城乡分类 as the ledgers carry it, or
 * 城镇开发边界, by the share of a surface inside it or by a point of it. No plan of ours says which, so it is a choice.
 */
export const placeClassBases = ['statistical', 'boundary_share', 'boundary_point'] as const
export type PlaceClassBasis = (typeof placeClassBases)[number]

export interface PlaceClassRule {
  by: PlaceClassBasis
  /** Over 0 to 1: as much of a surface (or of the entrances that an area is known by) inside the boundary makes it city. */
  cityShare: number
}

export const defaultPlaceClass: PlaceClassRule = { by: 'statistical', cityShare: 0.5 }

/** What a pack declares with every choice made. A pack that was read has been checked with every option. */
export function resolvePlaceClass(pack: Pick<PolicyPack, 'placeClass'>, values: Readonly<ChosenValues>): PlaceClassRule {
  return pack.placeClass === undefined ? defaultPlaceClass : (resolveValue(pack.placeClass, values, 'placeClass') as PlaceClassRule)
}

/** How much of a unit, residential area, settlement or facility lies inside 城镇开发边界. */
export interface InsideShare {
  id: string
  /** m² inside and in all, for a surface; points inside and in all, for what is known by points. `whole` is above 0. */
  inside: number
  whole: number
}

/** Class by id, of units, residential areas, settlements and facilities alike; what is left out keeps the class it has. */
export type PlaceClasses = ReadonlyMap<string, PlaceClassName>

/**
 * A half is a half though a corner more on one side, or another engine, measures it otherwise by a few billionths: what is
 * drawn as a straight edge is on the ellipsoid as many lines as it has corners.
 */
const measuringSlack = 1e-6

export function classByBoundary(shares: readonly InsideShare[], { cityShare }: PlaceClassRule): PlaceClasses {
  return new Map(shares.map(({ id, inside, whole }) => [id, inside >= cityShare * whole * (1 - measuringSlack) ? 'city' : 'country']))
}
