import { useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { createContext, useCallback, useContext, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react'
import type { ExistingSites } from '../../../server/contract/existing-sites.ts'
import type { ScenarioRecord } from '../../../server/contract/scenarios.ts'
import type { WhatIfReply } from '../../../server/contract/what-if.ts'
import { scenarioKey, scenarioRequests, useChangesEffect, useExistingSites, useScenario } from '../../api/planning-queries.ts'
import { useRuns } from '../../api/queries.ts'
import { useCountyView } from '../county-view.ts'
import { useUrlState } from '../use-url-state.ts'
import type { FacilityChange } from './changes.ts'
import type { PinDraft, Position } from './pin.ts'
import { scenarioOfRun } from './scenario-runs.ts'
import { createScenarioStore, type ScenarioState, type ScenarioStore } from './scenario-store.ts'
import { useGivenPoints, type GivenPoints } from './use-given-points.ts'
import { useLivePin, type LivePin } from './use-live-pin.ts'

/** What is being done to a facility, other than moving it. */
export interface FacilityEdit {
  kind: Exclude<FacilityChange['kind'], 'move'>
  facilityId: string
}

export interface Planning {
  code: string
  /** The scenario in hand; null while none is open or it loads. */
  scenario: ScenarioState | null
  store: ScenarioStore | null
  query: UseQueryResult<ScenarioRecord>
  /** The baseline run that everything is tried against. */
  baseRunId: string | null
  sites: ExistingSites | undefined
  pin: PinDraft | null
  setPin: (pin: PinDraft | null) => void
  /** While it is dragged nothing is drawn anew but what the answers bring. */
  movePin: (location: Position, settled: boolean) => void
  /** The answer for the pin where it lies; null while it is dragged. */
  settledReply: WhatIfReply | null
  facilityEdit: FacilityEdit | null
  setFacilityEdit: (edit: FacilityEdit | null) => void
  /** All changes together against the baseline run. */
  total: UseQueryResult<WhatIfReply>
  /** Candidate points of the user's own, for the next optimisation. */
  given: GivenPoints
}

const PlanningContext = createContext<Planning | null>(null)
/** Apart from the rest: it changes with every answer, and only what shows the answer should be drawn anew. */
const LiveContext = createContext<LivePin | null>(null)
const noSubscription = () => () => undefined

/** The scenario in hand, for the panel and for the map. It lives as long as the county is on screen. */
export function PlanningProvider({ code, children }: { code: string; children: ReactNode }) {
  const { workspace, planning: url } = useUrlState()
  const open = workspace === 'planning' ? url.scenario : null
  const client = useQueryClient()
  const query = useScenario(code, open)
  const record = query.data?.id === open ? query.data : undefined
  const store = useMemo(() => {
    const first = open === null ? undefined : client.getQueryData<ScenarioRecord>(scenarioKey(code, open))
    if (!first || record === undefined) return null
    return createScenarioStore(first, scenarioRequests(code, first.id), window.localStorage, (saved) => {
      client.setQueryData(scenarioKey(code, saved.id), saved)
      void client.invalidateQueries({ queryKey: ['county', code, 'scenarios'], exact: true })
    })
    // A store lives through every later answer about its scenario.
  }, [client, code, open, record === undefined])
  useEffect(() => {
    store?.start()
    return () => store?.dispose()
  }, [store])
  useEffect(() => {
    if (record) store?.receive(record)
  }, [store, record])
  const scenario = useSyncExternalStore(store?.subscribe ?? noSubscription, () => store?.get() ?? null)

  const view = useCountyView(code)
  const runs = useRuns(code)
  const shown = runs.data?.find(({ id }) => id === view.runId)
  const baseRunId = scenarioOfRun(shown) ? view.newestRunId : view.runId
  const sites = useExistingSites(code, scenario?.record.baseline ?? null, workspace === 'planning').data
  const [pin, setPin] = useState<PinDraft | null>(null)
  const [facilityEdit, setFacilityEdit] = useState<FacilityEdit | null>(null)
  useEffect(() => {
    setPin(null)
    setFacilityEdit(null)
  }, [open])

  const changes = scenario?.changes
  const live = useLivePin(code, baseRunId, pin, changes)
  const { ask } = live
  const movePin = useCallback(
    (location: Position, settled: boolean) => {
      ask(location)
      setPin((before) => before && (settled || before.settled ? { ...before, location: settled ? location : before.location, settled } : before))
    },
    [ask],
  )
  const given = useGivenPoints(code, baseRunId)
  const total = useChangesEffect(code, baseRunId, changes ?? null)
  const settledReply = pin?.settled ? live.reply : null
  const value = useMemo<Planning>(
    () => ({ code, scenario, store, query, baseRunId, sites, pin, setPin, movePin, settledReply, facilityEdit, setFacilityEdit, total, given }),
    [code, scenario, store, query, baseRunId, sites, pin, movePin, settledReply, facilityEdit, total, given],
  )
  return (
    <PlanningContext value={value}>
      <LiveContext value={live}>{children}</LiveContext>
    </PlanningContext>
  )
}

export function useLive(): LivePin {
  const live = useContext(LiveContext)
  if (!live) throw new Error('expected a PlanningProvider above, got none')
  return live
}

export function usePlanning(): Planning {
  const planning = useContext(PlanningContext)
  if (!planning) throw new Error('expected a PlanningProvider above, got none')
  return planning
}
