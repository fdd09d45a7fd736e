import type { Map as MapLibreMap } from 'maplibre-gl'
import { useMemo } from 'react'
import { useRuns, useSummary } from '../../api/queries.ts'
import { formatPosition } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import type { GivenPoints } from '../../state/planning/use-given-points.ts'
import type { Planning } from '../../state/planning/planning-context.tsx'
import { ErrorText } from '../../shell/states.tsx'
import { useChangesOfRun } from '../../state/planning/scenario-runs.ts'
import { useRunName } from '../../state/planning/use-run-name.ts'
import { useUrlState } from '../../state/use-url-state.ts'
import type { Bounds } from '../create-map.ts'
import type { StyleContext } from '../layers/layer.ts'
import { noPlanningOnMap } from '../layers/planning-on-map.ts'
import { changedOnMap } from './changed-on-map.ts'
import { EditToolbar } from './EditToolbar.tsx'
import { LiveEffects } from './LiveEffects.tsx'
import { PinCard } from './PinCard.tsx'
import { SwipeMap } from './SwipeMap.tsx'

interface PlanningOverlayProps {
  map: MapLibreMap | null
  bounds: Bounds
  planning: Planning
  context: StyleContext
}

/** The second of the compared runs, in the style of the first. */
function Swipe({ map, bounds, planning, context, after }: PlanningOverlayProps & { map: MapLibreMap; after: string }) {
  const { code, sites } = planning
  const { planning: url } = useUrlState()
  const nameOf = useRunName(code)
  const runs = useRuns(code)
  const summary = useSummary(code, after)
  const limitMetres = summary.data?.coverage?.limitMetres ?? context.limitMetres
  const changes = useChangesOfRun(code, runs.data?.find(({ id }) => id === after))
  const right = useMemo(
    () => ({ ...context, runId: after, limitMetres, planning: changes.length > 0 && sites ? { ...noPlanningOnMap, changed: changedOnMap(changes, sites) } : null }),
    [context, after, limitMetres, changes, sites],
  )
  return <SwipeMap below={map} bounds={bounds} context={right} labels={[nameOf(url.before ?? context.runId), nameOf(after)]} />
}

/** What a click does while candidate points are picked, or why the last one gave none. */
function PointHint({ given: { points, busy, refused } }: { given: GivenPoints }) {
  const { t } = useText()
  if (refused) return <p className="tool-hint tool-hint-refused" role="status">{refused.error ? <ErrorText error={refused.error} /> : t('planner.point.outside', { place: formatPosition(refused.location) })}</p>
  return <p className="tool-hint" role="status">{busy ? t('planner.point.asking') : t('planner.point.next', { n: points.length })}</p>
}

/** What floats on the map for planning: the tools, the card of the pin, the second map with its divider. */
export function PlanningOverlay(props: PlanningOverlayProps) {
  const { t } = useText()
  const { map, planning } = props
  const { workspace, view, planning: url } = useUrlState()
  if (workspace !== 'planning') return null
  const { scenario, pin } = planning
  const swiping = view === 'compare' && url.comparisonMap === 'swipe' && url.after !== null && map !== null && url.after !== props.context.runId
  return (
    <>
      {view === 'scenarios' && scenario && <EditToolbar />}
      {view === 'scenarios' && scenario && pin && map && <LiveEffects map={map} />}
      {view === 'scenarios' && scenario && pin && <PinCard key={pin.changeId} pin={pin} />}
      {view === 'scenarios' && scenario && !pin && url.tool && url.tool !== 'point' && <p className="tool-hint" role="status">{t(`planner.tool.${url.tool}Next`)}</p>}
      {view === 'optimise' && url.optimisation === null && url.tool === 'point' && <PointHint given={planning.given} />}
      {swiping && <Swipe {...props} map={map} after={url.after!} />}
    </>
  )
}
