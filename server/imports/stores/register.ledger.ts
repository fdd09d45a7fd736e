import { plainText } from '../../core/imports/plain-text.ts'
import type { ImportRecord } from '../../core/imports/report.ts'
import type { LedgerEntry, LedgerFindings, LedgerTable } from '../ledger-plan.ts'
import { countOf, dayOf, textOf } from './store.ts'

export const registerLedger: LedgerTable = {
  dataKind: 'register',
  table: 'register_entries',
  keyOf: ({ residential_area_id: areaId, name, problem }) => keyOf(areaId === null ? null : String(areaId), String(name), String(problem)),
}

/** What offices write into 问题类型 where there is none. */
const noProblem = new Set(['无问题', '没有问题', '不存在问题', '正常', '否', '已达标', '达标'])

/** One problem of one area; `areaId` is null for an area that no ledger holds. */
export function registerEntry({ row, fields }: ImportRecord, areaId: string | null, today: string, { problems }: LedgerFindings): LedgerEntry | undefined {
  const [name, problem] = [textOf(fields.name), textOf(fields.problemKind)]
  if (name === undefined || problem === undefined || noProblem.has(plainText(problem))) return undefined
  const said = fields.state
  const day = dayOf(said) ?? dayOf(fields.doneOn)
  const word = dayOf(said) === undefined ? textOf(said) : 'done'
  const isPlan = day !== undefined && day > today
  if (day !== undefined && (isPlan || (word !== undefined && word !== 'done'))) {
    const reason = isPlan ? { zh: '晚于今天，不作完成日期', en: 'lies in the future: not taken as done' } : { zh: '与整改状态矛盾，日期未保存', en: 'contradicts the state: the date is not kept' }
    problems.push({ code: 'REGISTER_DATE', severity: 'warning', row, value: day, message: { zh: `完成日期 ${day} ${reason.zh}`, en: `${day} ${reason.en}` } })
  }
  const state = isPlan ? (word === 'done' ? 'doing' : word) : (word ?? (day === undefined ? undefined : 'done'))
  return {
    row,
    key: keyOf(areaId, name, problem),
    // It may have been stored before its area was in the ledger.
    formerKey: areaId === null ? undefined : keyOf(null, name, problem),
    label: `${name}·${problem}`,
    columns: {
      name,
      residential_area_id: areaId ?? undefined,
      built_year: countOf(fields.builtYear) ?? yearOf(dayOf(fields.completionDate)),
      problem,
      measure: textOf(fields.remedy),
      deadline: dayOf(fields.remedyDue),
      responsible: textOf(fields.responsibleUnit),
      state,
      done_on: state === undefined ? undefined : state === 'done' ? day : null,
    },
    defaults: [{ column: 'state', value: 'open', assumes: { zh: '未填整改状态，按「未整改」计', en: 'No state is given: taken as open' } }],
  }
}

function keyOf(areaId: string | null, name: string, problem: string): string {
  return `${areaId ?? `name:${plainText(name)}`}/${plainText(problem)}`
}

function yearOf(day: string | undefined): number | undefined {
  return day === undefined ? undefined : Number(day.slice(0, 4))
}
