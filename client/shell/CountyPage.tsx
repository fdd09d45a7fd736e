import { Suspense, useState } from 'react'
import { useCounty } from '../api/queries.ts'
import { useText } from '../i18n/index.ts'
import { PlanningProvider } from '../state/planning/planning-context.tsx'
import type { View, Workspace } from '../state/url-state.ts'
import { useUrlState } from '../state/use-url-state.ts'
import { AdminPanel } from './admin-panel.ts'
import { FoldButton } from './FoldButton.tsx'
import { Footer } from './Footer.tsx'
import { lazyPart } from './lazy-part.tsx'
import { RunProgress } from './RunProgress.tsx'
import { ErrorNotice, LoadingBlock } from './states.tsx'

const MapArea = lazyPart(() => import('../map/MapArea.tsx').then((module) => module.MapArea))
/** Pages that need another width than their workspace's. */
function panelClass(workspace: Workspace, view: View | null): string {
  if (workspace === 'overview' && (view === 'places' || view === 'plan')) return `panel panel-${view}`
  return workspace === 'data' && view === 'import' ? 'panel panel-import' : `panel panel-${workspace}`
}

const panels: Record<Workspace, typeof AdminPanel> = {
  overview: lazyPart<{ code: string }>(() => import('../workspaces/overview/Overview.tsx').then((module) => module.Overview)),
  review: lazyPart<{ code: string }>(() => import('../workspaces/review/Review.tsx').then((module) => module.Review)),
  planning: lazyPart<{ code: string }>(() => import('../workspaces/planning/Planning.tsx').then((module) => module.Planning)),
  data: lazyPart<{ code: string }>(() => import('../workspaces/data/DataWorkspace.tsx').then((module) => module.DataWorkspace)),
  admin: AdminPanel,
}

/** Panel and map of one county. The map stays mounted while the panel changes. */
export function CountyPage({ code }: { code: string }) {
  const { t } = useText()
  const { workspace, view } = useUrlState()
  const [folded, setFolded] = useState(false)
  const detail = useCounty(code)
  const Workspace = panels[workspace]
  return (
    <PlanningProvider code={code}>
      <div className="app-body">
        <main
          id="panel"
          tabIndex={-1}
          className={panelClass(workspace, view)}
          hidden={folded}
          aria-label={t('shell.panel', { workspace: t(`workspace.${workspace}`) })}
        >
          <RunProgress code={code} />
          <Suspense fallback={<LoadingBlock rows={10} />}>
            <Workspace code={code} />
          </Suspense>
        </main>
        <div className="map-frame">
          <FoldButton folded={folded} onToggle={() => setFolded(!folded)} />
          {detail.isError && (
            <div className="map-error">
              <ErrorNotice what={t('error.what.county')} error={detail.error} onRetry={() => void detail.refetch()} />
            </div>
          )}
          {detail.data && (
            <Suspense fallback={null}>
              <MapArea detail={detail.data} />
            </Suspense>
          )}
        </div>
      </div>
      <Footer code={code} />
    </PlanningProvider>
  )
}
