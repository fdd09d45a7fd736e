import { Button } from 'antd'
import { Suspense, useState } from 'react'
import type { RegionItem } from '../../server/contract/evaluations.ts'
import { useText } from '../i18n/index.ts'
import { withCounty } from '../state/url-state.ts'
import { useUpdateUrl, useUrlState } from '../state/use-url-state.ts'
import { AdminPanel } from './admin-panel.ts'
import { FoldButton } from './FoldButton.tsx'
import { lazyPart } from './lazy-part.tsx'
import { EmptyState, LoadingBlock } from './states.tsx'

const PrefectureMap = lazyPart(() => import('../map/PrefectureMap.tsx').then((module) => module.PrefectureMap))
const PlanPage = lazyPart(() => import('../workspaces/overview/plan/PlanPage.tsx').then((module) => module.PlanPage))

/** Reviewing, siting and data are a county's: here one of them is chosen. */
function CountyOnly({ counties }: { counties: readonly RegionItem[] }) {
  const { t, nameOf } = useText()
  const update = useUpdateUrl()
  return (
    <EmptyState
      title={t('plan.region.countyOnly')}
      next={t('plan.region.countyOnlyNext')}
      action={
        <div className="chips">
          {counties.map((county) => (
            <Button key={county.code} disabled={!county.hasData} onClick={() => update((state) => withCounty(state, county.code))}>
              {nameOf(county)}{!county.hasData && `（${t('plan.region.noData')}）`}
            </Button>
          ))}
        </div>
      }
    />
  )
}

/** Panel and map of a prefecture: its plan over the sums of its counties. */
export function PrefecturePage({ region, counties }: { region: RegionItem; counties: readonly RegionItem[] }) {
  const { t } = useText()
  const { workspace } = useUrlState()
  const [folded, setFolded] = useState(false)
  const open = counties.filter(({ hasData }) => hasData)
  return (
    <>
      <div className="app-body">
        <main
          id="panel"
          tabIndex={-1}
          className={workspace === 'overview' ? 'panel panel-plan' : `panel panel-${workspace === 'admin' ? 'admin' : 'planning'}`}
          hidden={folded}
          aria-label={t('shell.panel', { workspace: t(`workspace.${workspace}`) })}
        >
          <Suspense fallback={<LoadingBlock rows={10} />}>
            {workspace === 'admin' ? <AdminPanel code={region.code} /> : open.length === 0 ? (
              <EmptyState title={t('plan.region.noCountyData')} next={t('plan.region.noCountyDataNext')} />
            ) : workspace === 'overview' ? (
              <div className="stack"><PlanPage code={region.code} /></div>
            ) : (
              <CountyOnly counties={counties} />
            )}
          </Suspense>
        </main>
        <div className="map-frame">
          <FoldButton folded={folded} onToggle={() => setFolded(!folded)} />
          <Suspense fallback={null}>
            {open.length > 0 && <PrefectureMap region={region} counties={open} />}
          </Suspense>
        </div>
      </div>
      <footer className="app-footer" aria-label={t('shell.footer')}>
        <p className="method-line">{t('plan.region.method')}</p>
      </footer>
    </>
  )
}
