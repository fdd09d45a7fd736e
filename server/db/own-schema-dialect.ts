import { PostgresDialect, PostgresIntrospector, sql, type Kysely, type TableMetadata } from 'kysely'

/**
 * PostgreSQL for a server we share: the migrator asks which tables exist, and Kysely's own answer describes every
 * column of every schema, which fails (3F000, 42P01) when somebody drops one of theirs at that moment.
 */
export class OwnSchemaDialect extends PostgresDialect {
  override createIntrospector(db: Kysely<unknown>): PostgresIntrospector {
    return new OwnSchemaIntrospector(db)
  }
}

class OwnSchemaIntrospector extends PostgresIntrospector {
  readonly #db: Kysely<unknown>

  constructor(db: Kysely<unknown>) {
    super(db)
    this.#db = db
  }

  /** The tables of the current schema by name, without their columns: no function looks a name up anew. */
  override async getTables(): Promise<TableMetadata[]> {
    const { rows } = await sql<{ schema: string; name: string }>`
      select schemaname as schema, tablename as name from pg_tables where schemaname = current_schema()`.execute(this.#db)
    return rows.map(({ schema, name }) => ({ schema, name, isView: false, isForeign: false, columns: [] }))
  }
}
