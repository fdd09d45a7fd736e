import type { Bilingual } from '../contract/common.ts'
import type { AskAccess } from '../contract/access.ts'
import type { Run } from '../coverage/coverage.repository.ts'
import { longestWalkMetres } from '../coverage/run-parameters.ts'
import { defaultBands, luoQiWeights, type Band } from '../core/access/decay.ts'
import type { AccessParameters } from './access-parameters.ts'
import type { Assessed } from './assessed.ts'
import type { Neighbour } from './outside.ts'

const capacityWords: Record<AskAccess['capacity'], Bilingual> = {
  beds: { zh: '床位', en: 'beds' },
  nursing_beds: { zh: '护理型床位', en: 'nursing beds' },
  places: { zh: '托养名额', en: 'places' },
}
const peopleWords: Record<AskAccess['weight'], Bilingual> = {
  residents: { zh: '常住人口', en: 'residents' },
  residents60Plus: { zh: '60 岁及以上', en: 'residents 60+' },
  residents80Plus: { zh: '80 岁及以上', en: 'residents 80+' },
}
const methodWords: Record<AskAccess['method'], Bilingual> = {
  '2sfca': { zh: '两步移动搜索法 2SFCA（Luo & Wang 2003）', en: '2SFCA (Luo & Wang 2003)' },
  e2sfca: { zh: '改进两步移动搜索法 E2SFCA（Luo & Qi 2009）', en: 'E2SFCA (Luo & Qi 2009)' },
  gaussian: { zh: '高斯衰减两步移动搜索法（Dai 2010）', en: 'Gaussian 2SFCA (Dai 2010)' },
}

/** One line that stands beside every figure. */
export function methodLine(run: Run, { method, limitMetres, bands, capacity, weight, m2PerPlace, demand }: AccessParameters): Bilingual {
  const walk = run.parameters.method === 'network' ? { zh: '步行路网', en: 'walking network' } : { zh: `直线距离 × ${run.parameters.detourFactor}（无路网）`, en: `straight line × ${run.parameters.detourFactor} (no road data)` }
  const zones = bands?.map(({ upToMetres, weight }) => `${upToMetres} m: ${weight}`).join(', ')
  const of = (language: 'zh' | 'en') =>
    [
      methodWords[method][language],
      `${walk[language]} ${limitMetres} m${zones ? ` (${zones})` : ''}`,
      `${capacityWords[capacity][language]}${m2PerPlace === undefined ? '' : ` (${m2PerPlace} m²)`} ÷ ${peopleWords[weight][language]}`,
      ...(demand === 'cells' ? [{ zh: '按人口格网', en: 'by cells of the population surface' }[language]] : []),
      ...(run.parameters.stepsFree ? [{ zh: '不走台阶', en: 'without stairs' }[language]] : []),
      ...(run.parameters.useSlope ? [{ zh: '计入坡度（平地等效米）', en: 'with slopes (flat-equivalent metres)' }[language]] : []),
    ].join(' · ')
  return { zh: of('zh'), en: of('en') }
}

const canonical = (bands: readonly Band[]) => bands.map(({ upToMetres, weight }) => `${upToMetres}:${weight}`).join()

