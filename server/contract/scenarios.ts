import { bilingual, lonLat, uuid, z } from './common.ts'
import { facilityType } from './facility-types.ts'
import { startRun } from './runs.ts'

const squareMetres = z.number().min(0).max(1_000_000)
const seats = z.number().int().min(0).max(100_000)
const name = z.string().trim().min(1).max(120)

/** What every change carries; its id is made by whoever makes the change and stays with it through undo, branch and rebase. */
const change = { id: uuid, note: z.string().max(1000).optional(), costYuan: z.number().min(0).max(1e12).optional() }
const siteFacts = {
  floorAreaM2: squareMetres.optional(),
  landAreaM2: squareMetres.optional(),
  beds: seats.optional(),
  nursingBeds: seats.optional(),
}

/** One edit of the baseline's facilities. What is left out stays as it is; an added site is judged as if it operated. */
export const siteChange = z
  .discriminatedUnion('kind', [
    z.object({ ...change, kind: z.literal('add'), name, location: lonLat, facilityTypes: z.array(facilityType).min(1), ...siteFacts }),
    z.object({ ...change, kind: z.literal('convert'), premisesId: uuid, name: name.optional(), facilityTypes: z.array(facilityType).min(1), ...siteFacts }),
    z.object({ ...change, kind: z.literal('move'), facilityId: uuid, location: lonLat }),
    z.object({ ...change, kind: z.literal('close'), facilityId: uuid }),
    z.object({ ...change, kind: z.literal('resize'), facilityId: uuid, floorAreaM2: squareMetres.optional(), landAreaM2: squareMetres.optional() }),
    z.object({ ...change, kind: z.literal('retype'), facilityId: uuid, facilityTypes: z.array(facilityType).min(1) }),
    z.object({ ...change, kind: z.literal('capacity'), facilityId: uuid, beds: seats.optional(), nursingBeds: seats.optional() }),
  ])
  .openapi('SiteChange')
export type SiteChange = z.infer<typeof siteChange>
export const siteChanges = z.array(siteChange).max(500)

/** A change that the data it is applied to has no place for; it stays in the list and has no effect. */
export const misfit = z
  .object({
    changeId: uuid,
    reason: z.enum(['facility_unknown', 'premises_unknown', 'premises_taken', 'facility_closed_already', 'outside_county', 'no_location']),
    message: bilingual,
  })
  .openapi('Misfit')
export type Misfit = z.infer<typeof misfit>

export const scenarioRecord = z
  .object({
    id: uuid,
    code: z.string(),
    name: z.string(),
    note: z.string(),
    parentId: uuid.nullable().describe('the scenario it was branched from'),
    baseline: z.record(z.string(), z.number().int()).describe('the versions of facilities, premises … that it speaks of'),
    isBaselineNewest: z.boolean(),
    revision: z.number().int().describe('every writing request names the revision it has seen; another one is refused with SCENARIO_CHANGED'),
    changes: siteChanges,
    misfits: z.array(misfit),
    undoLabel: bilingual.nullable().describe('what an undo would take back; null where there is nothing'),
    redoLabel: bilingual.nullable(),
    costYuan: z.number().nullable().describe('sum of the changes that name a cost; null where none does'),
    archived: z.boolean(),
    createdBy: z.string(),
    createdAt: z.string(),
    updatedAt: z.string(),
    updatedBy: z.string().describe('whoever wrote last: a step, an undo, a name'),
    runs: z.array(z.object({ runId: uuid, revision: z.number().int(), status: z.enum(['running', 'published', 'failed', 'cancelled']), profile: z.string(), stepsFree: z.boolean(), useSlope: z.boolean(), createdAt: z.string() })),
  })
  .openapi('Scenario')
export type ScenarioRecord = z.infer<typeof scenarioRecord>
export const scenarioList = z.array(scenarioRecord)

const revision = z.number().int().min(1)
export const createScenario = z
  .object({ name, note: z.string().max(4000).default(''), branchOf: uuid.optional(), changes: siteChanges.optional() })
  .openapi('CreateScenario')
export const editScenario = z
  .object({ revision, name: name.optional(), note: z.string().max(4000).optional(), archived: z.boolean().optional() })
  .openapi('EditScenario')
/** The whole list anew: one step for undo and redo. */
export const changeScenario = z.object({ revision, changes: siteChanges, label: bilingual.optional() }).openapi('ChangeScenario')
/** Undo, redo, and rebase onto the newest data. */
export const stepScenario = z.object({ revision }).openapi('StepScenario')
export const runScenario = startRun.extend({ revision }).openapi('RunScenario')
export type CreateScenario = z.infer<typeof createScenario>
export type EditScenario = z.infer<typeof editScenario>
export type ChangeScenario = z.infer<typeof changeScenario>

const interval = z.object({ covered: z.number(), total: z.number(), lower: z.number().nullable(), upper: z.number().nullable() })
const measure = z.enum(['residents', 'residents_60_plus', 'residents_80_plus', 'households'])
const townships = z.object({ covered: z.number().int(), total: z.number().int(), rate: z.number().nullable() })
const runHead = z.object({ runId: uuid, scenarioId: uuid.nullable(), scenarioName: z.string().nullable(), methodLine: bilingual, dataDate: z.string().nullable() })
const equity = z.object({
  unitsBelow: z.number().int().nullable().describe('townships and streets whose rate of elders covered is surely (upper bound) below the target; null without one'),
  units: z.number().int(),
  targetRate: z.number().nullable().describe('as asked for: no plan prints one'),
  giniOfAccess: z.number().nullable().describe('over located elders, of the walk to the nearest facility (Gini 1912); null where a walk is unknown'),
})

export const compareQuery = z.object({
  a: uuid,
  b: uuid,
  targetRate: z.string().trim().min(1).transform(Number).pipe(z.number().min(0).max(1)).optional().describe('a target of the user’s own for the share of elders covered, 0 to 1'),
})
/** Two published runs of one county side by side; differences are b − a. Runs that do not compare say why in `warnings`. */
export const comparison = z
  .object({
    a: runHead,
    b: runHead,
    warnings: z.array(bilingual).describe('different data, profile, types … : what besides the scenario differs'),
    measures: z.array(z.object({ measure, a: interval, b: interval, gained: z.number() })),
    units: z.array(z.object({ unitId: uuid, name: z.string(), a: interval, b: interval, gained60Plus: z.number() })),
    places: z.array(
      z.object({
        placeId: uuid,
        name: z.string(),
        location: lonLat.nullable(),
        a: z.enum(['covered', 'not_covered', 'unreached']),
        b: z.enum(['covered', 'not_covered', 'unreached']),
        residents60Plus: z.number().nullable(),
        residents: z.number().nullable(),
      }),
    ).describe('places whose verdict differs'),
    townships: z.object({ a: townships, b: townships }).describe('townships and streets with a qualifying facility that operates within: the townshipCoverage of each run’s summary'),
    equity: z.object({ a: equity, b: equity }),
    areas: z.object({ a: z.object({ met: z.number().int(), of: z.number().int(), missingM2: z.number() }), b: z.object({ met: z.number().int(), of: z.number().int(), missingM2: z.number() }) }),
    cost: z.object({ yuan: z.number().nullable(), eldersGainedPerMillionYuan: z.number().nullable() }),
  })
  .openapi('Comparison')
export type Comparison = z.infer<typeof comparison>
