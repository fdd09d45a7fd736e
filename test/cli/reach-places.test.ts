import { describe, expect, it } from 'vitest'
import { rowsOf, writeFiles, yiquan } from './run-yiquan.ts'

/*
 * Little worlds on the equator, where distances are known without a computer: a parallel is a circle of the
 * semi-major axis there, so 0.001° of longitude is 6378137 × π / 180 × 0.001 = 111.319491 m; northwards the radius is
 * a(1−e²) = 6335439.327 m, so 0.001° of latitude is 110.574276 m. CGCS2000 has the same figures to the micrometre.
 *
 *   lon 0      0.001    0.002    0.003    0.004          0.010 ─── 0.011
 *      A ─────────┬────────B────────┬───────C                 island
 *                 │                 │
 *                 D (lat 0.001)    (no junction: a bridge at 0.003 has no vertex in common)
 */
const dLon = 111.319491
const dLat = 110.574276

function line(...points: [number, number][]): object {
  return { type: 'Feature', properties: { highway: 'footway' }, geometry: { type: 'LineString', coordinates: points } }
}

const world = JSON.stringify({
  type: 'FeatureCollection',
  features: [
    line([0, 0], [0.001, 0], [0.002, 0], [0.004, 0]),
    line([0.001, 0], [0.001, 0.001]),
    line([0.003, -0.001], [0.003, 0.001]),
    line([0.01, 0], [0.011, 0]),
  ],
})

interface Question {
  sources: string
  limit: number
  to?: string
  more?: string[]
}

async function ask(
  { sources, limit, to, more = [] }: Question,
  roads: { name: string; text: string } = { name: 'roads.geojson', text: world },
) {
  const files = writeFiles({ [roads.name]: roads.text, 'sources.csv': sources, 'to.csv': to ?? '' })
  const parameters = ['reach', '--roads', files[roads.name], '--sources', files['sources.csv'], '--limit', String(limit), ...more]
  if (to !== undefined) parameters.push('--to', files['to.csv'])
  return yiquan(parameters)
}

/** Distance by id; NaN where the cell is empty. */
function distances(stdout: string): Record<string, number> {
  const [header, ...rows] = rowsOf(stdout)
  expect(header).toEqual(['id', 'distance_m'])
  return Object.fromEntries(rows.map(([id, metres]) => [id, metres === '' ? NaN : Number(metres)]))
}

/** Equal to the hundredth of a millimetre: the constants above have six decimals and are added up to ten times. */
function expectMetres(actual: number, expected: number) {
  expect(Math.abs(actual - expected)).toBeLessThan(1e-5)
}

