import fc from 'fast-check'
import type { Geometry, Position } from 'geojson'
import { describe, expect, it } from 'vitest'
import { checkShape } from '../../../server/core/imports/geometry.ts'
import { judgeCrossings } from '../../../server/core/imports/self-crossings.ts'
import { hasOddName } from '../../../server/core/imports/odd-names.ts'
import { polygonAreaM2 } from '../../../server/core/geodesic-area.ts'
import { box, codesOf, examineFile, layerOf, nowhere } from './doctor-world.ts'

const square: Position[] = box(116.25, 26.25, 116.251, 26.251)
const polygon = (...rings: Position[][]): Geometry => ({ type: 'Polygon', coordinates: rings })
const findings = (geometry: unknown) => checkShape(geometry as Geometry).findings.map(({ code }) => code)

describe('the shape of a geometry', () => {
  it.each<[string, unknown, string[]]>([
    ['text for a number', { type: 'Point', coordinates: ['116', 26] }, ['GEOM_SHAPE']],
    ['one number', { type: 'Point', coordinates: [116] }, ['GEOM_SHAPE']],
    ['an empty position', { type: 'LineString', coordinates: [[116, 26], []] }, ['GEOM_SHAPE']],
    ['too flat a polygon', { type: 'Polygon', coordinates: square }, ['GEOM_SHAPE']],
    ['null for coordinates', { type: 'Point', coordinates: null }, ['GEOM_SHAPE']],
    ['a type of its own', { type: 'Circle', coordinates: [116, 26] }, ['GEOM_SHAPE']],
    ['a collection', { type: 'GeometryCollection', geometries: [] }, ['GEOM_TYPE']],
    ['an empty line', { type: 'LineString', coordinates: [] }, ['GEOM_DEGENERATE']],
    [
      'a line of one point',
      {
        type: 'LineString',
        coordinates: [
          [116, 26],
          [116, 26],
        ],
      },
      ['GEOM_DUPNODE', 'GEOM_DEGENERATE'],
    ],
    ['an open ring', polygon(square.slice(0, 4)), ['GEOM_UNCLOSED']],
    [
      'a ring without an inside',
      polygon([
        [0, 0],
        [1, 1],
        [2, 2],
        [0, 0],
      ]),
      ['GEOM_DEGENERATE'],
    ],
    ['a repeated corner', polygon([square[0], square[0], ...square.slice(1)]), ['GEOM_DUPNODE']],
    ['four dimensions', { type: 'Point', coordinates: [116, 26, 1, 2] }, ['GEOM_DIM']],
    ['a height', { type: 'Point', coordinates: [116, 26, 1] }, []],
    ['a sound polygon', polygon(square), []],
  ])('%s', (_, geometry, codes) => expect(findings(geometry)).toEqual(codes))
})

describe('polygons that cross themselves', () => {
  it('of two lobes alike count both after a repair and none before', () => {
    // 0.001° squares cut by a cross: each lobe is a quarter of the box.
    const bowTie = [
      [0, 0],
      [0.001, 0.001],
      [0.001, 0],
      [0, 0.001],
      [0, 0],
    ]
    const judged = judgeCrossings([bowTie])!
    expect(judged.crossings).toBe(1)
    expect(judged.beforeM2).toBeCloseTo(0, 6)
    expect(judged.afterM2).toBeCloseTo((polygonAreaM2([[box(0, 0, 0.001, 0.001)]]) as number) / 2, 0)
    expect(judged.verdict).toBe('refused')
  })

  it('by a sliver are repaired and said so; by a lobe they are refused', () => {
    // The last corner of a unit square overshoots its first side by d: a lobe of about d²/2, which a repair adds twice.
    const overshot = (d: number): Position[] =>
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
        [d, -d],
        [0, 0],
      ].map(([x, y]) => [116.25 + x / 1000, 26.25 + y / 1000])
    const codes = (d: number) => Object.keys(codesOf(examineFile('layer', layerOf([polygon(overshot(d))], {}, 'gpkg'), {}, nowhere)))
    expect(codes(0.05)).toEqual(['GEOM_REPAIRED'])
    expect(codes(0.4)).toEqual(['GEOM_SELFX'])
    expect(judgeCrossings([square])).toBeUndefined()
  })

  it('touching holes are sound, holes outside or across the shell are not', () => {
    const inside = box(116.2502, 26.2502, 116.2504, 26.2504)
    const touching: Position[] = [
      [116.25, 26.2505],
      [116.2504, 26.2503],
      [116.2504, 26.2507],
      [116.25, 26.2505],
    ]
    expect(judgeCrossings([square, inside])).toBeUndefined()
    expect(judgeCrossings([square, touching])).toBeUndefined()
    expect(judgeCrossings([square, box(116.2505, 26.2505, 116.2515, 26.2506)])).toMatchObject({ verdict: 'refused' })
    expect(judgeCrossings([square, box(116.26, 26.26, 116.2605, 26.2605)])).toMatchObject({ verdict: 'refused' })
  })

  it('lobes that meet in a corner are found though no side crosses', () => {
    const eight: Position[] = [
      [0, 0],
      [1, 1],
      [2, 2],
      [2, 0],
      [1, 1],
      [0, 2],
      [0, 0],
    ].map(([x, y]) => [116 + x / 1000, 26 + y / 1000])
    expect(judgeCrossings([eight])).toMatchObject({ verdict: 'refused', crossings: 0 })
    // Walked the other way the right lobe adds up: a repair changes nothing.
    expect(judgeCrossings([eight.with(2, eight[3]).with(3, eight[2])])).toBeUndefined()
  })

  it('never of a star-shaped ring, whatever its corners', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.2, max: 1, noNaN: true }), { minLength: 3, maxLength: 60 }), (radii) => {
        const ring = radii.map((r, i): Position => [
          116 + (r * Math.cos((2 * Math.PI * i) / radii.length)) / 100,
          26 + (r * Math.sin((2 * Math.PI * i) / radii.length)) / 100,
        ])
        return judgeCrossings([[...ring, ring[0]]]) === undefined
      }),
    )
  })
})

