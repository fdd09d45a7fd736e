import type { FacilityGroup } from '../core/coverage/travel-groups.ts'
import type { RunParameters } from './run-parameters.ts'

/** Any type is enough: one group with every facility's own limit. All are needed: a group a type, with that type's. */
export function circleGroups(
  { need, facilityTypes, typeLimitsMetres }: Pick<RunParameters, 'need' | 'facilityTypes' | 'typeLimitsMetres'>,
  facilities: readonly { types: readonly string[]; limitMetres: number }[],
): FacilityGroup[] {
  const every = facilities.map((_, index) => index)
  if (need === 'any') return [{ indices: every, limitsMetres: facilities.map(({ limitMetres }) => limitMetres) }]
  return facilityTypes.map((type) => {
    const indices = every.filter((index) => facilities[index].types.includes(type))
    return { indices, limitsMetres: indices.map(() => typeLimitsMetres[type]) }
  })
}
