import { Button, Checkbox, Input, Select } from 'antd'
import { useMemo, useState } from 'react'
import type { EvaluationReply } from '../../../../server/contract/evaluations.ts'
import { formatCount, formatShortId } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { ExportButtons } from '../../../shell/TableExport.tsx'
import { RuleStatusTag } from '../../../shell/VerdictTag.tsx'
import type { PlanDeltas } from '../../../state/plan-basis.ts'
import { countByStatus, filterRules, isFiltered, noPlanFilter, ruleStatuses, type PlanFilter, type RuleKind } from '../../../tables/plan-rows.ts'
import { planCsv } from './plan-csv.ts'
import { PlanRow } from './PlanRow.tsx'

interface FiltersProps {
  rules: EvaluationReply['results']
  filter: PlanFilter
  onChange: (filter: PlanFilter) => void
}

function Filters({ rules, filter, onChange }: FiltersProps) {
  const { t, word } = useText()
  const counts = countByStatus(rules)
  const kinds = [...new Set(rules.map(({ kind }) => kind))]
  return (
    <>
      <div className="status-filter" role="group" aria-label={t('plan.counts')}>
        {ruleStatuses.filter((status) => counts[status] > 0).map((status) => {
          const pressed = filter.statuses.includes(status)
          const statuses = pressed ? filter.statuses.filter((other) => other !== status) : [...filter.statuses, status]
          return (
            <button key={status} type="button" aria-pressed={pressed} onClick={() => onChange({ ...filter, statuses })}>
              <RuleStatusTag status={status} /> <strong>{formatCount(counts[status])}</strong>
            </button>
          )
        })}
      </div>
      <div className="filter-line">
        <Input.Search
          allowClear value={filter.search} placeholder={t('plan.search')} aria-label={t('plan.search')}
          onChange={(event) => onChange({ ...filter, search: event.target.value })}
        />
        <Select<RuleKind | ''>
          aria-label={t('plan.kind')}
          value={filter.kind ?? ''}
          options={[{ value: '' as const, label: t('plan.allKinds') }, ...kinds.map((kind) => ({ value: kind, label: word('ruleKind', kind) }))]}
          onChange={(kind) => onChange({ ...filter, kind: kind === '' ? null : kind })}
          popupMatchSelectWidth={false}
        />
      </div>
    </>
  )
}

/** Every rule of the plan in the plan's order. */
export function PlanTable({ reply, deltas }: { reply: EvaluationReply; deltas: PlanDeltas | null }) {
  const text = useText()
  const { t } = text
  const [filter, setFilter] = useState<PlanFilter>(noPlanFilter)
  const { results, reported, evaluation } = reply
  const [changedOnly, setChangedOnly] = useState(false)
  const shown = useMemo(() => {
    const rules = filterRules(results, filter)
    return changedOnly && deltas ? rules.filter(({ id }) => deltas.byRule.get(id)?.change !== 'same') : rules
  }, [results, filter, changedOnly, deltas])
  const { scenario } = evaluation
  return (
    <>
      <Filters rules={results} filter={filter} onChange={setFilter} />
      <div className="table-head">
        <span role="status">{t('plan.shown', { shown: formatCount(shown.length), total: formatCount(results.length) })}</span>
        {deltas && <Checkbox checked={changedOnly} onChange={(event) => setChangedOnly(event.target.checked)}>{t('basis.delta.onlyChanged')}</Checkbox>}
        {isFiltered(filter) && <Button size="small" onClick={() => setFilter(noPlanFilter)}>{t('plan.clear')}</Button>}
        <ExportButtons
          fileName={`${evaluation.region.code}-${evaluation.pack.id}-${evaluation.year}-${scenario ? `scenario-r${scenario.revision}-` : ''}${formatShortId(evaluation.id)}.csv`}
          count={shown.length}
          csv={() => planCsv(text, evaluation, shown, deltas?.byRule)}
        />
      </div>
      <p className="muted">{t('plan.hint')}</p>
      {shown.length === 0 ? <p className="muted">{t('plan.noMatch')}</p> : (
        <table className={scenario ? 'plan-table plan-table-scenario' : 'plan-table'}>
          <caption className={scenario ? 'basis-caption' : 'visually-hidden'}>{scenario ? t('basis.stampOf', scenario) : t('plan.heading')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('plan.columns.rule')}</th>
              <th scope="col">{t(scenario ? 'basis.valueColumn' : 'plan.columns.value')}</th>
              <th scope="col">{t('plan.columns.failing')}</th>
              <th scope="col">{t('plan.columns.grounds')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((rule) => <PlanRow key={rule.id} rule={rule} entered={reported.find(({ id }) => id === rule.id)} delta={deltas?.byRule.get(rule.id)} />)}
          </tbody>
        </table>
      )}
    </>
  )
}
