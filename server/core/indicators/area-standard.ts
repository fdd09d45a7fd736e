import type { AreaStandard, BuildClass } from '../policy/compute.ts'
import type { CountyLedger, LedgerArea } from '../policy/ledger.ts'
import type { FailingUnit, Part } from '../policy/result.ts'
import type { Bilingual } from '../problems.ts'
import { typeWords } from './facility-families.ts'
import { judgeAreas, type AreaRule, type AreaVerdict } from './kinds/area-per-100hh.ts'
import { figure, figureUp, names, say } from './words.ts'

/** An area that the standard is about, or may be: without a date nobody knows its class. */
export interface ScopedArea {
  area: LedgerArea
  verdict: AreaVerdict
  /** False where the class is unknown. */
  certain: boolean
}

/** Judges the areas of the standard's classes; those of unknown class stay in, uncertain. */
export function scopeAreas(standard: AreaStandard, ledger: CountyLedger): ScopedArea[] {
  const verdicts = judgeAreas(toAreaRule(standard), ledger.areas, ledger.facilities, ledger.allotments)
  return pickScope(standard.buildClasses, ledger.areas, verdicts)
}

export function pickScope(classes: readonly BuildClass[], areas: readonly LedgerArea[], verdicts: readonly AreaVerdict[]): ScopedArea[] {
  // All three classes together leave nothing to be uncertain about, but an undated area still cannot be judged.
  return areas.flatMap((area, i) => {
    const { buildClass } = verdicts[i]
    if (buildClass === null) return [{ area, verdict: verdicts[i], certain: classes.length === 3 }]
    return classes.includes(buildClass) ? [{ area, verdict: verdicts[i], certain: true }] : []
  })
}

export function toAreaRule(standard: AreaStandard): AreaRule {
  const figures = standard.m2Per100Households
  return {
    adopted: false,
    label: say('', ''),
    newM2Per100Households: figures,
    oldM2Per100Households: figures,
    existingM2Per100Households: figures,
    newSingleSiteMinimumM2: standard.singleSiteMinimumM2,
    singleSiteClasses: standard.buildClasses,
    facilityTypes: standard.facilityTypes,
    acquisitions: standard.acquisitions,
    newSince: { ...standard.newSince, reason: say('', '') },
    households: { new: standard.households, old: standard.households, existing: standard.households },
    clause: null,
  }
}

export function areaFailing({ area, verdict }: ScopedArea, state: 'fails' | 'unknown', countyCode: string, reason = areaReason(verdict)): FailingUnit {
  return { entity: 'residential_area', id: area.id, code: area.code, name: area.name, countyCode, state, reason }
}

/** Why an area is not met or cannot be judged, with its figures. */
export function areaReason(verdict: AreaVerdict): Bilingual {
  const { reasons, requiredM2, providedM2, missingM2, sites } = verdict
  if (reasons.includes('no_date')) return say('没有许可或规划条件日期，不知新建、老旧还是已建', 'No permit or planning-condition date: new, old or existing is not known')
  if (reasons.includes('no_households')) return say('未填户数', 'No households given')
  if (requiredM2 === null || providedM2 === null || missingM2 === null) return say('本规划未规定', 'Not prescribed by the plan')
  const small = sites.filter(({ counted, shortfallM2 }) => counted && shortfallM2 !== null)
  const smallWords = small.map(({ name, floorAreaM2, shortfallM2 }) => say(`${name} ${figure(floorAreaM2!)} m²，单处差 ${figure(shortfallM2!)} m²`, `${name} ${figure(floorAreaM2!)} m², ${figure(shortfallM2!)} m² short of the single-site minimum`))
  const figures = say(
    `应配 ${figureUp(requiredM2)} m²，实配 ${figure(providedM2)} m²，缺 ${figureUp(missingM2)} m²`,
    `required ${figureUp(requiredM2)} m², provided ${figure(providedM2)} m², missing ${figureUp(missingM2)} m²`,
  )
  const rest = unknownSites.flatMap(([code, { zh, en }]) => {
    const own = sites.filter(({ reason }) => reason === code)
    const listed = names(own.map(({ name }) => name))
    return own.length > 0 ? [say(`${own.length} 处${zh}（${listed.zh}）`, `${own.length} sites ${en} (${listed.en})`)] : []
  })
  return joinWords([figures, ...smallWords, ...rest])
}

