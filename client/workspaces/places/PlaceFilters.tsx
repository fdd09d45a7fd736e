import { Checkbox, Input, Select } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { PlaceRow } from '../../../server/contract/tables.ts'
import { formatCount, formatMetres } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { VerdictTag } from '../../shell/VerdictTag.tsx'
import { useCountyView } from '../../state/county-view.ts'
import { useUnitTree } from '../../state/use-unit-tree.ts'
import { useUpdateUrl, useUrlState } from '../../state/use-url-state.ts'
import { placeClasses, verdicts, type PlaceFilter } from '../../tables/place-filter.ts'
import type { UnitNode } from '../../tables/unit-tree.ts'

const typingMillis = 120

/** Changes the filter in the address without a step of the browser's history for each. */
export function useChangeFilter(): (change: Partial<PlaceFilter>) => void {
  const update = useUpdateUrl()
  return (change) => update((state) => ({ ...state, filter: { ...state.filter, ...change } }), { replace: true })
}

/** Types freely, also with an input method; the address follows when the typing pauses. */
function SearchField() {
  const { t } = useText()
  const { filter } = useUrlState()
  const change = useChangeFilter()
  const [text, setText] = useState(filter.search)
  const sent = useRef(filter.search)
  useEffect(() => {
    // A search from elsewhere: a link, a step back, “clear filters”.
    if (filter.search === sent.current) return
    sent.current = filter.search
    setText(filter.search)
  }, [filter.search])
  useEffect(() => {
    if (text === sent.current) return
    const timer = setTimeout(() => {
      sent.current = text
      change({ search: text })
    }, typingMillis)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <Input.Search
      allowClear
      value={text}
      placeholder={t('places.search')}
      aria-label={t('places.search')}
      onChange={(event) => setText(event.target.value)}
    />
  )
}

/** Townships with their communities or villages below them; the choice is the unit of the address. */
function UnitSelect({ code }: { code: string }) {
  const { t, say } = useText()
  const { unit } = useUrlState()
  const update = useUpdateUrl()
  const { tree } = useUnitTree(code)
  const options = (nodes: readonly UnitNode[], depth: number): { value: string; label: string }[] =>
    nodes.flatMap((node) => [{ value: node.id, label: '\u3000'.repeat(depth) + say(node.name) }, ...options(node.children, depth + 1)])
  return (
    <Select
      className="filter-unit"
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      aria-label={t('places.filter.unit')}
      placeholder={t('places.filter.allUnits')}
      value={unit && tree?.byId.has(unit) ? unit : undefined}
      options={options(tree?.roots ?? [], 0)}
      onChange={(id: string | undefined) => update((state) => ({ ...state, unit: id ?? null }))}
    />
  )
}

function VerdictFilter({ rows, chosen }: { rows: readonly PlaceRow[]; chosen: readonly PlaceRow['verdict'][] }) {
  const { t } = useText()
  const change = useChangeFilter()
  return (
    <div className="status-filter" role="group" aria-label={t('places.columns.verdict')}>
      {verdicts.map((verdict) => {
        const pressed = chosen.includes(verdict)
        const next = pressed ? chosen.filter((other) => other !== verdict) : [...chosen, verdict]
        return (
          <button key={verdict} type="button" aria-pressed={pressed} onClick={() => change({ verdicts: next })}>
            <VerdictTag verdict={verdict} /> <strong>{formatCount(rows.filter((row) => row.verdict === verdict).length)}</strong>
          </button>
        )
      })}
    </div>
  )
}

/** Every way to narrow the table down; `rows` are those of the unit, before any other filter. */
export function PlaceFilters({ code, rows }: { code: string; rows: readonly PlaceRow[] }) {
  const { t, word } = useText()
  const { filter } = useUrlState()
  const { bandMetres } = useCountyView(code)
  const change = useChangeFilter()
  const everything = 'all'
  return (
    <div className="place-filters">
      <div className="filter-line">
        <SearchField />
        <UnitSelect code={code} />
        <Select
          aria-label={t('places.columns.class')}
          value={filter.placeClass ?? everything}
          options={[{ value: everything, label: t('places.filter.allClasses') }, ...placeClasses.map((value) => ({ value, label: word('placeClass', value) }))]}
          onChange={(value) => change({ placeClass: placeClasses.find((placeClass) => placeClass === value) ?? null })}
          popupMatchSelectWidth={false}
        />
        {bandMetres.length > 1 && (
          <Select
            aria-label={t('places.columns.band')}
            value={String(filter.turnsAt ?? everything)}
            options={[
              { value: everything, label: t('places.filter.allBands') },
              { value: 'any', label: t('places.filter.anyTurn') },
              ...bandMetres.slice(1).map((limit, index) => ({
                value: String(limit),
                label: t('places.filter.turn', { from: formatMetres(bandMetres[index]), to: formatMetres(limit) }),
              })),
            ]}
            onChange={(value) => change({ turnsAt: value === everything ? null : value === 'any' ? 'any' : Number(value) })}
            popupMatchSelectWidth={false}
          />
        )}
      </div>
      <div className="filter-line">
        <VerdictFilter rows={rows} chosen={filter.verdicts} />
        <Checkbox checked={filter.misjudgedOnly} onChange={(event) => change({ misjudgedOnly: event.target.checked })}>
          {t('places.filter.misjudged')}
        </Checkbox>
        <Checkbox checked={filter.edgeOnly} onChange={(event) => change({ edgeOnly: event.target.checked })}>
          {t('places.edge')}
        </Checkbox>
      </div>
    </div>
  )
}
