import type { Bilingual } from '../contract/common.ts'
import type { StartRun } from '../contract/runs.ts'
import {
  circleFacilityTypes,
  maxAccessMetres,
  straightLineDetourFactor,
  typeLimitMetres,
  type CircleProfile,
} from '../core/coverage/profiles.ts'
import type { AppliedScenario } from '../core/scenarios/changes.ts'
import { AppError } from '../errors.ts'
import { scenarioLine } from '../scenarios/scenario-words.ts'
import type { StudyArea } from '../regions/study-areas.repository.ts'
import { planningUnitLine } from './study-area.ts'
import { coverageMethodVersion, type RunParameters } from './run-parameters.ts'

/** What a user asks for; the county's own defaults stand for what is left out. */
export type RunWish = Partial<StartRun>

/** Newest versions of what decides how people walk; undefined where the county has none. */
export interface WalkingData {
  roads: number | undefined
  elevation: number | undefined
}

/** What a run is about, where it is not the county as it is. */
export interface RunSubject {
  scenario?: AppliedScenario
  /** A 详细规划单元 chosen as study area. */
  planningUnit?: Pick<StudyArea, 'name' | 'areaCode'>
}

/** Fixes everything that decides a run's results beside its inputs. Throws where a wish cannot be met by the data. */
export function chooseParameters(profile: CircleProfile, wish: RunWish, data: WalkingData, subject: RunSubject = {}): RunParameters {
  refuseUnmet(profile, wish, data)
  const hasRoads = data.roads !== undefined
  const facilityTypes = [...(wish.facilityTypes ?? circleFacilityTypes)]
  const circle = { limitMetres: profile.limitMetres, facilityTypes, typeLimitsMetres: wish.typeLimitsMetres }
  return {
    methodVersion: coverageMethodVersion,
    profile: profile.id,
    limitMetres: profile.limitMetres,
    bandMetres: profile.bandMetres,
    method: hasRoads ? 'network' : 'straight-line',
    detourFactor: hasRoads ? null : straightLineDetourFactor,
    facilityTypes,
    need: wish.need ?? 'any',
    typeLimitsMetres: Object.fromEntries(facilityTypes.map((type) => [type, typeLimitMetres(type, circle)!])),
    maxAccessMetres: { ...maxAccessMetres },
    // Built-up windows have roads and are small; whole counties without roads are shown one level coarser.
    cellResolution: hasRoads ? 10 : 9,
    ...(wish.stepsFree ? { stepsFree: true as const } : {}),
    ...(wish.useSlope ? { useSlope: true as const } : {}),
    ...(subject.scenario ? { scenario: subject.scenario } : {}),
    methodLine: methodLine(profile, wish, data, subject),
  }
}

/** What the reader of a run must know of its method, beside its method line. */
export function notesOf(parameters: RunParameters, hasStudyArea: boolean, own: Bilingual | undefined): Bilingual[] {
  const notes: Bilingual[] = []
  if (hasStudyArea) {
    notes.push({ zh: '结果为分析片区的汇总，不代表全区（县）。', en: 'The results are those of the study area, not of the whole county.' })
  }
  if (parameters.method === 'straight-line') {
    notes.push({
      zh: `本县没有路网数据，步行距离按直线 × ${parameters.detourFactor} 估算，可能高估覆盖。`,
      en: `There is no road data: walks are the straight line × ${parameters.detourFactor}, which may overstate coverage.`,
    })
  } else {
    notes.push({
      zh: '路网数据在片区边缘中断，距边缘一个服务半径内的地点标为「边缘」，境外设施可能未计入。',
      en: 'Road data stops at its rim: places within one limit of it are marked “edge”, as facilities beyond may be missing.',
    })
  }
  notes.push({
    zh: '五个规划均未定义服务圈的速度或距离；所用服务圈为声明的参数，乡村无默认服务圈，以行政单元覆盖判断。',
    en: 'None of the plans defines its circle: the profile is a declared parameter. Rural service is judged by unit coverage.',
  })
  if (own) notes.push(own)
  return notes
}

function refuseUnmet(profile: CircleProfile, wish: RunWish, data: WalkingData): void {
  if ((wish.stepsFree || wish.useSlope) && data.roads === undefined) {
    throw new AppError('ROADS_MISSING', '该县没有路网数据，不能计算无台阶或计入坡度的步行', 'The county has no road data: neither stairs nor slopes can be judged')
  }
  if (wish.useSlope && !profile.pace) {
    throw new AppError(
      'BAD_REQUEST',
      '坡度只影响按时间计的服务圈：请选择老年人 15 分钟，或自定义分钟 × 速度',
      'Slopes change walking times, not lengths: choose a profile of minutes × speed',
    )
  }
  if (wish.useSlope && data.elevation === undefined) {
    throw new AppError('ELEVATION_MISSING', '该县没有高程数据，不能计入坡度：请先导入数字高程模型（DEM）', 'The county has no elevation data: import a digital elevation model first')
  }
}

/** One line that stands beside every figure: the way of measuring, the limit, whose word it is, and every departure. */
function methodLine(profile: CircleProfile, wish: RunWish, data: WalkingData, { scenario, planningUnit }: RunSubject): Bilingual {
  const { limitMetres, name } = profile
  const asked = departures(wish, data)
  const supposed = [...(scenario ? [scenarioLine(scenario)] : []), ...(planningUnit ? [planningUnitLine(planningUnit)] : [])]
  const join = (language: 'zh' | 'en', head: string) =>
    [...supposed.map((one) => one[language]), head, name[language], ...asked.map((one) => one[language])].join(' · ')
  if (data.roads === undefined) {
    return {
      zh: join('zh', `直线距离 × ${straightLineDetourFactor}（无路网）${limitMetres} m`),
      en: join('en', `Straight line × ${straightLineDetourFactor} (no road data) ${limitMetres} m`),
    }
  }
  if (wish.useSlope) {
    const { limitSeconds, metresPerSecond } = profile.pace!
    return {
      zh: join('zh', `步行路网 ${limitSeconds} s（平地 ${metresPerSecond} m/s，平地等效 ${limitMetres} m）`),
      en: join('en', `Walking network ${limitSeconds} s (${metresPerSecond} m/s on the flat, flat-equivalent ${limitMetres} m)`),
    }
  }
  return { zh: join('zh', `步行路网 ${limitMetres} m`), en: join('en', `Walking network ${limitMetres} m`) }
}

/** What differs from the usual circle, so that two runs of one profile are never taken for each other. */
function departures(wish: RunWish, data: WalkingData): Bilingual[] {
  const asked: Bilingual[] = []
  if (wish.useSlope) asked.push({ zh: `计入坡度（Tobler 1993，高程第 ${data.elevation} 版）`, en: `with slopes (Tobler 1993, elevation v${data.elevation})` })
  if (wish.stepsFree) asked.push({ zh: '不走台阶', en: 'without stairs' })
  if (wish.facilityTypes && !isUsual(wish.facilityTypes)) {
    asked.push({ zh: `计入 ${wish.facilityTypes.length} 类设施（自选）`, en: `${wish.facilityTypes.length} facility types, chosen` })
  }
  if (wish.need === 'all') asked.push({ zh: '各类设施均须到达', en: 'every type must be reached' })
  const own = Object.keys(wish.typeLimitsMetres ?? {}).length
  if (own > 0) asked.push({ zh: `${own} 类设施自定上限`, en: `own limits for ${own} types` })
  return asked
}

function isUsual(types: readonly string[]): boolean {
  return types.length === circleFacilityTypes.length && circleFacilityTypes.every((type) => types.includes(type))
}
