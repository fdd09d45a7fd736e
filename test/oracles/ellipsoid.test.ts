import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { degreeScaleAt, geodesicMetres } from '../../server/core/geodesic.ts'
import { polygonAreaM2 } from '../../server/core/geodesic-area.ts'
import { createOracleDatabase, type OracleDatabase } from './oracle-database.ts'
import { createRandom, type Random } from '../../scripts/samples/random.ts'
import { latitudes } from './random-world.ts'

/* PostGIS' geography (PROJ's geodesics, Karney 2013) as the oracle for lengths and areas on the ellipsoid. */

let database: OracleDatabase
beforeAll(async () => {
  database = await createOracleDatabase(inject('postgresUrl'), ['postgis'])
})
afterAll(() => database?.remove())

interface Leg {
  lon1: number
  lat1: number
  lon2: number
  lat2: number
}

async function postgisMetres(legs: readonly Leg[]): Promise<number[]> {
  const { rows } = await database.client.query<{ metres: number }>(
    `select ST_Distance(ST_MakePoint(lon1, lat1)::geography, ST_MakePoint(lon2, lat2)::geography) as metres
       from unnest($1::float8[], $2::float8[], $3::float8[], $4::float8[]) with ordinality as leg (lon1, lat1, lon2, lat2, place)
      order by place`,
    [legs.map((leg) => leg.lon1), legs.map((leg) => leg.lat1), legs.map((leg) => leg.lon2), legs.map((leg) => leg.lat2)],
  )
  return rows.map(({ metres }) => metres)
}

/** Square metres of a box of the given sides in degrees about a point. */
async function postgisSquareMetres(lon: number, lat: number, dLon: number, dLat: number): Promise<number> {
  const { rows } = await database.client.query<{ area: number }>(
    'select ST_Area(ST_MakeEnvelope($1, $2, $3, $4, 4326)::geography) as area',
    [lon - dLon / 2, lat - dLat / 2, lon + dLon / 2, lat + dLat / 2],
  )
  return rows[0].area
}

/** A ring of twelve corners, 0.8 to 1.2 times so many metres from its middle. */
function ringAbout(random: Random, lon: number, lat: number, metres: number): number[][] {
  const { lonMetres, latMetres } = degreeScaleAt(lat)
  const ring = Array.from({ length: 12 }, (_, i) => {
    const reach = metres * random.between(0.8, 1.2)
    return [lon + (reach * Math.cos((i * Math.PI) / 6)) / lonMetres, lat + (reach * Math.sin((i * Math.PI) / 6)) / latMetres]
  })
  return [...ring, ring[0]]
}

describe.each(latitudes)('at %i° N', (lat0) => {
  it('a distance from 1 m to 100 km, in any direction, is that of PostGIS to the millimetre', async () => {
    const random = createRandom(lat0)
    const scale = degreeScaleAt(lat0)
    const legs = [1, 10, 100, 500, 1000, 1999, 2001, 2500, 5000, 20_000, 100_000].flatMap((metres) =>
      Array.from({ length: 24 }, (_, i) => {
        const direction = (i * Math.PI) / 12
        const lon1 = random.between(74, 134)
        return {
          lon1,
          lat1: lat0,
          lon2: lon1 + (metres * Math.sin(direction)) / scale.lonMetres,
          lat2: lat0 + (metres * Math.cos(direction)) / scale.latMetres,
        }
      }),
    )
    const expected = await postgisMetres(legs)
    const wrong = legs.flatMap((leg, i) => {
      const metres = geodesicMetres(leg.lon1, leg.lat1, leg.lon2, leg.lat2)
      return Math.abs(metres - expected[i]) <= 1e-3 ? [] : [{ ...leg, metres, expected: expected[i] }]
    })
    expect(wrong).toEqual([])
    expect(expected).toHaveLength(264)
  })

  it('no length jumps where the quick formula hands over to the exact one, at 0.02 degrees', async () => {
    const sides = [0.0199999, 0.0200001].flatMap((side) => [
      [side, 0],
      [0, side],
      [side, side],
      [side, -side],
      [0.0199999, -side],
    ])
    const legs = sides.map(([dLon, dLat]) => ({ lon1: 110, lat1: lat0, lon2: 110 + dLon, lat2: lat0 + dLat }))
    const expected = await postgisMetres(legs)
    legs.forEach((leg, i) => expect(Math.abs(geodesicMetres(leg.lon1, leg.lat1, leg.lon2, leg.lat2) - expected[i])).toBeLessThan(1e-3))
  })

  it('a box of one kilometre by the scale of a degree has one square kilometre', async () => {
    // The promise is 0.3 %; the scale is exact at the box's middle and its error grows with the square of the half side
    // over the earth's radius (6e-9), the top and bottom being geodesics instead of parallels.
    const { lonMetres, latMetres } = degreeScaleAt(lat0)
    const area = await postgisSquareMetres(110, lat0, 1000 / lonMetres, 1000 / latMetres)
    expect(Math.abs(area / 1e6 - 1)).toBeLessThan(1e-7)
  })

  it('a polygon of one hectare to a hundred square kilometres, with a hole or without, has the area of PostGIS', async () => {
    const random = createRandom(lat0 + 1)
    for (const metres of [50, 500, 5000]) {
      for (const withHole of [false, true]) {
        const lon0 = random.between(75, 130)
        const polygon = [ringAbout(random, lon0, lat0, metres), ...(withHole ? [ringAbout(random, lon0, lat0, metres / 4)] : [])]
        const { rows } = await database.client.query<{ area: number }>('select ST_Area(ST_GeomFromGeoJSON($1)::geography) as area', [
          JSON.stringify({ type: 'Polygon', coordinates: polygon }),
        ])
        expect(rows[0].area).toBeGreaterThan(metres * metres)
        // A square metre in a square kilometre.
        expect(Math.abs(polygonAreaM2([polygon]) / rows[0].area - 1)).toBeLessThan(1e-6)
      }
    }
  })

  it('degrees taken for metres, or Web Mercator’s metres for true ones, would be found out', async () => {
    // The oracle is not blind: the errors that the promise names are far beyond its tolerance.
    const mercatorMetre = 1 / 111_319.490793
    const area = await postgisSquareMetres(110, lat0, 1000 * mercatorMetre, 1000 * mercatorMetre * Math.cos((lat0 * Math.PI) / 180))
    expect(Math.abs(area / 1e6 - 1)).toBeGreaterThan(0.003)
  })
})