describe('yiquan reach on roads with coordinates', () => {
  it('measures along the roads to every node within the limit', async () => {
    // From A: the junction 0.001 after dLon, D after dLon + dLat, C after 4 dLon; B is no junction, the bridge unconnected.
    const { stdout, stderr, exitCode } = await ask({ sources: 'id,lon,lat\ns,0,0\n', limit: 500 })
    const [header, ...rows] = rowsOf(stdout)
    expect(header).toEqual(['lon', 'lat', 'distance_m'])
    const byPlace = new Map(rows.map(([lon, lat, metres]) => [`${lon},${lat}`, Number(metres)]))
    expect([...byPlace.keys()].sort()).toEqual(['0,0', '0.001,0', '0.001,0.001', '0.004,0'])
    expectMetres(byPlace.get('0,0')!, 0)
    expectMetres(byPlace.get('0.001,0')!, dLon)
    expectMetres(byPlace.get('0.001,0.001')!, dLon + dLat)
    expectMetres(byPlace.get('0.004,0')!, 4 * dLon)
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  })

  it('counts both access legs toward the distance and toward the limit', async () => {
    // The source stands 0.0005° north of the road at 0.0002, the target 0.0005° south of it at 0.0022:
    // 0.5 dLat + 2 dLon + 0.5 dLat = 333.213258 m. A limit between the road's part and the whole reaches nothing.
    const points = { sources: 'id,lon,lat\ns,0.0002,0.0005\n', to: 'id,lon,lat\nt,0.0022,-0.0005\n' }
    expectMetres(distances((await ask({ ...points, limit: 334 })).stdout).t, dLat + 2 * dLon)
    expect(distances((await ask({ ...points, limit: 333 })).stdout)).toEqual({ t: NaN })
  })

  it('walks straight along an edge on which source and target both stand', async () => {
    // The edge from 0.001 to 0.004 has the inner vertex 0.002; both ends lie beyond the limit of 100 m from the
    // source at 0.0024: 0.0003° west across no vertex, 0.0006° west across the vertex, and the source's own spot.
    const to = 'id,lon,lat\nnear,0.0027,0\nacross,0.0018,0\nsame,0.0024,0\n'
    const found = distances((await ask({ sources: 'id,lon,lat\ns,0.0024,0\n', to, limit: 100 })).stdout)
    expectMetres(found.near, 0.3 * dLon)
    expectMetres(found.across, 0.6 * dLon)
    expectMetres(found.same, 0)
  })

  it('goes round by a shorter way even where both stand on one edge', async () => {
    // One edge makes a detour over the north (2 × 0.002° up and down, 0.001° across), the other joins its ends directly.
    const roads = JSON.stringify({
      type: 'FeatureCollection',
      features: [line([0, 0], [0, 0.002], [0.001, 0.002], [0.001, 0]), line([0, 0], [0.001, 0])],
    })
    // From (0, 0.0005) to (0.001, 0.0005): down 0.5 dLat, along dLon, up 0.5 dLat; over the top it would be 3 dLat + dLon.
    const { stdout } = await ask(
      { sources: 'id,lon,lat\ns,0,0.0005\n', to: 'id,lon,lat\nt,0.001,0.0005\n', limit: 1000 },
      { name: 'loop.geojson', text: roads },
    )
    expectMetres(distances(stdout).t, dLat + dLon)
  })

  it('leaves the distance empty for what is not reached, and says who stands too far from any road', async () => {
    // The island is 0.006° away without a road; `field` is 0.0009° = 99.5 m south of the road, `lake` 0.02° = 2.2 km.
    const to = 'id,lon,lat\nfield,0.0015,-0.0009\nisland,0.0105,0\nlake,0.002,0.02\n'
    const { stdout, stderr, exitCode } = await ask({
      sources: 'id,lon,lat\ns,0,0\n"海上, 东",0.5,0\n',
      to,
      limit: 5000,
      more: ['--max-access', '120'],
    })
    expect(rowsOf(stdout).map(([id, metres]) => [id, metres === ''])).toEqual([
      ['id', false],
      ['field', false],
      ['island', true],
      ['lake', true],
    ])
    expect(stderr.split('\n')).toEqual([
      '120 m 以内没有可步行的道路，不可达 / no walkable road within 120 m, unreached: 海上, 东',
      '120 m 以内没有可步行的道路，不可达 / no walkable road within 120 m, unreached: lake',
      '',
    ])
    expect(exitCode).toBe(0)
  })

  it('joins no road beyond the longest access leg, which is 200 m unless told', async () => {
    // 0.0018° = 199.03 m of latitude, 0.00182° = 201.25 m; the bridge at 0.003 reaches no farther than 0.001.
    const to = 'id,lon,lat\nwithin,0.0005,-0.0018\nbeyond,0.0005,-0.00182\n'
    const sources = 'id,lon,lat\ns,0,0\n'
    const byDefault = distances((await ask({ sources, to, limit: 400 })).stdout)
    expectMetres(byDefault.within, 0.5 * dLon + 1.8 * dLat)
    expect(byDefault.beyond).toBeNaN()
    const farther = distances((await ask({ sources, to, limit: 400, more: ['--max-access', '210'] })).stdout)
    expectMetres(farther.beyond, 0.5 * dLon + 1.82 * dLat)
  })

  it('answers in the order of the targets, quoting ids that a CSV must quote', async () => {
    const to = '\uFEFFname,LAT,Lon,id\r\nx,0,0.001,"幸福里, 3号"\r\ny,0,0,"院""东"""\r\n'
    const { stdout } = await ask({ sources: 'id,lon,lat\ns,0,0\n', to, limit: 1000 })
    expect(stdout).toMatch(/^id,distance_m\n"幸福里, 3号",111\.3194\d*\n"院""东""",0\n$/)
  })

  it('gives null for an unreached target as JSON', async () => {
    const to = 'id,lon,lat\nhere,0,0\nisland,0.0105,0\n'
    const { stdout } = await ask({ sources: 'id,lon,lat\ns,0,0\n', to, limit: 1000, more: ['--format', 'json'] })
    expect(JSON.parse(stdout)).toEqual([
      { id: 'here', distance_m: 0 },
      { id: 'island', distance_m: null },
    ])
  })

  it('reaches nothing and still answers', async () => {
    const { stdout, exitCode } = await ask({ sources: 'id,lon,lat\nlake,1,1\n', limit: 1000 })
    expect({ stdout, exitCode }).toEqual({ stdout: 'lon,lat,distance_m\n', exitCode: 0 })
  })
})

