/** Road classes kept for the base map's line widths and for reports; walkability has been decided before. */
export const roadClasses = ['major', 'medium', 'minor', 'foot', 'steps', 'other'] as const
export type RoadClass = (typeof roadClasses)[number]

/** The walkable roads of one source, packed: what every road adapter hands to `buildGraph`. */
export interface RoadInput {
  /** Degrees, one entry a node. NaN for both where the source has no coordinates (a bare edge list). */
  nodeLon: Float64Array
  nodeLat: Float64Array
  /** The source's own node ids, in node order, or null where it has none worth keeping. */
  nodeIds: string[] | null
  edgeFrom: Uint32Array
  edgeTo: Uint32Array
  /** Metres; NaN asks `buildGraph` for the geodesic length of the shape. */
  edgeLengthMetres: Float64Array
  edgeClass: Uint8Array
  /** 1 where the edge is stairs. */
  edgeSteps: Uint8Array
  /** Interior points of edge e are `shapeLon/Lat[shapeOffset[e] .. shapeOffset[e+1])`, from → to, ends excluded. */
  shapeOffset: Uint32Array
  shapeLon: Float64Array
  shapeLat: Float64Array
  /** Heights in metres, NaN where unknown; left out where the source has none. */
  nodeElevation?: Float64Array
  shapeElevation?: Float64Array
}

export interface EdgeDetails {
  /** Metres, taken as given; omit for the geodesic length of the shape. */
  lengthMetres?: number
  roadClass?: RoadClass
  steps?: boolean
  /** Interior points from → to as lon, lat, lon, lat …; ends excluded. */
  shape?: ArrayLike<number>
}

export interface RoadBuilder {
  /** Adds a node and returns its dense index. Coordinates in degrees, longitude first; NaN where unknown. */
  node(lon: number, lat: number, id?: string): number
  /** Adds an undirected edge between two node indices. */
  edge(from: number, to: number, details?: EdgeDetails): void
  readonly nodeCount: number
  readonly edgeCount: number
  finish(): RoadInput
}

/** Collects nodes and edges into growing typed arrays, so that a million-edge layer never exists as objects. */
export function createRoadBuilder(options: { keepNodeIds?: boolean } = {}): RoadBuilder {
  const nodeLon = growable(Float64Array)
  const nodeLat = growable(Float64Array)
  const ids: string[] = []
  const from = growable(Uint32Array)
  const to = growable(Uint32Array)
  const length = growable(Float64Array)
  const cls = growable(Uint8Array)
  const steps = growable(Uint8Array)
  const shapeOffset = growable(Uint32Array)
  const shapeLon = growable(Float64Array)
  const shapeLat = growable(Float64Array)

  return {
    node(lon, lat, id) {
      nodeLon.push(lon)
      nodeLat.push(lat)
      if (options.keepNodeIds) ids.push(id ?? '')
      return nodeLon.size() - 1
    },
    edge(a, b, details = {}) {
      const count = nodeLon.size()
      if (!(a < count && b < count)) throw new Error(`expected node indices below ${count}, got ${a} and ${b}`)
      shapeOffset.push(shapeLon.size())
      from.push(a)
      to.push(b)
      length.push(details.lengthMetres ?? NaN)
      cls.push(roadClasses.indexOf(details.roadClass ?? 'other'))
      steps.push(details.steps ? 1 : 0)
      const shape = details.shape ?? []
      for (let i = 0; i < shape.length; i += 2) {
        shapeLon.push(shape[i])
        shapeLat.push(shape[i + 1])
      }
    },
    get nodeCount() {
      return nodeLon.size()
    },
    get edgeCount() {
      return from.size()
    },
    finish() {
      shapeOffset.push(shapeLon.size())
      return {
        nodeLon: nodeLon.done(),
        nodeLat: nodeLat.done(),
        nodeIds: options.keepNodeIds ? ids : null,
        edgeFrom: from.done(),
        edgeTo: to.done(),
        edgeLengthMetres: length.done(),
        edgeClass: cls.done(),
        edgeSteps: steps.done(),
        shapeOffset: shapeOffset.done(),
        shapeLon: shapeLon.done(),
        shapeLat: shapeLat.done(),
      }
    },
  }
}

type NumberArray = Float64Array | Uint32Array | Uint8Array

function growable<T extends NumberArray>(make: new (length: number) => T) {
  let data = new make(1024)
  let size = 0
  return {
    push(value: number) {
      if (size === data.length) {
        const bigger = new make(data.length * 2)
        bigger.set(data)
        data = bigger
      }
      data[size++] = value
    },
    size: () => size,
    done: (): T => data.slice(0, size) as T,
  }
}
