import { cellCentres, cellsOfRegion } from '../core/coverage/cells.ts'
import { markEdges, type MultiPolygonCoordinates } from '../core/coverage/places.ts'
import { leastMissedOnNetwork, leastMissedStraight, straightCircles, type NearestArrays, type StraightArrays } from '../core/coverage/nearest.ts'
import type { FacilityArrays, PointArrays, TravelArrays } from '../core/coverage/travel.ts'
import { travelByGroups, type FacilityGroup } from '../core/coverage/travel-groups.ts'
import { openGraph } from '../core/network/graph-file.ts'
import { countPieces } from '../core/network/components.ts'
import type { ElevationGrid } from '../core/network/elevation-grid.ts'
import { networkFor, type WalkerNetwork } from '../core/network/walkers.ts'

/** What crosses into the compute thread: typed arrays and plain coordinates, nothing of the database. */
export interface ComputeTask {
  /** The packed graph in shared memory; null for the straight line. */
  graph: ArrayBufferLike | null
  stepsFree: boolean
  /** Heights where slopes count; null where a walk is its length. */
  elevation: ElevationGrid | null
  detourFactor: number
  /** How far from the rim of the road data a walk within the limit may have begun. */
  edgeMetres: number
  facilities: FacilityArrays
  /** One group a type that must be reached, or a single one of all facilities where any is enough. */
  groups: FacilityGroup[]
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
  /** Component of the network each point stands on; all −1 for the straight line. */
  placeComponents: Int32Array
  nearest: NearestArrays
  straight: StraightArrays
  strandedFacilities: number[]
  cells: string[]
  cellTravel: TravelArrays
  cellEdges: Uint8Array
  /** What was asked of the network beyond its streets; null for the straight line. */
  walkers: Pick<WalkerNetwork, 'steps' | 'slopes'> | null
  /** Pieces of the network as it was walked; null for the straight line. */
  pieces: { components: number; largestComponentShare: number | null } | null
}

export type ReportProgress = (phase: string, progress: number) => void

/** The whole mathematics of a run, in one thread and without I/O. */
export function compute(task: ComputeTask, report: ReportProgress): ComputeResult {
  const walkers = task.graph && networkFor(openGraph(task.graph), task)
  const graph = walkers && walkers.graph
  const travel = (points: PointArrays, onProgress: (share: number) => void) => travelByGroups(task, graph, points, onProgress)
  const edges = ({ lon, lat }: PointArrays) =>
    task.extent ? markEdges(lon, lat, task.extent, task.edgeMetres) : new Uint8Array(lon.length)

  report('reach', 0)
  const places = travel(task.points, (share) => report('reach', share * 0.7))
  const nearest = graph
    ? leastMissedOnNetwork(graph, task.facilities, task.points)
    : leastMissedStraight(task.facilities, task.points, task.detourFactor)
  const straight = straightCircles(task.facilities, task.points)
  report('cells', 0)
  const cells = cellsOfRegion(task.region, task.cellResolution)
  const centres = cellCentres(cells)
  const cellPoints = { ...centres, maxAccessMetres: new Float64Array(cells.length).fill(task.cellMaxAccessMetres) }
  const cellTravel = travel(cellPoints, (share) => report('cells', share))
  return {
    places: places.travel,
    placeEdges: edges(task.points),
    placeComponents: places.component,
    strandedFacilities: places.strandedFacilities,
    nearest,
    straight,
    cells,
    cellTravel: cellTravel.travel,
    cellEdges: edges(cellPoints),
    walkers: walkers && { steps: walkers.steps, slopes: walkers.slopes },
    pieces: graph && countPieces(graph),
  }
}
