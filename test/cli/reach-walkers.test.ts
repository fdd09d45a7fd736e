import { writeArrayBuffer } from 'geotiff'
import { describe, expect, it } from 'vitest'
import { exitCodes, rowsOf, writeFiles, yiquan } from './run-yiquan.ts'

/*
 * A street on the equator, 0.004° of longitude = 4 × 111.319491 m = 445.277964 m, rising 10 % eastwards; north of its
 * western end a terrace behind 0.0001° = 11.0574276 m of stairs, with a ramp of 0.004° + … round the eastern end.
 *
 *      T ────────────────────── U
 *      ╎ stairs                 │ ramp
 *      A ────────────────────── C
 */
const metresPerDegree = 111319.491
const feature = (properties: object, ...points: number[][]) => ({ type: 'Feature', properties, geometry: { type: 'LineString', coordinates: points } })
const collection = (...features: object[]) => JSON.stringify({ type: 'FeatureCollection', features })
const footway = { highway: 'footway' }
const street = feature(footway, [0, 0], [0.004, 0])
const terrace = collection(
  street,
  feature({ highway: 'steps' }, [0, 0], [0, 0.0001]),
  feature(footway, [0, 0.0001], [0.004, 0.0001]),
  feature(footway, [0.004, 0.0001], [0.004, 0]),
)

/** Heights rising with the metres east, from 0.01° west of the street: the corner of the first cell. */
function plane(rise: number, west = -0.01): Uint8Array {
  const [columns, rows, step] = [40, 20, 0.0005]
  const metres = Float32Array.from({ length: columns * rows }, (_, i) => 500 + rise * (west + ((i % columns) + 0.5) * step) * metresPerDegree)
  return new Uint8Array(
    writeArrayBuffer(metres as never, {
      width: columns,
      height: rows,
      ModelPixelScale: [step, step, 0],
      ModelTiepoint: [0, 0, 0, west, 0.005, 0],
      GTModelTypeGeoKey: 2,
      GTRasterTypeGeoKey: 1,
      GeographicTypeGeoKey: 4326,
    } as never),
  )
}

async function ask(roads: string, more: string[], dem: Uint8Array = plane(0.1)) {
  const files = writeFiles({ 'roads.geojson': roads, 'a.csv': 'id,lon,lat\nA,0,0\n', 'c.csv': 'id,lon,lat\nC,0.004,0\n', 't.csv': 'id,lon,lat\nT,0,0.0001\n', 'dem.tif': dem })
  const paths: Record<string, string> = files
  return yiquan(['reach', '--roads', files['roads.geojson'], ...more.map((word) => paths[word] ?? word)])
}

async function walkOf(roads: string, more: string[], dem?: Uint8Array): Promise<[column: string, value: number]> {
  const { stdout, stderr, exitCode } = await ask(roads, more, dem)
  expect([exitCode, stderr.includes('internal')]).toEqual([exitCodes.answered, false])
  const [header, [, value]] = rowsOf(stdout)
  return [header[1], value === '' ? NaN : Number(value)]
}

