import { Segmented } from 'antd'
import { useText } from '../../i18n/index.ts'
import { EmptyState, ErrorNotice, LoadingBlock } from '../../shell/states.tsx'
import { StartRun } from '../../shell/StartRun.tsx'
import { useCountyView } from '../../state/county-view.ts'
import { useUpdateUrl, useUrlState } from '../../state/use-url-state.ts'
import { PlacesPage } from '../places/PlacesPage.tsx'
import { Conclusions } from './Conclusions.tsx'
import { PlanPage } from './plan/PlanPage.tsx'
import { StudyAreaNotice } from './StudyAreaNotice.tsx'
import { UnitPage } from './UnitPage.tsx'
import { useUnitCamera } from './use-unit-camera.ts'

function PageSwitch() {
  const { t } = useText()
  const { view } = useUrlState()
  const update = useUpdateUrl()
  return (
    <Segmented
      aria-label={t('overview.pages')}
      value={view === 'places' || view === 'plan' ? view : 'conclusions'}
      options={[
        { value: 'conclusions', label: t('overview.heading') },
        { value: 'plan', label: t('plan.tab') },
        { value: 'places', label: t('places.title') },
      ]}
      onChange={(value) => update((state) => ({ ...state, view: value === 'places' || value === 'plan' ? value : null, clause: false }))}
    />
  )
}

/** One page of conclusions, one page a unit drilled into, and the table of places. */
export function Overview({ code }: { code: string }) {
  const { t } = useText()
  const { summary } = useCountyView(code)
  const { view, unit } = useUrlState()
  useUnitCamera(code)
  if (view === 'plan') {
    return (
      <div className="stack">
        <div className="panel-head"><PageSwitch /></div>
        <PlanPage code={code} />
      </div>
    )
  }
  if (summary.isError) {
    return <ErrorNotice what={t('error.what.summary')} error={summary.error} onRetry={() => void summary.refetch()} />
  }
  if (!summary.data) return <LoadingBlock rows={12} />
  const { coverage, areaPer100Households, townshipCoverage } = summary.data
  if (!coverage && !areaPer100Households && !townshipCoverage) {
    return (
      <EmptyState
        title={t('overview.empty')}
        next={t('overview.emptyNext')}
        action={<StartRun code={code} label={t('run.first')} primary />}
      />
    )
  }
  const table = view === 'places'
  return (
    <div className={table ? 'stack stack-full' : 'stack'}>
      {!table && <h1 className="visually-hidden">{t('workspace.overview')}</h1>}
      <div className="panel-head">
        <PageSwitch />
        <StartRun code={code} label={t('run.recalculate')} />
      </div>
      <StudyAreaNotice code={code} />
      {table ? <PlacesPage code={code} /> : unit ? <UnitPage code={code} unitId={unit} /> : <Conclusions code={code} summary={summary.data} />}
    </div>
  )
}
