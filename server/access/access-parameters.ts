import type { AskAccess } from '../contract/access.ts'
import { facilityTypeCodes } from '../contract/facility-types.ts'
import { defaultBands } from '../core/access/decay.ts'
import type { Run } from '../coverage/coverage.repository.ts'
import { AppError } from '../errors.ts'

/** What was asked, with everything decided that was left open. */
export interface AccessParameters extends Omit<AskAccess, 'limitMetres' | 'bands' | 'facilityTypes'> {
  limitMetres: number
  /** Null where the method has none. */
  bands: NonNullable<AskAccess['bands']> | null
  facilityTypes: string[]
}

/** Fills in what was left open. Medical sites are no eldercare capacity, unless somebody names them. */
export function decideAccess(ask: AskAccess, run: Run): AccessParameters {
  const lastEdge = ask.bands?.at(-1)?.upToMetres
  const limitMetres = ask.limitMetres ?? lastEdge ?? run.parameters.limitMetres
  if (lastEdge !== undefined && lastEdge !== limitMetres) {
    throw new AppError('BAD_REQUEST', `最后一段的上限 ${lastEdge} m 应等于服务范围 ${limitMetres} m`, `The last band must end at the limit: ${lastEdge} m is not ${limitMetres} m`)
  }
  const bands = ask.method === 'e2sfca' ? (ask.bands ?? defaultBands(limitMetres)) : null
  const facilityTypes = [...(ask.facilityTypes ?? facilityTypeCodes.filter((type) => type !== 'medical'))].sort()
  return { ...ask, limitMetres, bands, facilityTypes }
}