describe('layers', () => {
  it('are checked row by row; good rows stay', () => {
    const report = examineFile(
      'layer',
      layerOf([
        { type: 'Point', coordinates: [116.25, 26.25] },
        null,
        { type: 'Point', coordinates: [200, 26] },
        polygon(square),
        { type: 'Point', coordinates: [0, 0] },
      ]),
      {},
      nowhere,
    )
    expect(report.rows).toEqual({ read: 5, accepted: 2, refused: 3, asked: 0 })
    expect(codesOf(report)).toMatchObject({ GEOM_MISSING: [2], COORD_RANGE: [3], COORD_OUT_OF_REGION: [5] })
  })

  it('of one kind of geometry refuse another', () => {
    const report = examineFile(
      'planning_units',
      layerOf([polygon(square), { type: 'Point', coordinates: [116.25, 26.25] }], { headers: ['单元编号'] }),
      {},
      nowhere,
    )
    expect(codesOf(report)).toMatchObject({ GEOM_TYPE: [2] })
  })

  it('whose numbers are metres ask for another system, and those of degrees in a metric one too', () => {
    const metres = layerOf([{ type: 'Point', coordinates: [39_430_000, 2_910_000] }])
    expect(examineFile('layer', metres, {}, nowhere).questions[0]).toMatchObject({
      code: 'CRS_MISMATCH',
      options: [{ value: 'EPSG:4527' }],
    })
    const degrees = layerOf([{ type: 'Point', coordinates: [116.25, 26.25] }], { crs: { epsg: 4527, text: 'EPSG:4527', from: 'prj' } })
    expect(examineFile('layer', degrees, {}, nowhere).questions[0].code).toBe('CRS_MISMATCH')
    expect(examineFile('layer', degrees, { crs: '4490' }, nowhere).outcome).toBe('warn')
  })

  it('keep ordinary names of columns and point out those that could be commands', () => {
    for (const name of ['建筑面积（㎡）', '60岁以上/人', 'a_b-c', '四同步·规划', 'é', '#1', '%']) expect(hasOddName(name), name).toBe(false)
    for (const name of ['x"; DROP TABLE y;--', "a' or '1'='1", 'exec(x)=1', 'a--b', '\u0000', '{{x}}', '<b>', '$x', 'x'.repeat(200)])
      expect(hasOddName(name), name).toBe(true)
  })

  it('with land use codes keep their leading zero, and ask where it is lost', () => {
    const parcels = (...codes: (string | number)[]) => {
      const file = layerOf(
        codes.map((_, i) => polygon(box(116.25 + i / 100, 26.25, 116.251 + i / 100, 26.251))),
        { headers: ['用地代码'] },
        'gpkg',
      )
      codes.forEach((code, i) => (file.tables[0].rows[i].cells = [code]))
      return examineFile('land_parcels', file, {}, nowhere)
    }
    expect(codesOf(parcels('0701', '080701', '07'))).toEqual({})
    expect(parcels('0701', 701).outcome).toBe('ask')
    expect(parcels('0701', '99').rows).toEqual({ read: 2, accepted: 1, refused: 1, asked: 0 })
  })
})
