import { circleKey, factsNeeded, nearestKey } from '../core/indicators/facts.ts'
import { expandTypes } from '../core/indicators/facility-families.ts'
import type { AppliedScenario } from '../core/scenarios/changes.ts'
import type { SiteSelector } from '../core/policy/compute.ts'
import type { PlaceClasses } from '../core/policy/place-class.ts'
import type { CircleVerdicts, CountyLedger, EvaluationFacts, NearestDistance } from '../core/policy/ledger.ts'
import { judgeCircles, type OtherSpot } from '../coverage/circle-verdicts.ts'
import { measures } from '../core/coverage/summarise.ts'
import { sumEstimatedPeople } from '../coverage/estimated-people.ts'
import type { Actor } from '../auth/actor.ts'
import type { Db, Tx } from '../db/schema.ts'
import { noteControlQuestion } from '../ledgers/control-questions.ts'
import { listSettlements } from '../ledgers/settlements.repository.ts'
import { defaultLedgerChoices, loadCountyLedger } from './county-ledger.ts'
import { nearestDistances } from './nearest-distances.ts'
import { classifyPlaces } from './place-classes.ts'
import type { ResolvedPack } from './resolve-pack.ts'

/** In whose name the county is read: every question to a controlled layer is logged with it. */
export interface Asker {
  actor: Actor
  at: Date
  evaluationId: string
}

/**
 * Everything of one county that the rules may ask, and no more: the ledgers of the pinned versions, the circles and
 * the distances that `factsNeeded` names. Read in one transaction, so that no writer shows through.
 */
export async function prepareFacts(
  db: Db,
  countyCode: number,
  versions: Readonly<Record<string, number>>,
  { computes, placeClass }: Pick<ResolvedPack, 'computes' | 'placeClass'>,
  asker: Asker,
  signal: AbortSignal,
  scenario?: AppliedScenario,
): Promise<EvaluationFacts> {
  return db.transaction().execute(async (tx) => {
    const statistical = await loadCountyLedger(tx, countyCode, versions, defaultLedgerChoices, scenario?.changes)
    const { ledger, classes, classesBy } = await classifyPlaces(tx, countyCode, versions, placeClass, statistical, scenario?.changes)
    if (versions.control_areas !== undefined) {
      const { actor, at, evaluationId } = asker
      const question = { countyCode, at, about: 'evaluation' as const, id: evaluationId, controlAreasVersion: versions.control_areas, asked: ledger.facilities.length }
      await noteControlQuestion(tx, actor, question)
    }
    const estimated = await sumEstimatedPeople(tx, countyCode, versions, ledger.dataDate)
    for (const measure of measures) ledger.unlocated[measure] += estimated[measure]
    const needed = factsNeeded(computes.values())
    signal.throwIfAborted()
    const answers = await judgeCircles(tx, countyCode, versions, needed.circles, await settlementSpots(tx, countyCode, versions, ledger, classes), scenario, classes)
    const circles = new Map<string, CircleVerdicts>(needed.circles.map((request, i) => [circleKey(request), answers[i]]))
    const nearest = new Map<string, NearestDistance[]>()
    for (const { from, to } of needed.nearest) {
      signal.throwIfAborted()
      const distances = await nearestDistances(tx, countyCode, versions, sitesOf(ledger, from), sitesOf(ledger, to), scenario?.changes, classes)
      nearest.set(nearestKey(from, to), distances)
    }
    return { ledger, circles, nearest, classesBy }
  })
}

/** Sites in operation of the selector's types, in the ledger's order. */
function sitesOf(ledger: CountyLedger, { facilityTypes, medicalKinds }: SiteSelector): string[] {
  const types = expandTypes(facilityTypes)
  return ledger.facilities
    .filter(({ status, types: own, medicalKind }) => {
      const kindFits = medicalKinds.length === 0 || (medicalKind !== null && medicalKinds.includes(medicalKind))
      return status === 'operating' && own.some((type) => types.includes(type)) && kindFits
    })
    .map(({ facilityId }) => facilityId)
}

async function settlementSpots(tx: Tx, countyCode: number, versions: Readonly<Record<string, number>>, ledger: CountyLedger, classes: PlaceClasses): Promise<OtherSpot[]> {
  if (versions.settlements === undefined) return []
  const classOf = new Map(ledger.units.map(({ id, placeClass }) => [id, placeClass]))
  const rows = await listSettlements(tx, countyCode, versions.settlements)
  return rows.flatMap(({ id, lon, lat, unitId }) => (lon === null || lat === null ? [] : [{ id, lon, lat, placeClass: classes.get(id) ?? classOf.get(unitId ?? '') ?? 'country' }]))
}
