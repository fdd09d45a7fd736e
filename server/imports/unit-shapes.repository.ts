import { sql } from 'kysely'
import type { Db, Tx } from '../db/schema.ts'

/** A boundary as hexadecimal EWKB, with what decides whether another may stand on the same ground. */
export interface UnitShape {
  boundary: string
  /** Townships lie beside townships, villages beside villages. */
  tier: 'township' | 'village'
  /** The days it stands, '' and '9999' where open. */
  from: string
  to: string
}

export interface ShapeOverlap {
  /** Indices into the shapes asked about. */
  one: number
  other: number
  areaM2: number
  /** Of the smaller of the two, 0 to 1. */
  share: number
}

/** Pairs of one tier and time that share ground, m² on the ellipsoid; borders that only touch share none. */
export async function listShapeOverlaps(db: Db | Tx, shapes: readonly UnitShape[]): Promise<ShapeOverlap[]> {
  if (shapes.length < 2) return []
  const { rows } = await sql<ShapeOverlap>`
    with given as materialized (
      select (ordinal - 1)::int as i, tier, starts, ends, text::geometry as shape
      from unnest(${shapes.map(({ boundary }) => boundary)}::text[], ${shapes.map(({ tier }) => tier)}::text[],
        ${shapes.map(({ from }) => from)}::text[], ${shapes.map(({ to }) => to)}::text[]) with ordinality as g (text, tier, starts, ends, ordinal)
    ), shared as materialized (
      select a.i as one, b.i as other, ST_Area(ST_CollectionExtract(ST_Intersection(a.shape, b.shape), 3)::geography)::float8 as m2,
        least(ST_Area(a.shape::geography), ST_Area(b.shape::geography))::float8 as smaller
      from given a join given b on a.i < b.i and a.tier = b.tier and a.starts < b.ends and b.starts < a.ends
        and a.shape && b.shape and ST_Intersects(a.shape, b.shape)
    )
    select one, other, m2 as "areaM2", m2 / smaller as share from shared where m2 > 0 order by one, other`.execute(db)
  return rows
}

export interface OutsideShare {
  index: number
  /** m² on the ellipsoid beyond the county's boundary. */
  areaM2: number
  /** Of the unit itself, 0 to 1. */
  share: number
}

/** How much of each boundary lies beyond the county's; those wholly inside are left out. */
export async function listOutsideShares(db: Db | Tx, county: string, boundaries: readonly string[]): Promise<OutsideShare[]> {
  if (boundaries.length === 0) return []
  const { rows } = await sql<OutsideShare>`
    with given as materialized (
      select (ordinal - 1)::int as i, text::geometry as shape from unnest(${[...boundaries]}::text[]) with ordinality as g (text, ordinal)
    ), beyond as materialized (
      select i, ST_Area(ST_CollectionExtract(ST_Difference(shape, ${county}::text::geometry), 3)::geography)::float8 as m2,
        ST_Area(shape::geography)::float8 as whole from given
    )
    select i as index, m2 as "areaM2", m2 / whole as share from beyond where m2 > 0 order by i`.execute(db)
  return rows
}

export interface CountyGaps {
  /** m² of the county that no boundary covers. */
  areaM2: number
  countyM2: number
  /** Pieces of one hectare and more. */
  pieces: number
  largestM2: number | null
  /** A point in the largest piece, degrees. */
  lon: number | null
  lat: number | null
}

const pieceM2 = 10_000

/** What of a county its units leave uncovered. */
export async function measureGaps(db: Db | Tx, county: string, boundaries: readonly string[]): Promise<CountyGaps> {
  const { rows } = await sql<CountyGaps>`
    with bare as materialized (
      select ST_Difference(${county}::text::geometry, (select ST_Union(text::geometry) from unnest(${[...boundaries]}::text[]) as g (text))) as shape
    ), pieces as materialized (
      select d.geom, ST_Area(d.geom::geography)::float8 as m2 from bare, ST_Dump(ST_CollectionExtract(shape, 3)) d
    ), largest as materialized (select geom, m2 from pieces order by m2 desc limit 1)
    select coalesce((select sum(m2)::float8 from pieces), 0) as "areaM2", ST_Area(${county}::text::geography)::float8 as "countyM2",
      (select count(*) from pieces where m2 >= ${pieceM2})::int as pieces,
      (select m2 from largest) as "largestM2",
      (select ST_X(ST_PointOnSurface(geom)) from largest)::float8 as lon, (select ST_Y(ST_PointOnSurface(geom)) from largest)::float8 as lat`.execute(db)
  return rows[0]
}

/** A point on each surface, degrees; the engines' last digits differ, so whoever stores it rounds it. */
export async function listSurfacePoints(db: Db | Tx, boundaries: readonly string[]): Promise<{ lon: number; lat: number }[]> {
  if (boundaries.length === 0) return []
  const { rows } = await sql<{ lon: number; lat: number }>`
    select ST_X(point)::float8 as lon, ST_Y(point)::float8 as lat
    from (select ST_PointOnSurface(text::geometry) as point, ordinal
      from unnest(${[...boundaries]}::text[]) with ordinality as g (text, ordinal)) as placed order by ordinal`.execute(db)
  return rows
}

export interface UnitReference {
  unitId: string
  /** The table whose newest records name the unit. */
  table: string
  count: number
}

/** Records in force that name one of these units: an end of the unit would leave them nowhere. */
export async function listUnitReferences(db: Db | Tx, countyCode: number, unitIds: readonly string[]): Promise<UnitReference[]> {
  if (unitIds.length === 0) return []
  const found: UnitReference[] = []
  for (const [table, column] of referringColumns) {
    const { rows } = await sql<UnitReference>`
      select ${sql.ref(column)} as "unitId", ${table}::text as "table", count(*)::int as count from ${sql.table(table)}
      where county_code = ${countyCode} and valid_to_version is null and ${sql.ref(column)} = any(${[...unitIds]}::uuid[])
      group by ${sql.ref(column)} order by ${sql.ref(column)}`.execute(db)
    found.push(...rows)
  }
  return found
}

const referringColumns = [
  ['facilities', 'unit_id'],
  ['residential_areas', 'unit_id'],
  ['residential_areas', 'community_id'],
  ['population_counts', 'unit_id'],
  ['settlements', 'unit_id'],
  ['idle_premises', 'unit_id'],
  ['community_rooms', 'unit_id'],
  ['unit_tags', 'unit_id'],
] as const
