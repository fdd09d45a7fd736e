import { sql, type Kysely } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import * as initial from './migrations/0001_initial.ts'
import * as adminUnits from './migrations/0002_admin_units.ts'
import * as runDetails from './migrations/0003_run_details.ts'
import * as elevation from './migrations/0004_elevation.ts'
import * as populationSources from './migrations/0005_population_sources.ts'
import * as policies from './migrations/0006_policies.ts'
import * as ledgers from './migrations/0007_ledgers.ts'
import * as evaluations from './migrations/0008_evaluations.ts'
import * as developmentBoundaries from './migrations/0009_development_boundaries.ts'
import * as importMappings from './migrations/0010_import_mappings.ts'
import * as scenarios from './migrations/0011_scenarios.ts'
import * as optimisations from './migrations/0012_optimisations.ts'
import * as forecasts from './migrations/0013_forecasts.ts'
import * as scenarioEditors from './migrations/0014_scenario_editors.ts'
import { declarePlacement } from './placement.ts'
import type { Db } from './schema.ts'

/** A migration's three steps (scale.md rule 5), in the order they are run. */
interface SchemaStep {
  up(db: Kysely<unknown>): Promise<void>
  addForeignKeys(db: Kysely<unknown>): Promise<void>
}

const steps: Record<string, SchemaStep> = {
  '0001_initial': initial,
  '0002_admin_units': adminUnits,
  '0003_run_details': runDetails,
  '0004_elevation': elevation,
  '0005_population_sources': populationSources,
  '0006_policies': policies,
  '0007_ledgers': ledgers,
  '0008_evaluations': evaluations,
  '0009_development_boundaries': developmentBoundaries,
  '0010_import_mappings': importMappings,
  '0011_scenarios': scenarios,
  '0012_optimisations': optimisations,
  '0013_forecasts': forecasts,
  '0014_scenario_editors': scenarioEditors,
}

/** Brings the schema up to date in one transaction: a process killed on the way leaves the old schema or the new one. */
export async function migrateToLatest(db: Db, schema?: string): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    ...(schema === undefined ? {} : { migrationTableSchema: schema }),
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

const migrations: Record<string, Migration> = Object.fromEntries(
  Object.entries(steps).map(([name, step]) => [
    name,
    {
      async up(db: Kysely<unknown>) {
        const before = new Set(await listTables(db))
        await step.up(db)
        const created = (await listTables(db)).filter((table) => !before.has(table))
        await declarePlacement(db, created)
        await step.addForeignKeys(db)
      },
    },
  ]),
)

async function listTables(db: Kysely<unknown>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace order by 1`.execute(db)
  return rows.map(({ name }) => name)
}
