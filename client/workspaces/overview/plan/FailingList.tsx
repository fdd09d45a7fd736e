import { Button } from 'antd'
import { useMemo, useState } from 'react'
import type { EvaluationRecord, FailingGeoJson, RegionItem, RuleResultReply } from '../../../../server/contract/evaluations.ts'
import { useFailing } from '../../../api/plan-queries.ts'
import { formatCount } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { ExportButtons } from '../../../shell/TableExport.tsx'
import { ErrorNotice } from '../../../shell/states.tsx'
import { useMapHandle } from '../../../state/map-handle.tsx'
import { countFailing } from '../../../tables/plan-rows.ts'
import { boundsOfGeometry, centreOf } from '../../../tables/geometry.ts'
import { failingCsv } from './plan-csv.ts'

type Unit = RuleResultReply['failingUnits'][number]
/** A list of this length is read; the rest comes when asked for. */
const shownAtFirst = 20
/** Below this a boundary is a dot: the map goes to the point instead. */
const leastDegrees = 0.004

function useFly(failing: FailingGeoJson | undefined) {
  const { flyTo, fitBounds } = useMapHandle()
  const byId = useMemo(() => new Map(failing?.features.map((feature) => [feature.properties.id, feature.geometry]) ?? []), [failing])
  return (id: string): (() => void) | undefined => {
    const geometry = byId.get(id)
    const bounds = geometry ? boundsOfGeometry(geometry) : null
    if (!bounds) return undefined
    return () => {
      if (bounds[2] - bounds[0] < leastDegrees) flyTo(centreOf(bounds), 14.5)
      else fitBounds(bounds)
    }
  }
}

interface LineProps {
  unit: Unit
  county: string | null
  fly: (() => void) | undefined
  loaded: boolean
}

function Line({ unit, county, fly, loaded }: LineProps) {
  const { t, word, say } = useText()
  return (
    <li>
      {fly ? (
        <button type="button" className="row-link" aria-label={t('plan.drawer.flyTo', { name: unit.name })} onClick={fly}>{unit.name}</button>
      ) : (
        <span>{unit.name}{loaded && <span className="muted">（{t('plan.drawer.noPlace')}）</span>}</span>
      )}
      <span className={unit.state === 'fails' ? 'unit-state gap-text' : 'unit-state muted'}>{unit.state === 'fails' ? '▲' : '?'} {word('unitState', unit.state)}</span>
      {county !== null && <span className="muted">{county}</span>}
      <p className="muted">{say(unit.reason)}</p>
    </li>
  )
}

interface FailingListProps {
  code: string
  evaluation: EvaluationRecord
  rule: RuleResultReply
  regions: readonly RegionItem[]
}

/** Every failing unit with its reason; a click brings the map there. */
export function FailingList({ code, evaluation, rule, regions }: FailingListProps) {
  const text = useText()
  const { t, nameOf } = text
  const [all, setAll] = useState(false)
  const failing = useFailing(code, evaluation.id, rule.failingUnits.length > 0 ? rule.id : null)
  const flyTo = useFly(failing.data)
  const { fails, unknown } = countFailing(rule)
  const countyName = (county: string) => {
    const region = regions.find((item) => item.code === county)
    return region ? nameOf(region) : county
  }
  if (rule.failingUnits.length === 0) return <p className="muted">{t('plan.drawer.noFailing')}</p>
  const shown = all ? rule.failingUnits : rule.failingUnits.slice(0, shownAtFirst)
  const rest = rule.failingUnits.length - shown.length
  return (
    <>
      <div className="table-head">
        <span>{t('plan.drawer.failingCount', { fails: formatCount(fails), unknown: formatCount(unknown) })}</span>
        <ExportButtons
          fileName={`${code}-${evaluation.pack.id}-${evaluation.year}-${rule.id}.csv`}
          count={rule.failingUnits.length}
          csv={() => failingCsv(text, evaluation, rule, countyName)}
        />
      </div>
      {failing.isError && <ErrorNotice what={t('error.what.failing')} error={failing.error} onRetry={() => void failing.refetch()} />}
      <ul className="failing-list">
        {shown.map((unit) => (
          <Line
            key={`${unit.entity}-${unit.id}`}
            unit={unit}
            county={evaluation.region.level === 'prefecture' ? countyName(unit.countyCode) : null}
            fly={flyTo(unit.id)}
            loaded={failing.data !== undefined}
          />
        ))}
      </ul>
      {rest > 0 && <Button size="small" onClick={() => setAll(true)}>{t('plan.drawer.more', { n: formatCount(rest) })}</Button>}
    </>
  )
}
