import type { Transaction } from 'kysely'
import type { PolicyPack } from '../../server/core/policy/pack.ts'
import type { FailingUnit, RuleResult } from '../../server/core/policy/result.ts'
import type { Schema } from '../../server/db/schema.ts'
import * as evaluations from '../../server/indicators/evaluations.repository.ts'
import * as places from '../../server/indicators/failing-places.repository.ts'
import { at, county, id, words } from './given.ts'

type Call = (tx: Transaction<Schema>) => Promise<unknown>

const evaluation: evaluations.NewEvaluation = {
  ...{ regionCode: county, id, pack: { id: 'p' } as PolicyPack, packHash: 'h', year: 2025, inputVersions: {}, missingCounties: [] },
  ...{ parameters: { methodVersion: 1, choices: {}, adoptedThresholds: {} }, inputHash: 'h', dataDate: null, demo: true, actorId: '', at },
}
const result = { id: 'R', status: 'met', numerator: 1, denominator: 1, value: 1, valueUpper: 1 } as RuleResult
const unit: FailingUnit = { entity: 'unit', id, code: null, name: '', countyCode: String(county), state: 'fails', reason: words }

export const evaluationCalls: Record<string, Record<string, Call[]>> = {
  'indicators/evaluations.repository': {
    insertEvaluation: [(tx) => evaluations.insertEvaluation(tx, evaluation)],
    findEvaluation: [(tx) => evaluations.findEvaluation(tx, county, id)],
    listEvaluations: [
      (tx) => evaluations.listEvaluations(tx, county, { limit: 1 }),
      (tx) => evaluations.listEvaluations(tx, county, { packId: 'p', status: 'published', limit: 1 }),
      (tx) => evaluations.listEvaluations(tx, county, { baselineOnly: true, limit: 1 }),
      (tx) => evaluations.listEvaluations(tx, county, { scenarioId: id, limit: 1 }),
    ],
    publishEvaluation: [(tx) => evaluations.publishEvaluation(tx, county, id, 'h', at)],
    endEvaluation: [(tx) => evaluations.endEvaluation(tx, county, id, 'failed')],
    replaceResults: [
      (tx) => evaluations.replaceResults(tx, county, id, [], []),
      (tx) =>
        evaluations.replaceResults(tx, county, id, [{ scopeCode: county, result }], [
          { ruleId: 'R', unit, place: { type: 'Point', coordinates: [115, 26] } },
          { ruleId: 'R', unit, place: null },
        ]),
    ],
    listResults: [(tx) => evaluations.listResults(tx, county, id)],
    listFailing: [(tx) => evaluations.listFailing(tx, county, id, 'R')],
  },
  'indicators/failing-places.repository': {
    listUnitPlaces: [(tx) => places.listUnitPlaces(tx, county, 1, [id])],
    listAreaPlaces: [(tx) => places.listAreaPlaces(tx, county, 1, [id])],
    listFacilityPlaces: [(tx) => places.listFacilityPlaces(tx, county, 1, [id])],
    listSettlementPlaces: [(tx) => places.listSettlementPlaces(tx, county, 1, [id])],
    listParcelPlaces: [(tx) => places.listParcelPlaces(tx, county, 1, [id])],
    listPremisesPlaces: [(tx) => places.listPremisesPlaces(tx, county, 1, [id])],
    listRegisterAreas: [(tx) => places.listRegisterAreas(tx, county, 1, [id])],
  },
}
