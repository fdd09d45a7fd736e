/**
 * What the tiles carry: the attribute names are the contract between the tile encoder and the map's style.
 * Run tiles stand under a run, base tiles under the version of their own kind of data.
 */
export const runTileLayers = {
  /** H3 cells: `h` (H3 index), `m` travel metres (absent when not reached), `u` 1 where no walkable road is near enough, `e` 1 where the road data stops within the limit. */
  cells: { minzoom: 8, maxzoom: 14 },
  /** Demand places as points: `id`, `kind`, `name`, `verdict`, `m` travel metres (absent when unreached), `r` residents, `r60`, `hh`, `e`. */
  places: { minzoom: 6, maxzoom: 14 },
} as const

export const baseTileLayers = {
  /** County boundary: `code`, six digits as text. Of the units' version, though it stands in the reference tree. */
  boundary: { kind: 'units', minzoom: 4, maxzoom: 14 },
  /** The study area: `name`. */
  study_area: { kind: 'study_areas', minzoom: 6, maxzoom: 14 },
  /** Townships and streets: `id`, `name`, `level`, `approx` 1 where the boundary is an approximation; label points in layer `unit_labels`. */
  units: { kind: 'units', minzoom: 6, maxzoom: 14 },
  /** Roads: `c` class (major, medium, minor, foot, steps, other). */
  roads: { kind: 'roads', minzoom: 10, maxzoom: 15 },
  /** Facilities: `id`, `name`, `types` (comma-separated), `status`, `use` (eldercare | other), `beds`, `area` m². */
  facilities: { kind: 'facilities', minzoom: 6, maxzoom: 14 },
  /** Residential areas' footprints: `id`, `name`, `hh`, `r`. */
  residential_areas: { kind: 'residential_areas', minzoom: 10, maxzoom: 15 },
} as const

export type RunTileLayer = keyof typeof runTileLayers
export type BaseTileLayer = keyof typeof baseTileLayers
