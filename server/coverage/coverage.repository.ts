import { sql, type NotNull, type Selectable } from 'kysely'
import type {
  Bilingual,
  CoverageBlockTable,
  CoverageRunTable,
  CoverageSummaryTable,
  CoverageVerdict,
  Db,
  PlaceClass,
  PlaceKind,
  RunStatus,
  Tx,
} from '../db/schema.ts'
import { lonLatPoint } from '../db/postgis.ts'
import type { RunParameters } from './run-parameters.ts'

export type Run = Omit<Selectable<CoverageRunTable>, 'parameters'> & { parameters: RunParameters }

export interface NewRun {
  countyCode: number
  id: string
  profile: string
  parameters: RunParameters
  inputVersions: Record<string, number>
  inputHash: string
  studyAreaId: string | null
  dataDate: string | null
  actorId: string
  at: Date
  notes: Bilingual[]
}

/** Serialises starters of runs of one county, so that asking twice at once finds the other's run. */
export async function lockRuns(tx: Tx, countyCode: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(${countyCode}::int, hashtext('coverage_runs'))`.execute(tx)
}

export async function insertRun(tx: Tx, run: NewRun): Promise<void> {
  await tx
    .insertInto('coverage_runs')
    .values({
      county_code: run.countyCode,
      id: run.id,
      profile: run.profile,
      status: 'running',
      parameters: JSON.stringify(run.parameters),
      input_versions: JSON.stringify(run.inputVersions),
      input_hash: run.inputHash,
      result_hash: null,
      study_area_id: run.studyAreaId,
      data_date: run.dataDate,
      actor_id: run.actorId,
      created_at: run.at,
      published_at: null,
      notes: JSON.stringify(run.notes),
      scenario_id: run.parameters.scenario?.id ?? null,
      scenario_revision: run.parameters.scenario?.revision ?? null,
    })
    .execute()
}

export async function findRun(db: Db | Tx, countyCode: number, id: string): Promise<Run | undefined> {
  const row = await db.selectFrom('coverage_runs').selectAll().where('county_code', '=', countyCode).where('id', '=', id).executeTakeFirst()
  return row as Run | undefined
}

/**
 * The runs of a county, newest first; `baselineOnly` leaves out those over scenarios and those about a planning unit: what
 * nobody names is the county, or the study area given with it, as it is.
 */
export async function listRuns(db: Db | Tx, countyCode: number, filter: { status?: RunStatus; baselineOnly?: boolean; limit: number }): Promise<Run[]> {
  let query = db.selectFrom('coverage_runs').selectAll().where('county_code', '=', countyCode)
  if (filter.status) query = query.where('status', '=', filter.status)
  if (filter.baselineOnly) {
    query = query.where('scenario_id', 'is', null).where(({ exists, not, selectFrom }) =>
      not(
        exists(
          selectFrom('study_areas')
            .select('study_areas.id')
            .whereRef('study_areas.county_code', '=', 'coverage_runs.county_code')
            .whereRef('study_areas.id', '=', 'coverage_runs.study_area_id')
            .where('study_areas.kind', '=', 'planning_unit'),
        ),
      ),
    )
  }
  return (await query.orderBy('created_at', 'desc').orderBy('id').limit(filter.limit).execute()) as Run[]
}

export interface ScenarioRunHead {
  scenarioId: string
  runId: string
  revision: number
  status: RunStatus
  profile: string
  stepsFree: boolean
  useSlope: boolean
  createdAt: Date
}

const mostScenarioRuns = 2000

/** Runs over scenarios, or over one of them, newest first: their heads alone, as their parameters are long. */
export async function listScenarioRuns(db: Db | Tx, countyCode: number, scenarioId?: string): Promise<ScenarioRunHead[]> {
  let query = db
    .selectFrom('coverage_runs')
    .select(['scenario_id as scenarioId', 'id as runId', 'scenario_revision as revision', 'status', 'profile', isTrue('stepsFree').as('stepsFree'), isTrue('useSlope').as('useSlope'), 'created_at as createdAt'])
    .where('county_code', '=', countyCode)
    .where('scenario_id', 'is not', null)
    .$narrowType<{ scenarioId: NotNull; revision: NotNull }>()
  if (scenarioId !== undefined) query = query.where('scenario_id', '=', scenarioId)
  return query.orderBy('created_at', 'desc').orderBy('id').limit(mostScenarioRuns).execute()
}

/** A choice among a run's parameters; one that stands in none, as in runs older than it, was not made. */
function isTrue(parameter: 'stepsFree' | 'useSlope') {
  return sql<boolean>`coalesce(parameters ->> ${sql.lit(parameter)}, 'false') = 'true'`
}

/** The one flip that makes a run visible; only a running one can be published. */
export async function publishRun(tx: Tx, countyCode: number, id: string, resultHash: string, at: Date): Promise<void> {
  await setRunStatus(tx, countyCode, id, { status: 'published', result_hash: resultHash, published_at: at })
}

export async function endRun(tx: Tx, countyCode: number, id: string, status: 'failed' | 'cancelled'): Promise<void> {
  await setRunStatus(tx, countyCode, id, { status })
}

async function setRunStatus(
  tx: Tx,
  countyCode: number,
  id: string,
  change: { status: RunStatus; result_hash?: string; published_at?: Date },
): Promise<void> {
  await tx
    .updateTable('coverage_runs')
    .set(change)
    .where('county_code', '=', countyCode)
    .where('id', '=', id)
    .where('status', '=', 'running')
    .execute()
}

/** Takes away what an earlier attempt of this run left, so that a rerun is not counted twice. */
export async function deleteRunResults(tx: Tx, countyCode: number, runId: string): Promise<void> {
  for (const table of ['coverage_blocks', 'coverage_places', 'coverage_summaries', 'population_blocks', 'run_diagnostics'] as const) {
    await tx.deleteFrom(table).where('county_code', '=', countyCode).where('run_id', '=', runId).execute()
  }
}

export type BlockRow = Selectable<CoverageBlockTable>

export async function insertBlocks(tx: Tx, blocks: BlockRow[]): Promise<void> {
  for (let i = 0; i < blocks.length; i += 50) {
    await tx.insertInto('coverage_blocks').values(blocks.slice(i, i + 50)).execute()
  }
}

export async function listBlocks(db: Db | Tx, countyCode: number, runId: string): Promise<BlockRow[]> {
  return db
    .selectFrom('coverage_blocks')
    .selectAll()
    .where('county_code', '=', countyCode)
    .where('run_id', '=', runId)
    .orderBy('resolution')
    .orderBy('parent')
    .execute()
}

export interface PlaceResult {
  placeId: string
  placeKind: PlaceKind
  name: string
  unitId: string | null
  placeClass: PlaceClass
  verdict: CoverageVerdict
  reason: string | null
  travelMetres: number | null
  accessMetres: number | null
  /** The facility that covers the place, else the one whose limit is missed by least. */
  nearestFacilityId: string | null
  nearestMetres: number | null
  missesByMetres: number | null
  straightMetres: number | null
  straightCovered: boolean
  /** Component of the network it stands on, 0 the longest; null where none. */
  component: number | null
  communityId: string | null
  edge: boolean
  residents: number | null
  residents60Plus: number | null
  residents80Plus: number | null
  households: number | null
  lon: number
  lat: number
}

export async function insertPlaces(tx: Tx, run: Pick<Run, 'county_code' | 'id' | 'profile'>, places: PlaceResult[]): Promise<void> {
  for (let i = 0; i < places.length; i += 200) {
    await tx
      .insertInto('coverage_places')
      .values(
        places.slice(i, i + 200).map((place) => ({
          county_code: run.county_code,
          run_id: run.id,
          profile: run.profile,
          place_id: place.placeId,
          place_kind: place.placeKind,
          name: place.name,
          unit_id: place.unitId,
          place_class: place.placeClass,
          verdict: place.verdict,
          reason: place.reason,
          travel_metres: place.travelMetres,
          access_metres: place.accessMetres,
          nearest_facility_id: place.nearestFacilityId,
          nearest_metres: place.nearestMetres,
          misses_by_metres: place.missesByMetres,
          straight_metres: place.straightMetres,
          straight_covered: place.straightCovered,
          component: place.component,
          community_id: place.communityId,
          edge: place.edge,
          residents: place.residents,
          residents_60_plus: place.residents60Plus,
          residents_80_plus: place.residents80Plus,
          households: place.households,
          location: lonLatPoint(place.lon, place.lat),
        })),
      )
      .execute()
  }
}

/** The places of a run, by name. */
export async function listPlaces(db: Db | Tx, countyCode: number, runId: string): Promise<PlaceResult[]> {
  return placesOf(db, countyCode, runId).orderBy('name').orderBy('place_id').execute()
}

/** One place of a run, found by its key: a click on the map reads one row, not the county's. */
export async function findPlace(db: Db | Tx, countyCode: number, runId: string, placeId: string): Promise<PlaceResult | undefined> {
  return placesOf(db, countyCode, runId).where('place_id', '=', placeId).executeTakeFirst()
}

function placesOf(db: Db | Tx, countyCode: number, runId: string) {
  return db
    .selectFrom('coverage_places')
    .select([
      'place_id as placeId',
      'place_kind as placeKind',
      'name',
      'unit_id as unitId',
      'place_class as placeClass',
      'verdict',
      'reason',
      'travel_metres as travelMetres',
      'access_metres as accessMetres',
      'nearest_facility_id as nearestFacilityId',
      'nearest_metres as nearestMetres',
      'misses_by_metres as missesByMetres',
      'straight_metres as straightMetres',
      'straight_covered as straightCovered',
      'component',
      'community_id as communityId',
      'edge',
      'residents',
      'residents_60_plus as residents60Plus',
      'residents_80_plus as residents80Plus',
      'households',
      sql<number>`ST_X(location)`.as('lon'),
      sql<number>`ST_Y(location)`.as('lat'),
    ])
    .where('county_code', '=', countyCode)
    .where('run_id', '=', runId)
}

export type SummaryRow = Selectable<CoverageSummaryTable>

export async function insertSummaries(tx: Tx, rows: SummaryRow[]): Promise<void> {
  for (let i = 0; i < rows.length; i += 500) {
    await tx.insertInto('coverage_summaries').values(rows.slice(i, i + 500)).execute()
  }
}

export async function listSummaries(db: Db | Tx, countyCode: number, runId: string): Promise<SummaryRow[]> {
  return db
    .selectFrom('coverage_summaries')
    .selectAll()
    .where('county_code', '=', countyCode)
    .where('run_id', '=', runId)
    .orderBy('scope')
    .orderBy('scope_id')
    .orderBy('limit_metres')
    .orderBy('measure')
    .execute()
}
