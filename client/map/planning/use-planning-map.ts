import type { Geometry } from 'geojson'
import type { Map as MapLibreMap } from 'maplibre-gl'
import { useCallback, useMemo } from 'react'
import { useCircleShape, useComparison, useOptimisation } from '../../api/planning-queries.ts'
import { usePlaces, useRuns } from '../../api/queries.ts'
import { useText } from '../../i18n/index.ts'
import { useCountyView } from '../../state/county-view.ts'
import { shownMisfits } from '../../state/planning/misfits.ts'
import { answersOf, chosenAnswer, commonSites, sitesElsewhere } from '../../state/planning/answers.ts'
import { nextNumber } from '../../state/planning/given-points.ts'
import { usePlanning, type Planning } from '../../state/planning/planning-context.tsx'
import { pinForNew, pinForPremises, pinOfChange, type PinDraft } from '../../state/planning/pin.ts'
import { scenarioOfRun, useChangesOfRun } from '../../state/planning/scenario-runs.ts'
import { withSubject } from '../../state/url-state.ts'
import { useUpdateUrl, useUrlState } from '../../state/use-url-state.ts'
import { noPlanningOnMap, type Named, type PlanningOnMap } from '../layers/planning-on-map.ts'
import { planningHitLayers } from '../layers/planning.ts'
import type { TakeSpot } from '../use-questions.ts'
import { changedOnMap } from './changed-on-map.ts'
import { usePin } from './use-pin.ts'

const nothingOf: readonly never[] = []

/** Places with their positions, by id. */
export function useNamed(code: string, runId: string | null): ReadonlyMap<string, Named> {
  const places = usePlaces(code, runId)
  return useMemo(() => new Map(places.data?.flatMap(({ id, name, location }) => (location ? [[id, { id, name, location }] as const] : []))), [places.data])
}

/** The circle of a pin that lies still. */
export function useShapeOfPin(code: string, runId: string | null, pin: PinDraft | null) {
  const asked = useMemo(
    () => (pin?.settled && pin.fields.facilityTypes.length > 0 ? { location: pin.location, facilityTypes: [...pin.fields.facilityTypes] } : null),
    [pin?.settled, pin?.location, pin?.fields.facilityTypes],
  )
  return useCircleShape(code, runId, asked)
}

/** What planning draws on the map, as the address and the scenario in hand have it. */
function useDrawn(planning: Planning): PlanningOnMap | null {
  const { code, sites, pin, settledReply, baseRunId, total } = planning
  const { workspace, view, planning: url } = useUrlState()
  const inPlanning = workspace === 'planning'
  // Beside an optimisation or a comparison the scenario in hand would pass for a part of it.
  const scenario = inPlanning && view === 'scenarios' ? planning.scenario : null
  const { runId } = useCountyView(code)
  const runs = useRuns(code)
  const named = useNamed(code, scenario ? baseRunId : null)
  const optimisation = useOptimisation(code, inPlanning && view === 'optimise' ? url.optimisation : null)
  const asking = inPlanning && view === 'optimise' && url.optimisation === null
  const { points } = planning.given
  const difference = useComparison(code, ...(inPlanning && view === 'compare' && url.comparisonMap === 'difference' ? ([url.before, url.after] as const) : ([null, null] as const)))
  const shape = useShapeOfPin(code, baseRunId, pin)
  // The places that changed are those of the second run, and so are the sites that changed them.
  const differing = inPlanning && view === 'compare' && url.comparisonMap === 'difference' ? url.after : null
  const shownRun = runs.data?.find(({ id }) => id === (differing ?? runId))
  const shownChanges = useChangesOfRun(code, shownRun)
  const ofScenario = scenarioOfRun(shownRun) !== null

  return useMemo(() => {
    if (!inPlanning && !ofScenario) return null
    const drawnSites = sites ?? { facilities: [], premises: [] }
    const drawn = { ...noPlanningOnMap }
    const changes = scenario?.changes ?? shownChanges
    drawn.changed = changedOnMap(pin ? changes.filter(({ id }) => id !== pin.changeId) : changes, drawnSites, shownMisfits(scenario?.record.misfits ?? [], scenario ? total.data : undefined))
    if (scenario) {
      const taken = new Set(changes.flatMap((change) => (change.kind === 'convert' ? [change.premisesId] : [])))
      drawn.premises =
        url.tool === 'premises' ? drawnSites.premises.flatMap(({ id, name, location, status }) => (location && (status === 'idle' || taken.has(id)) ? [{ id, name, location, taken: taken.has(id) }] : [])) : nothingOf
      const reply = pin ? settledReply : (total.data ?? null)
      const withPlace = (ids: readonly string[]) => ids.flatMap((id) => named.get(id) ?? [])
      if (reply && (pin || changes.length > 0)) {
        drawn.gained = withPlace(reply.gainedPlaceIds)
        drawn.lost = withPlace(reply.lostPlaceIds)
      }
      if (pin && settledReply) {
        drawn.streets = settledReply.streets as Geometry
        drawn.snap = settledReply.snapped ? { from: pin.location, to: settledReply.snapped.point } : null
      }
      if (pin?.settled && shape.data) drawn.shape = shape.data.shape as Geometry
    }
    const result = optimisation.data?.result
    if (result) {
      const answers = answersOf(result)
      const { answer } = chosenAnswer(answers, url.answer)
      const common = commonSites(answers)
      drawn.proposals = answer.sites.map((site, index) => ({ id: site.candidateId, name: site.name, location: site.location, number: index + 1, existing: !site.isNew, common: common.has(site.candidateId) }))
      drawn.elsewhere = sitesElsewhere(answers, answer).map(({ candidateId, name, location }) => ({ id: candidateId, name, location }))
      drawn.unreachable = result.unreachable.flatMap(({ placeId, name, location }) => (location ? [{ id: placeId, name, location }] : []))
    }
    if (asking) drawn.points = points
    if (difference.data) {
      const placed = difference.data.places.flatMap((place) => (place.location ? [{ id: place.placeId, name: place.name, location: place.location, covered: place.b === 'covered' }] : []))
      drawn.gained = placed.filter(({ covered }) => covered)
      drawn.lost = placed.filter(({ covered }) => !covered)
    }
    return drawn
  }, [inPlanning, ofScenario, shownChanges, scenario, sites, pin, settledReply, total.data, named, shape.data, url.tool, url.answer, optimisation.data, asking, points, difference.data])
}