describe('yiquan reach on other formats of the same equator', () => {
  const points = { sources: 'id,lon,lat\ns,0,0\n', to: 'id,lon,lat\nt,0.002,0.001\n', limit: 1000 }

  it('reads OSM XML, walks against a one-way street and never on a motorway', async () => {
    // The motorway would be the straight way; on foot it is 2 dLon along the one-way street and dLat up the steps.
    const text = `<osm version="0.6">
      <node id="1" lon="0" lat="0"/><node id="2" lon="0.002" lat="0"/><node id="3" lon="0.002" lat="0.001"/>
      <way id="1"><nd ref="2"/><nd ref="1"/><tag k="highway" v="residential"/><tag k="oneway" v="yes"/></way>
      <way id="2"><nd ref="2"/><nd ref="3"/><tag k="highway" v="steps"/></way>
      <way id="3"><nd ref="1"/><nd ref="3"/><tag k="highway" v="motorway"/></way></osm>`
    expectMetres(distances((await ask(points, { name: 'roads.osm', text })).stdout).t, 2 * dLon + dLat)
  })

  it('reads GraphML and measures its streets anew', async () => {
    // The length of 7 m is the file's and wrong; the street bends over (0.001, 0), the path goes up dLat.
    const text = `<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
      <key id="d0" for="node" attr.name="x" attr.type="string"/><key id="d1" for="node" attr.name="y" attr.type="string"/>
      <key id="d2" for="edge" attr.name="highway" attr.type="string"/><key id="d3" for="edge" attr.name="length" attr.type="string"/>
      <key id="d4" for="edge" attr.name="geometry" attr.type="string"/>
      <graph edgedefault="directed">
      <node id="a"><data key="d0">0</data><data key="d1">0</data></node>
      <node id="b"><data key="d0">0.002</data><data key="d1">0</data></node>
      <node id="c"><data key="d0">0.002</data><data key="d1">0.001</data></node>
      <edge source="a" target="b"><data key="d2">residential</data><data key="d3">7</data><data key="d4">LINESTRING (0 0, 0.001 0, 0.002 0)</data></edge>
      <edge source="c" target="b"><data key="d2">path</data><data key="d3">7</data></edge>
      </graph></graphml>`
    expectMetres(distances((await ask(points, { name: 'roads.graphml', text })).stdout).t, 2 * dLon + dLat)
  })

  it('tells the format by the content, not the name', async () => {
    const { stdout } = await ask(
      { sources: 'id,lon,lat\ns,0,0\n', to: 'id,lon,lat\nt,0.001,0.001\n', limit: 1000 },
      { name: 'roads.csv', text: world },
    )
    expectMetres(distances(stdout).t, dLon + dLat)
  })
})
