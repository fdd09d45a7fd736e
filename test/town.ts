import { degreeScaleAt } from '../server/core/geodesic.ts'
import { buildGraph, type BuiltGraph } from '../server/core/network/build-graph.ts'
import { createRoadBuilder } from '../server/core/network/road-builder.ts'

/** The town's corner: 26° N, where one degree of longitude is about 100.2 km. */
export const townOrigin = { lon: 116, lat: 26 }

/**
 * A chessboard town: streets every `blockMetres`, `columns` × `rows` crossings, the corner at `townOrigin`.
 *
 *   row 2  ┼───┼───┼        lonLat(x, y) is the spot x metres east and y metres north of the corner;
 *   row 1  ┼───┼───┼        a walk between crossings is the sum of the differences, so every expected
 *   row 0  ┼───┼───┼        distance can be worked out in one's head.
 *
 * Lengths are given as exactly `blockMetres`: the ellipsoid's tenth of a millimetre would only blur the sums.
 */
export function chessboardTown(columns: number, rows: number, blockMetres: number): Town {
  const { lonMetres, latMetres } = degreeScaleAt(townOrigin.lat)
  const lonLat = (x: number, y: number): [number, number] => [townOrigin.lon + x / lonMetres, townOrigin.lat + y / latMetres]
  const roads = createRoadBuilder()
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) roads.node(...lonLat(column * blockMetres, row * blockMetres))
  }
  const at = (column: number, row: number) => row * columns + column
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (column + 1 < columns) roads.edge(at(column, row), at(column + 1, row), { lengthMetres: blockMetres })
      if (row + 1 < rows) roads.edge(at(column, row), at(column, row + 1), { lengthMetres: blockMetres })
    }
  }
  return { ...buildGraph(roads.finish()), lonLat }
}

export interface Town extends BuiltGraph {
  lonLat(xMetres: number, yMetres: number): [lon: number, lat: number]
}

/** Points as the core's parallel arrays, all with the same longest leg to the network. */
export function pointArrays(points: [lon: number, lat: number][], maxAccessMetres = 200) {
  return {
    lon: Float64Array.from(points, ([lon]) => lon),
    lat: Float64Array.from(points, ([, lat]) => lat),
    maxAccessMetres: new Float64Array(points.length).fill(maxAccessMetres),
  }
}

export function facilityArrays(points: [lon: number, lat: number][], limitMetres: number | number[], maxAccessMetres = 200) {
  const limits = typeof limitMetres === 'number' ? points.map(() => limitMetres) : limitMetres
  return { ...pointArrays(points, maxAccessMetres), limitMetres: Float64Array.from(limits) }
}