/** What the tool in hand does with a click on the map, or with Enter at its centre. */
function useTake(map: MapLibreMap | null, planning: Planning): TakeSpot {
  const { t } = useText()
  const { planning: url, view, workspace } = useUrlState()
  const update = useUpdateUrl()
  const { sites, pin, setPin, movePin } = planning
  const { offer } = planning.given
  const picking = workspace === 'planning' && view === 'optimise' && url.optimisation === null && url.tool === 'point'
  const scenario = view === 'scenarios' ? planning.scenario : null
  return useCallback<TakeSpot>(
    (point, spot) => {
      if (picking) {
        void offer(spot, (points) => t('planner.point.newName', { n: nextNumber(points) }))
        return true
      }
      if (!map || !scenario) return false
      const forget = () => update((state) => withSubject(state, null), { replace: true })
      const layers = planningHitLayers.filter((layer) => map.getLayer(layer))
      const hit = map.queryRenderedFeatures([[point.x - 5, point.y - 5], [point.x + 5, point.y + 5]], { layers })[0]
      const id: unknown = hit?.properties.id
      const change = scenario.changes.find((one) => one.id === id || (one.kind === 'convert' && one.premisesId === id))
      const premises = sites?.premises.find((one) => one.id === id)
      const wanted = change && sites ? pinOfChange(change, sites) : premises ? pinForPremises(premises) : null
      if (wanted) {
        setPin(wanted)
        forget()
        return true
      }
      if (pin && pin.purpose !== 'convert') {
        movePin(spot, true)
        return true
      }
      if (url.tool !== 'add') return false
      const lastAdded = scenario.changes.filter((one) => one.kind === 'add').at(-1)
      const like = lastAdded && sites ? (pinOfChange(lastAdded, sites)?.fields ?? null) : null
      setPin(pinForNew(spot, t('planner.pin.newName', { n: scenario.changes.filter(({ kind }) => kind === 'add').length + 1 }), like))
      forget()
      return true
    },
    [map, scenario, sites, pin, url.tool, update, setPin, movePin, picking, offer, t],
  )
}

export function usePlanningMap(map: MapLibreMap | null): { onMap: PlanningOnMap | null; take: TakeSpot; planning: Planning } {
  const { t } = useText()
  const planning = usePlanning()
  const { pin, movePin } = planning
  const { view } = useUrlState()
  usePin(map, view === 'scenarios' ? pin : null, pin ? t('planner.pin.label', { name: pin.fields.name }) : '', movePin)
  return { onMap: useDrawn(planning), take: useTake(map, planning), planning }
}
