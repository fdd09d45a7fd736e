import { cellCentres, cellsOfRegion } from '../core/coverage/cells.ts'
import { markEdges, type MultiPolygonCoordinates } from '../core/coverage/places.ts'
import { travelOnNetwork, travelStraight, type FacilityArrays, type PointArrays, type TravelArrays } from '../core/coverage/travel.ts'
import { openGraph } from '../core/network/graph-file.ts'

/** What crosses into the compute thread: typed arrays and plain coordinates, nothing of the database. */
export interface ComputeTask {
  /** The packed graph in shared memory; null for the straight line. */
  graph: ArrayBufferLike | null
  detourFactor: number
  limitMetres: number
  facilities: FacilityArrays
  /** Points of all places, one after another. */
  points: PointArrays
  region: MultiPolygonCoordinates
  cellResolution: number
  cellMaxAccessMetres: number
  /** Where the road data stops; null where there is no road data. */
  extent: MultiPolygonCoordinates | null
}

export interface ComputeResult {
  places: TravelArrays
  placeEdges: Uint8Array
  strandedFacilities: number[]
  cells: string[]
  cellTravel: TravelArrays
  cellEdges: Uint8Array
}

export type ReportProgress = (phase: string, progress: number) => void

/** The whole mathematics of a run, in one thread and without I/O. */
export function compute(task: ComputeTask, report: ReportProgress): ComputeResult {
  const graph = task.graph && openGraph(task.graph)
  const travel = (points: PointArrays, onProgress: (share: number) => void) =>
    graph
      ? travelOnNetwork(graph, task.facilities, points, onProgress)
      : { ...travelStraight(task.facilities, points, task.detourFactor), strandedFacilities: [] }
  const edges = ({ lon, lat }: PointArrays) =>
    task.extent ? markEdges(lon, lat, task.extent, task.limitMetres) : new Uint8Array(lon.length)

  report('reach', 0)
  const { strandedFacilities, ...places } = travel(task.points, (share) => report('reach', share))
  report('cells', 0)
  const cells = cellsOfRegion(task.region, task.cellResolution)
  const centres = cellCentres(cells)
  const cellPoints = { ...centres, maxAccessMetres: new Float64Array(cells.length).fill(task.cellMaxAccessMetres) }
  const { strandedFacilities: _same, ...cellTravel } = travel(cellPoints, (share) => report('cells', share))
  return { places, placeEdges: edges(task.points), strandedFacilities, cells, cellTravel, cellEdges: edges(cellPoints) }
}