/** What may be unknown of a site that would else count, by its code. */
const unknownSites: [string, Bilingual][] = [
  ['use_unknown', say('未填现状用途', 'give no current use')],
  ['acquisition_unknown', say('未填取得方式', 'give no way of acquisition')],
  ['area_unknown', say('未填面积', 'give no area')],
]

export function joinWords(words: readonly Bilingual[]): Bilingual {
  return { zh: words.map(({ zh }) => zh).join('；'), en: words.map(({ en }) => en).join('; ') }
}

/** An empty ledger of areas is one that nobody has loaded: no county is without a residential area. */
export function areasMissing({ areas }: Pick<CountyLedger, 'areas'>): Pick<Part, 'rowsMissing'> {
  return areas.length === 0 ? { rowsMissing: true } : {}
}

/** What is lacking: the areas that cannot be judged, by reason. */
export function areaLacking(unknown: readonly ScopedArea[], ledger: CountyLedger): Bilingual[] {
  if (ledger.areas.length === 0) return [say('没有居住（小）区台账', 'There is no ledger of residential areas')]
  const reasons: [string, Bilingual][] = [
    ['no_date', say('没有许可或规划条件日期', 'have no permit or planning-condition date')],
    ['no_households', say('未填户数', 'give no households')],
    ...unknownSites.map(([code, { zh, en }]): [string, Bilingual] => [`site_${code}`, say(`配套用房${zh}`, `have sites that ${en}`)]),
  ]
  return reasons.flatMap(([code, { zh, en }]) => {
    const own = unknown.filter(({ verdict }) => verdict.reasons.includes(code))
    if (own.length === 0) return []
    const listed = names(own.map(({ area }) => area.name))
    return [say(`${own.length} 个小区${zh}（${listed.zh}）`, `${own.length} areas ${en} (${listed.en})`)]
  })
}

export function standardWords(standard: AreaStandard): Bilingual[] {
  const classes = standard.buildClasses.map((one) => classWords[one])
  const types = typeWords(standard.facilityTypes)
  const { document, date } = standard.newSince
  const deed = documentWords[document]
  const households = householdsWords[standard.households]
  return [
    say(`范围：${classes.map(({ zh }) => zh).join('、')}居住（小）区；${date} 起取得${deed.zh}者为新建`, `Scope: ${classes.map(({ en }) => en).join(', ')} areas; new means a ${deed.en} from ${date} on`),
    say(`户数口径：${households.zh}`, `Households: ${households.en}`),
    say(
      `计入：${types.zh}，运营中且现用于养老，取得方式 ${standard.acquisitions.map((way) => acquisitionWords[way]?.zh ?? way).join('、')}；面积为建筑面积`,
      `Counted: ${types.en}, in operation and in eldercare use, ${standard.acquisitions.map((way) => acquisitionWords[way]?.en ?? way).join(', ')}; floor area`,
    ),
    ...(standard.m2Per100Households === null ? [] : [say(`标准：每百户 ${standard.m2Per100Households} m²`, `Standard: ${standard.m2Per100Households} m² per 100 households`)]),
    ...(standard.singleSiteMinimumM2 === null ? [] : [say(`每一处不少于 ${standard.singleSiteMinimumM2} m²，与每百户面积是两项检验`, `Every site at least ${standard.singleSiteMinimumM2} m²: a test beside the sum`)]),
  ]
}

export const classWords: Record<BuildClass, Bilingual> = {
  new: { zh: '新建', en: 'new' },
  old: { zh: '老旧', en: 'old' },
  existing: { zh: '已建', en: 'existing' },
}

const documentWords = {
  permit: { zh: '建设工程规划许可证', en: 'planning permit' },
  planning_condition: { zh: '规划条件（土地出让合同）', en: 'planning condition' },
} as const

const householdsWords = {
  planned: { zh: '规划户数', en: 'planned' },
  completed: { zh: '竣工户数', en: 'completed' },
  occupied: { zh: '入住户数', en: 'occupied' },
} as const

const acquisitionWords: Partial<Record<string, Bilingual>> = {
  ancillary: { zh: '配建', en: 'ancillary' },
  bought: { zh: '购置', en: 'bought' },
  leased: { zh: '租赁', en: 'leased' },
  exchanged: { zh: '置换', en: 'exchanged' },
  converted: { zh: '改造', en: 'converted' },
  built: { zh: '新建（补建）', en: 'built' },
}
