import { openGraph } from '../core/network/graph-file.ts'
import type { ElevationGrid } from '../core/network/elevation-grid.ts'
import type { Snap } from '../core/network/snap.ts'
import { networkFor } from '../core/network/walkers.ts'
import { snapPoints, type PointArrays } from '../core/coverage/travel.ts'

/** What takes long before a run can be asked: its network as its walkers find it, and where every place joins it. */
export interface SnapTask {
  /** The packed graph in shared memory. */
  graph: SharedArrayBuffer
  stepsFree: boolean
  elevation: ElevationGrid | null
  points: PointArrays
}

export interface SnapResult {
  graph: ArrayBufferLike
  /** −1 where no walkable road is near enough. */
  edge: Int32Array
  /** The parts of `Snap`, NaN where there is none. */
  fromMetres: Float64Array
  toMetres: Float64Array
  accessMetres: Float64Array
  /** Two numbers a point. */
  lonLat: Float64Array
}

export function snapAll({ graph: buffer, stepsFree, elevation, points }: SnapTask): { result: SnapResult; transfer: ArrayBuffer[] } {
  const { graph } = networkFor(openGraph(buffer), { stepsFree, elevation })
  const snaps = snapPoints(graph, points)
  const result = {
    graph: graph.buffer,
    edge: Int32Array.from(snaps, (snap) => snap?.edge ?? -1),
    fromMetres: Float64Array.from(snaps, (snap) => snap?.fromMetres ?? NaN),
    toMetres: Float64Array.from(snaps, (snap) => snap?.toMetres ?? NaN),
    accessMetres: Float64Array.from(snaps, (snap) => snap?.accessMetres ?? NaN),
    lonLat: Float64Array.from(snaps.flatMap((snap) => [snap?.lon ?? NaN, snap?.lat ?? NaN])),
  }
  // A network of its own is handed over, not copied; the shared one stays where it is.
  return { result, transfer: graph.buffer instanceof ArrayBuffer ? [graph.buffer] : [] }
}

export function unpackSnaps({ edge, fromMetres, toMetres, accessMetres, lonLat }: SnapResult): (Snap | undefined)[] {
  return Array.from(edge, (own, i) =>
    own < 0
      ? undefined
      : { edge: own, fromMetres: fromMetres[i], toMetres: toMetres[i], accessMetres: accessMetres[i], lon: lonLat[2 * i], lat: lonLat[2 * i + 1] },
  )
}
