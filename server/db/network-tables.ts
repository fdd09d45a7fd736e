import type { Geometry, Json, Versioned } from './columns.ts'

export interface RoadNetworkTable extends Versioned {
  graph: Uint8Array
  graph_hash: string
  node_count: number
  edge_count: number
  length_metres: number
  report: Json<unknown>
  extent: Geometry | null
}

/** A county's elevation model: one compressed grid a version (network/elevation-codec). */
export interface ElevationGridTable extends Versioned {
  /** Centre of the north-western cell and the steps between cells, degrees. */
  west: number
  north: number
  lon_step: number
  lat_step: number
  column_count: number
  row_count: number
  heights: Uint8Array
  heights_hash: string
}