/** What was assumed and what is missing, in the order in which a reader must know it. */
export function accessNotes({ run, parameters, demand, outside, outsiders, facilities, missing, withoutPlace, result }: Assessed): Bilingual[] {
  const notes: Bilingual[] = []
  const add = (when: boolean, zh: string, en: string) => when && notes.push({ zh, en })
  const { limitMetres, needShare, capacity, bands } = parameters
  const words = capacityWords[capacity]
  const declared = bands !== null && canonical(bands) === canonical(defaultBands(limitMetres))
  add(
    declared,
    `分段权重 ${luoQiWeights.join(' / ')} 出自 Luo & Qi（2009），原文分段为驾车 0–10、10–20、20–30 分钟；这里按服务范围三等分套用，是本系统的声明，不是文献或规划的规定，可改`,
    `The weights ${luoQiWeights.join(' / ')} are those of Luo & Qi (2009) for 0–10, 10–20 and 20–30 minutes by car; here they are laid on thirds of the catchment, a declaration of this product that no paper or plan prescribes, and that you can change`,
  )
  add(bands !== null && !declared, '分段及权重由您声明（见方法行），不是 Luo & Qi（2009）的原值', 'Bands and weights are declared by you (see the method), not those of Luo & Qi (2009)')
  add(
    missing.length > 0,
    `${missing.length} 处设施未填${capacity === 'places' ? '建筑面积' : words.zh}，未计入供给（不等于 0），名单见附表`,
    `${missing.length} facilities state no ${capacity === 'places' ? 'floor area' : words.en}: they are left out, which is not the same as having none; they are listed`,
  )
  add(withoutPlace.length > 0, `${withoutPlace.length} 处设施没有位置，不在任何人的步行范围内`, `${withoutPlace.length} facilities have no known place and stand in no catchment`)
  const stranded = result.strandedFacilities.length
  add(stranded > 0, `${stranded} 处设施附近没有可步行道路，无人可达`, `${stranded} facilities have no walkable road near them: nobody reaches them`)
  const beyond = facilities.filter(({ countyCode }) => countyCode !== run.county_code).length
  add(beyond > 0, `计入相邻县（区）的 ${beyond} 处设施`, `${beyond} facilities of neighbouring counties count`)
  notes.push(...outsideNotes({ demand, outside, outsiders, result }))
  const noRoad = result.strandedPlaces.filter((place) => place < demand.places.length).length
  add(noRoad > 0, `${noRoad} 个地点附近没有可步行道路，可达性按 0 计并标出`, `${noRoad} places have no walkable road near them: their access is 0, and they are marked`)
  const edge = result.edge.subarray(0, demand.places.length).reduce((sum, mark) => sum + mark, 0)
  add(edge > 0, `${edge} 个地点在路网数据边缘一个服务范围之内，境外设施可能未计入`, `${edge} places lie within one limit of the rim of the road data: facilities beyond may be missing`)
  const withoutCount = [...demand.withoutCount.values()].reduce((sum, count) => sum + count, 0)
  add(withoutCount > 0, `${withoutCount} 个地点未填该项人数，按 0 参与计算，供需比因此偏高`, `${withoutCount} places state no such count and weigh nothing, so that ratios are too high`)
  const unlocated = [...demand.unlocated.values()].reduce((sum, count) => sum + count, 0)
  add(unlocated > 0, `${unlocated} 人没有确知的位置，未参与计算；各单元另给出把他们计入分母的下限`, `${unlocated} people have no known place and take no part; a lower bound with them in the denominator stands beside`)
  const longest = longestWalkMetres(run.parameters)
  add(limitMetres > longest, `服务范围 ${limitMetres} m 大于该批次的 ${longest} m：更远的相邻县设施未纳入该批次，可能漏计`, `The catchment of ${limitMetres} m is longer than the run's ${longest} m: facilities of neighbouring counties farther away are not among the run's versions`)
  add(needShare < 1, `声明：其中 ${needShare * 100} % 需要${words.zh}（仅用于「容量用尽后」的分配）`, `Declared: ${needShare * 100} % of them need ${words.en}; used only for who is left over`)
  add(needShare === 1, `「容量用尽后未获服务」按每人需要一个${words.zh}计，是上限而非预测`, `“Unserved” takes everybody to need one of the ${words.en}: an upper bound, no forecast`)
  return notes
}

/** Who else the facilities serve, who of them is missing, and what that does to the figures. */
function outsideNotes({ demand, outside, outsiders, result }: Pick<Assessed, 'demand' | 'outside' | 'outsiders' | 'result'>): Bilingual[] {
  const notes: Bilingual[] = []
  const add = (when: boolean, zh: string, en: string) => when && notes.push({ zh, en })
  const first = demand.places.length
  const reaching = (code?: number) => outsiders.filter(({ countyCode }, i) => (code === undefined || countyCode === code) && result.inReach[first + i] > 0).length
  const named = (state: Neighbour['state']) => outside.neighbours.filter((one) => one.state === state).map(({ name }) => name)
  const counted = outside.neighbours.filter(({ code }) => reaching(code) > 0).map(({ name }) => name)
  add(counted.length > 0, `相邻的${counted.join('、')}在设施范围内的居民计入设施的需求（第一步），结果只列本县`, `People of ${counted.join(', ')} within a facility’s catchment are in its demand (step one); results are shown for this county alone`)
  const rest = outside.restOfCounty.filter((_, i) => result.inReach[first + i] > 0).length
  add(rest > 0, `分析片区以外、在设施范围内的 ${rest} 个地点计入设施的需求，不列结果`, `${rest} places outside the study area but within a facility’s catchment are in its demand and not shown`)
  add(
    reaching() > 0,
    '「容量用尽后未获服务」给出区间：下限设外来居民都不占用床位，上限设他们同样就近占用（其本地更远的设施未计入）',
    '“Unserved” is a range: at least, if nobody from outside takes a place; at most, if they too take the nearest (their own facilities farther away are not counted)',
  )
  const unknown = named('no_people')
  add(unknown.length > 0, `没有${unknown.join('、')}的人口数据：设施范围伸入这些县（区），其居民未计入需求，供需比偏高`, `No people of ${unknown.join(', ')} are stored: catchments reach into them, whoever lives there is not in the demand, and ratios are too high`)
  const unplaced = named('no_places')
  add(unplaced.length > 0, `${unplaced.join('、')}的人口没有居住地点，未计入需求，供需比偏高`, `Where the people of ${unplaced.join(', ')} live is not stored: they are not in the demand, and ratios are too high`)
  const beside = outside.facilitiesBesideNobody
  add(beside > 0, `${beside} 处设施的范围越过县界，界外没有已建档的县（区）：界外居民未计入需求，供需比偏高`, `The catchments of ${beside} facilities cross the border to land of no county stored here: whoever lives there is not in the demand, and ratios are too high`)
  const offRoads = result.strandedPlaces.filter((place) => place >= first).length
  add(offRoads > 0, `县界外 ${offRoads} 个地点附近没有路网数据，未计入需求`, `${offRoads} places outside have no road data near them and are not in the demand`)
  return notes
}
