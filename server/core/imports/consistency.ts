import { isInside } from '../checks/placement.ts'
import { pointOf, type Draft, type Findings } from './draft.ts'
import { plainText } from './plain-text.ts'
import type { ImportContext, KnownUnit } from './region.ts'

/** Pairs of figures of which the first is part of the second. */
const parts: [part: string, whole: string, zh: string, en: string][] = [
  ['nursingBeds', 'beds', '护理型床位多于床位数', 'more nursing beds than beds'],
  ['residents60Plus', 'residents', '60 岁以上人口多于总人口', 'more residents of 60+ than residents'],
  ['residents80Plus', 'residents60Plus', '80 岁以上人口多于 60 岁以上人口', 'more residents of 80+ than of 60+'],
  ['householdsOccupied', 'householdsCompleted', '入住户数多于竣工户数', 'more occupied than completed households'],
  ['eldercareFreeM2', 'floorAreaM2', '可用于养老的面积大于建筑面积', 'more is free for eldercare than there is'],
  ['smallestSiteM2', 'providedAreaM2', '最小单处大于实配面积', 'the smallest site is larger than all sites'],
]

/** Households of more people than this on average are a slip of the pen. */
const mostPerHousehold = 10

/** Figures of one row that contradict each other, and figures that a verdict will miss: listed, nothing is refused. */
export function checkFigures(draft: Draft, findings: Findings, hasHouseholds: boolean): void {
  const figure = (name: string) => (typeof draft.fields[name] === 'number' ? (draft.fields[name] as number) : undefined)
  for (const [part, whole, zh, en] of parts) {
    const [a, b] = [figure(part), figure(whole)]
    if (a !== undefined && b !== undefined && a > b)
      findings.row('warning', draft, 'FIGURES_CONFLICT', { zh, en }, { value: `${a} > ${b}` })
  }
  const households = figure('householdsCompleted') ?? figure('households') ?? figure('householdsPlanned')
  const residents = figure('residents')
  if (households && residents && residents > households * mostPerHousehold) {
    findings.row(
      'warning',
      draft,
      'FIGURES_CONFLICT',
      { zh: '户均人口超过 10 人', en: 'more than 10 people a household' },
      { value: `${residents} / ${households}` },
    )
  }
  if (hasHouseholds && households === undefined && figure('householdsOccupied') === undefined) {
    findings.row(
      'warning',
      draft,
      'HOUSEHOLDS_MISSING',
      { zh: '没有户数，配建核算将记为数据不足', en: 'No households: the floor-area rule will lack data' },
      { fix: { zh: '请补充规划户数或竣工户数', en: 'Enter planned or completed households' } },
    )
  }
}

/** Points outside the township that their row states, and codes and names that the county does not have. */
export function checkUnits(drafts: readonly Draft[], findings: Findings, { units, region }: ImportContext): void {
  const byCode = new Map(units.map((unit) => [unit.code, unit]))
  const byName = new Map(units.map((unit) => [plainText(unit.name), unit]))
  for (const draft of drafts) {
    if (draft.refused) continue
    const { unitCode, township } = draft.fields
    const code = typeof unitCode === 'string' ? unitCode : undefined
    const name = typeof township === 'string' ? township : undefined
    if (code && region && /^\d/.test(code) && !code.startsWith(region.code)) {
      findings.row(
        'warning',
        draft,
        'UNIT_ELSEWHERE',
        { zh: `区划代码不属于 ${region.code}`, en: `The code is not of ${region.code}` },
        { value: code },
      )
      continue
    }
    const unit = (code && (byCode.get(code) ?? byCode.get(`${code.slice(0, 9)}000`))) || (name && byName.get(plainText(name)))
    if (unit) checkInside(draft, unit, findings)
    else if (units.length > 0 && (code ?? name))
      findings.row(
        'warning',
        draft,
        'UNIT_UNKNOWN',
        { zh: `本县没有「${code ?? name}」`, en: 'The county has no such unit' },
        { value: code ?? name },
      )
  }
}

function checkInside(draft: Draft, unit: KnownUnit, findings: Findings): void {
  const at = pointOf(draft)
  if (!at || !unit.boundary || isInside(at[0], at[1], unit.boundary)) return
  findings.row(
    'warning',
    draft,
    'POINT_OUTSIDE_TOWNSHIP',
    { zh: `位置不在所填的${unit.name}范围内`, en: `Outside ${unit.name}, which the row states` },
    { value: `${at[0].toFixed(6)}, ${at[1].toFixed(6)}`, fix: { zh: '请核对坐标和乡镇', en: 'Check the coordinates and the township' } },
  )
}
