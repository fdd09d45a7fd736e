import type { AskAccess } from '../../../../server/contract/access.ts'
import type { AccessWish } from '../../../api/demand-queries.ts'

/** An emptied field is null. */
export interface BandChoice {
  upToMetres: number | null
  weight: number | null
}

export interface AccessChoice {
  capacity: AskAccess['capacity']
  m2PerPlace: number | null
  weight: AskAccess['weight']
  method: AskAccess['method']
  limitMetres: number | null
  /** Null: Luo and Qi's weights on thirds of the catchment. */
  bands: BandChoice[] | null
  needPercent: number | null
  targetPerThousand: number | null
}

export const firstAccess: AccessChoice = { capacity: 'beds', m2PerPlace: null, weight: 'residents60Plus', method: 'e2sfca', limitMetres: null, bands: null, needPercent: 100, targetPerThousand: null }

/** What a planner starts from: thirds of the catchment in whole metres, of the 15-minute walk where no limit is given. */
export function firstBands(limitMetres: number | null): BandChoice[] {
  const limit = limitMetres ?? 1000
  return [1, 0.68, 0.22].map((weight, i) => ({ upToMetres: Math.round((limit * (i + 1)) / 3), weight }))
}

export type AccessFault = 'm2PerPlace' | 'need' | 'bands'

export function faultsOfAccess({ capacity, m2PerPlace, method, bands, needPercent }: AccessChoice): Set<AccessFault> {
  const faults = new Set<AccessFault>()
  if (capacity === 'places' && m2PerPlace === null) faults.add('m2PerPlace')
  if (needPercent === null || needPercent <= 0) faults.add('need')
  if (method === 'e2sfca' && bands && !areSound(bands)) faults.add('bands')
  return faults
}

/** As the contract asks: edges rise, weights do not, and the nearest weighs something. */
function areSound(bands: readonly BandChoice[]): boolean {
  return bands.every(({ upToMetres, weight }, i) => {
    if (upToMetres === null || weight === null || upToMetres <= 0 || (i === 0 && weight <= 0)) return false
    return i === 0 || (upToMetres > bands[i - 1].upToMetres! && weight <= bands[i - 1].weight!)
  })
}

/** With bands of one's own the last edge is the limit. */
export function toAccessWish({ capacity, m2PerPlace, weight, method, limitMetres, bands, needPercent, targetPerThousand }: AccessChoice): AccessWish {
  const own = method === 'e2sfca' && bands ? bands.map(({ upToMetres, weight }) => ({ upToMetres: upToMetres!, weight: weight! })) : null
  return {
    capacity, weight, method,
    ...(capacity === 'places' && m2PerPlace !== null ? { m2PerPlace } : {}),
    ...(own ? { bands: own, limitMetres: own.at(-1)!.upToMetres } : limitMetres === null ? {} : { limitMetres }),
    needShare: Number(((needPercent ?? 100) / 100).toFixed(6)),
    ...(targetPerThousand === null ? {} : { targetPerThousand }),
  }
}
