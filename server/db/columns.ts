import type { ColumnType } from 'kysely'

/** PostGIS geometry: never selected raw, always through a helper of `postgis.ts`, which fixes SRID and form. */
export type Geometry = ColumnType<never, unknown, unknown>
/** numeric columns come and go as decimal strings, so that no statutory area passes through a binary float. */
export type Decimal = ColumnType<string | null, string | null, string | null>
export type Json<T> = ColumnType<T, string, string>
export type Timestamp = ColumnType<Date, Date | string, Date | string>
/** Calendar days are plain 'YYYY-MM-DD' strings on both engines: a Date would shift with the time zone. */
export type Day = ColumnType<string, string, string>
/** Empty for what was written before the column was there, and for writers that know nothing of it. */
export type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>
export type OptionalDay = Optional<string>

export interface Bilingual {
  zh: string
  en: string
}

export interface Versioned {
  county_code: number
  id: string
  valid_from_version: number
  valid_to_version: number | null
}

export interface Counts {
  residents: number | null
  residents_60_plus: number | null
  residents_80_plus: number | null
  households: number | null
}

export type Measure = 'residents' | 'residents_60_plus' | 'residents_80_plus' | 'households'
