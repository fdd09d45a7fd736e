import { stageColumns } from '../../core/imports/kinds/sync-stages.ts'
import type { ReadDate } from '../../core/imports/parse-date.ts'
import type { ImportRecord } from '../../core/imports/report.ts'
import type { LedgerEntry, LedgerFindings, LedgerTable } from '../ledger-plan.ts'
import { dayOf, textOf } from './store.ts'

export const stageLedger: LedgerTable = {
  dataKind: 'sync_stages',
  table: 'sync_stages',
  keyOf: ({ residential_area_id: areaId, stage }) => `${String(areaId)}/${String(stage)}`,
}

const notBreach = {
  zh: '「否」「×」「未完成」按「未完成」计，不计为违规；违规请写「违反」',
  en: '“No” and “×” are taken as pending, not as a breach; a breach has its own word',
}

/**
 * The stages that one row states of an area. A date alone says that the stage was done then; a date after today is a plan,
 * and its stage is pending. A stage of which the row says nothing stays as it is stored.
 */
export function stageEntries({ row, fields }: ImportRecord, areaId: string, label: string, today: string, { problems, assumptions }: LedgerFindings): LedgerEntry[] {
  const note = textOf(fields.note)
  return stageColumns.flatMap(({ state: stateField, day: dayField, stage }): LedgerEntry[] => {
    const said = fields[stateField]
    const day = dayOf(said) ?? dayOf(fields[dayField])
    const word = dayOf(said) === undefined ? textOf(said) : 'done'
    if (word === undefined && day === undefined) return []
    const isPlan = day !== undefined && day > today
    if (day !== undefined && ((word !== undefined && word !== 'done') || isPlan)) {
      const reason = isPlan ? { zh: '晚于今天，按未完成计', en: 'lies in the future: taken as pending' } : { zh: '与「未完成」或「违反」矛盾，日期未保存', en: 'contradicts the state: the date is not kept' }
      problems.push({ code: 'STAGE_DATE', severity: 'warning', row, value: day, message: { zh: `日期 ${day} ${reason.zh}`, en: `${day} ${reason.en}` } })
    }
    const state = word === 'breach' ? 'breach' : isPlan ? 'pending' : (word ?? 'done')
    if (state === 'pending' && !isPlan) assumptions.note(row, notBreach)
    return [
      {
        row,
        key: `${areaId}/${stage}`,
        label,
        columns: { residential_area_id: areaId, stage, state, done_on: state === 'done' ? day : null, note },
      },
    ]
  })
}

/** Whether a row says anything of the four stages. */
export function statesStages({ fields }: ImportRecord): boolean {
  return stageColumns.some(({ state, day }) => isStated(fields[state]) || isStated(fields[day]))
}

function isStated(value: ImportRecord['fields'][string] | ReadDate | undefined): boolean {
  return value !== null && value !== undefined
}
