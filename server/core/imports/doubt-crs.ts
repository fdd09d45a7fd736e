import type { KnownCrs } from './crs.ts'
import { createToLonLat, isWhereGcjApplies } from './datum.ts'
import { looksLikeDegrees, offerCrs, proposeCrs, shareThatFits, takeEvenly, type CrsProposal } from './propose-crs.ts'
import type { ImportContext } from './region.ts'
import type { Question } from './report.ts'

type Positions = readonly (readonly number[])[]

/**
 * Numbers that no reading of theirs as they stand explains, and that exchanged would: latitudes beyond 90°, or metres of
 * a national grid with the northing first (whose x is the north), where no system is stated.
 */
export function standSwapped(positions: Positions, given: KnownCrs | undefined, context: ImportContext): boolean {
  if (given && !given.geographic) return false
  const swapped = positions.filter(([x, y]) => Math.abs(y) > 90 && Math.abs(y) <= 180 && Math.abs(x) <= 90)
  if (swapped.length * 2 > positions.length) return swapped.some(([x, y]) => isWhereGcjApplies(y, x)) || context.region === null
  if (given || looksLikeDegrees(positions)) return false
  return proposeCrs(positions, context.region).length === 0 && proposeCrs(exchange(positions), context.region).length > 0
}

/** Why the numbers cannot be of the system: metres for degrees, degrees for metres, a grid that would put them off the earth. */
export function doubtCrs(crs: KnownCrs, positions: Positions, context: ImportContext): Question | 'swapped' | undefined {
  const proposals = () => proposeCrs(positions, context.region)
  if (crs.geographic) {
    const isMetres = ([x, y]: readonly number[]) => Math.max(Math.abs(x), Math.abs(y)) > 1000 && Math.max(Math.abs(x), Math.abs(y)) < 1e8
    if (positions.filter(isMetres).length * 2 <= positions.length) return undefined
    return mismatch(crs, '坐标值像是米，不是度', 'the numbers look like metres', proposals(), positions)
  }
  if (looksLikeDegrees(positions)) return mismatch(crs, '坐标值像是经纬度，不是米', 'the numbers look like degrees', proposals(), positions)
  if (standsOnEarth(crs, positions)) return undefined
  if (shareThatFits(takeEvenly(exchange(positions)), crs, context.region) >= 0.5) return 'swapped'
  const zone = { zh: '换算后不在地球上（横坐标是否含带号与坐标系不符）', en: 'they would lie off the earth: the zone’s number in the easting is one too many or missing' }
  return mismatch(crs, zone.zh, zone.en, proposals(), positions)
}

export function mismatch(crs: KnownCrs, zh: string, en: string, proposals: readonly CrsProposal[], positions: Positions): Question {
  const [best] = proposals
  const { options, hint } = offerCrs(proposals, positions)
  const found = best && best.share > 0 ? `；${best.crs.label.zh} 可使 ${Math.round(best.share * 100)} % 的点落在应在的范围` : ''
  return {
    code: 'CRS_MISMATCH',
    message: {
      zh: `坐标系为 ${crs.label.zh}，但${zh}${found}；${hint?.zh ?? '请确认坐标系'}`,
      en: `The system is ${crs.label.en}, but ${en}: ${hint?.en ?? 'choose the system'}`,
    },
    options,
    option: '--crs',
  }
}

/** Of a grid's strip, most: one stray row is that row's fault. */
function standsOnEarth(crs: KnownCrs, positions: Positions): boolean {
  const toLonLat = createToLonLat(crs)
  const sample = takeEvenly(positions)
  const sound = sample.filter(([x, y]) => {
    const [lon, lat] = toLonLat(x, y)
    return Math.abs(lon) <= 180 && Math.abs(lat) <= 90
  })
  return sound.length * 2 > sample.length
}

function exchange(positions: Positions): number[][] {
  return positions.map(([x, y]) => [y, x])
}
