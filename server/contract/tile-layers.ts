/**
 * How tiles are written, part of their addresses: caches keep a tile for ever, so whatever changes the bytes of any tile
 * of the same run or version raises this.
 */
export const tileEncoding = 'e3'

/** Addresses of the tiles of a run, for a map: {z}, {x} and {y} are its to fill in. */
export function runTileAddress(countyCode: string, runId: string, layer: RunTileLayer): string {
  return `/api/v1/counties/${countyCode}/runs/${runId}/tiles/${tileEncoding}/${layer}/{z}/{x}/{y}.mvt`
}

export function baseTileAddress(countyCode: string, version: number, layer: BaseTileLayer): string {
  return `/api/v1/counties/${countyCode}/versions/${version}/tiles/${tileEncoding}/${layer}/{z}/{x}/{y}.mvt`
}

/** Elders of a cell are sent by class only: the least a class holds; 1 stands for ‹10. */
export const elderClasses = [0, 1, 10, 20, 50, 100, 200, 500] as const

/**
 * What the tiles carry: the attribute names are the contract between the tile encoder and the map's style.
 * Run tiles stand under a run, base tiles under the version of their own kind of data.
 */
export const runTileLayers = {
  /**
   * H3 cells: `h` (H3 index), `m` travel metres (absent when not reached), `u` 1 where no walkable road is near enough,
   * `e` 1 where the road data stops within the limit.
   *
   * Where the run's cells would be less than six pixels wide, their parents come instead, at most two levels up (never
   * two resolutions at one zoom). A parent stands for the `n` cells of the run inside it and adds, besides `n`:
   *   `s`  whole percent of them that are reached, rounded down, so that 100 says all
   *   `m`  the walk that at least half of them keep: their median, one that is not reached counting as the longest; so it
   *        is absent where fewer than half are reached, and a colour is never that of a minority
   *   `u`  1 where more than half of them have no walkable road near enough
   *   `e`  1 where any of them has it
   *   `r`  its resolution; a cell of the run's own has neither `s` nor `n` nor `r`
   * Cells count alike: shares of residents are in the summaries, not on the map.
   */
  cells: { minzoom: 8, maxzoom: 14 },
  /**
   * The population surface, cells that anybody lives in: `h` (H3 index), `p` residents, `o` residents 60+ by class, as the
   * least it holds (`elderClasses`; no exact count of elders, because beside the places' counts the small ones would
   * follow from it). Either is absent where the county does not know it. Parents as of `cells`, with the sums of their
   * children, `n` (how many) and `r` (resolution). Cells differ in area by up to 6.6 %: people a cell are no density.
   */
  people: { minzoom: 8, maxzoom: 14 },
  /** Demand places as points: `id`, `kind`, `name`, `verdict`, `m` travel metres (absent when unreached), `r` residents, `r60`, `hh`, `e`. */
  places: { minzoom: 6, maxzoom: 14 },
} as const

export const baseTileLayers = {
  /** County boundary: `code`, six digits as text. Of the units' version, though it stands in the reference tree. */
  boundary: { kind: 'units', minzoom: 4, maxzoom: 14 },
  /** The study area: `name`. */
  study_area: { kind: 'study_areas', minzoom: 6, maxzoom: 14 },
  /** Planning units 详细规划单元: `id`, `name`, `code`, `p` planned people; label points in layer `planning_unit_labels`. */
  planning_units: { kind: 'study_areas', minzoom: 8, maxzoom: 14 },
  /** 城镇开发边界: `id`, `code`, `name`, `zone`. */
  development_boundary: { kind: 'development_boundary', minzoom: 6, maxzoom: 14 },
  /** Townships and streets: `id`, `name`, `level`, `approx` 1 where the boundary is an approximation; label points in layer `unit_labels`. */
  units: { kind: 'units', minzoom: 6, maxzoom: 14 },
  /** Roads: `c` class (major, medium, minor, foot, steps, other). */
  roads: { kind: 'roads', minzoom: 10, maxzoom: 15 },
  /** Facilities: `id`, `name`, `types` (comma-separated), `status`, `use` (eldercare | other), `beds`, `area` m². */
  facilities: { kind: 'facilities', minzoom: 6, maxzoom: 14 },
  /** Residential areas' footprints: `id`, `name`, `hh`, `r`. */
  residential_areas: { kind: 'residential_areas', minzoom: 10, maxzoom: 15 },
} as const

/** Units that fail a rule of an evaluation: `id`, `entity`, `name`, `state` (fails, unknown); what has no place is left out. */
export const failingTileLayer = { minzoom: 4, maxzoom: 14 } as const

export type RunTileLayer = keyof typeof runTileLayers
export type BaseTileLayer = keyof typeof baseTileLayers