describe('yiquan reach with time and slopes', () => {
  it('answers in seconds where the limit is in seconds', async () => {
    // 445.277964 m ÷ 0.8 m/s = 556.597 s; at 1.2 m/s 371.065 s.
    expect(await walkOf(collection(street), ['--sources', 'a.csv', '--to', 'c.csv', '--limit-seconds', '900'])).toEqual(['travel_s', expect.closeTo(556.597, 3)])
    expect(await walkOf(collection(street), ['--sources', 'a.csv', '--to', 'c.csv', '--limit-seconds', '900', '--speed', '1.2'])).toEqual(['travel_s', expect.closeTo(371.065, 3)])
    expect(await walkOf(collection(street), ['--sources', 'a.csv', '--to', 'c.csv', '--limit-seconds', '556'])).toEqual(['travel_s', NaN])
  })

  it('walks down to a source in the time of the flat, and up to one in e^0.35 times that', async () => {
    const slope = ['--limit-seconds', '900', '--dem', 'dem.tif']
    // From C down to A: −10 % takes as long as 0 %. From A up to C: 556.597 × 1.4190675 = 789.849 s.
    const down = await walkOf(collection(street), ['--sources', 'a.csv', '--to', 'c.csv', ...slope])
    const up = await walkOf(collection(street), ['--sources', 'c.csv', '--to', 'a.csv', ...slope])
    expect(down).toEqual(['travel_s', expect.closeTo(556.597, 2)])
    expect(up).toEqual(['travel_s', expect.closeTo(789.849, 1)])
    // Heights mirrored swap the two.
    const mirrored = await walkOf(collection(street), ['--sources', 'a.csv', '--to', 'c.csv', ...slope], plane(-0.1))
    expect(mirrored[1]).toBeCloseTo(up[1], 2)
  })

  it('says the seconds of every node reached in the same direction', async () => {
    const { stdout, stderr } = await ask(collection(street), ['--sources', 'a.csv', '--limit-seconds', '900', '--dem', 'dem.tif'])
    const [header, ...rows] = rowsOf(stdout)
    expect(header).toEqual(['lon', 'lat', 'travel_s'])
    expect(rows.map(([lon, , seconds]) => [Number(lon), Number(seconds)])).toEqual([[0, 0], [0.004, expect.closeTo(556.597, 2)]])
    expect(stderr).toMatch(/Tobler（1993）/)
  })

  it('says how much of the streets has no heights, and refuses a model of elsewhere', async () => {
    // The model ends at 0.002° − half a cell west of … its last centre reaches 0.002°: half of the street.
    const { stderr, exitCode } = await ask(collection(street), ['--sources', 'a.csv', '--limit-seconds', '900', '--dem', 'dem.tif'], plane(0.1, -0.018))
    expect([exitCode, stderr]).toEqual([exitCodes.answered, expect.stringMatching(/没有高程的路段按平地计：\d+ m/)])
    const elsewhere = await ask(collection(street), ['--sources', 'a.csv', '--limit-seconds', '900', '--dem', 'dem.tif'], plane(0, 20))
    expect([elsewhere.exitCode, elsewhere.stderr]).toEqual([exitCodes.refused, expect.stringContaining('DEM_OUTSIDE')])
  })

  it('takes the heights that the lines carry, if they carry any', async () => {
    const lifted = collection(feature(footway, [0, 0, 0], [0.004, 0, 44.5277964]))
    const own = ['--limit-seconds', '900', '--dem', 'own']
    expect((await walkOf(lifted, ['--sources', 'c.csv', '--to', 'a.csv', ...own]))[1]).toBeCloseTo(789.849, 2)
    expect((await walkOf(lifted, ['--sources', 'a.csv', '--to', 'c.csv', ...own]))[1]).toBeCloseTo(556.597, 2)
    const flat = await ask(collection(street), ['--sources', 'a.csv', ...own])
    expect([flat.exitCode, flat.stderr]).toEqual([exitCodes.refused, expect.stringContaining('NETWORK_WITHOUT_HEIGHTS')])
  })
})

describe('yiquan reach without stairs', () => {
  it('goes round by the ramp', async () => {
    const question = ['--sources', 'a.csv', '--to', 't.csv', '--limit', '2000']
    // Up the stairs 11.0574 m; round the ramp 2 × 445.277964 + 11.0574 = 901.6134 m.
    expect(await walkOf(terrace, question)).toEqual(['distance_m', expect.closeTo(11.0574, 3)])
    expect(await walkOf(terrace, [...question, '--steps-free'])).toEqual(['distance_m', expect.closeTo(901.6134, 3)])
  })

  it('says what was left out, or that the roads cannot tell', async () => {
    expect((await ask(terrace, ['--sources', 'a.csv', '--limit', '10', '--steps-free'])).stderr).toMatch(/1 段，共 11 m/)
    const bare = collection(feature({}, [0, 0], [0.004, 0]))
    expect((await ask(bare, ['--sources', 'a.csv', '--limit', '10', '--steps-free'])).stderr).toMatch(/路网数据无台阶信息/)
    const list = writeFiles({ 'roads.csv': 'u,v,length_m\n1,2,5\n', 'sources.csv': 'node\n1\n' })
    const answer = await yiquan(['reach', '--roads', list['roads.csv'], '--sources', list['sources.csv'], '--limit', '10', '--steps-free'])
    expect([answer.stdout, answer.stderr]).toEqual(['node,distance_m\n1,0\n2,5\n', expect.stringMatching(/路网数据无台阶信息/)])
  })
})
