import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import {
  asGeoJson,
  asWkb,
  contains,
  covers,
  envelope3857,
  envelope4326,
  envelopeToLonLat,
  geographyAreaM2,
  geographyDistanceMetres,
  geometryFromGeoJson,
  geometryFromWkb,
  intersects,
  latOf,
  lonLatBox,
  lonLatPoint,
  lonOf,
  mercatorBox,
  multiPolygonFromGeoJson,
  toWebMercator,
} from '../../server/db/postgis.ts'
import type { Db } from '../../server/db/schema.ts'
import { describeOnBothEngines } from './engines.ts'

/** 0.01° square with its south-west corner at 104° E, 30° N. */
const square = {
  type: 'Polygon' as const,
  coordinates: [
    [
      [104, 30],
      [104.01, 30],
      [104.01, 30.01],
      [104, 30.01],
      [104, 30],
    ],
  ],
}

const bowtie = {
  type: 'Polygon' as const,
  coordinates: [
    [
      [104, 30],
      [104.01, 30.01],
      [104.01, 30],
      [104, 30.01],
      [104, 30],
    ],
  ],
}

async function addStudyArea(db: Db, boundary: Parameters<typeof multiPolygonFromGeoJson>[0]): Promise<string> {
  const id = randomUUID()
  await db
    .insertInto('study_areas')
    .values({
      county_code: 510100,
      id,
      valid_from_version: 1,
      valid_to_version: null,
      name: '片区',
      name_en: 'area',
      note: null,
      boundary: multiPolygonFromGeoJson(boundary),
    })
    .execute()
  return id
}

describeOnBothEngines('geometry helpers', (open) => {
  it('keep a polygon through GeoJSON, as a multipolygon without a crs member', async () => {
    const id = await addStudyArea(open().db, square)
    const row = await open()
      .db.selectFrom('study_areas')
      .select([asGeoJson('boundary').as('boundary'), geographyAreaM2('study_areas.boundary').as('areaM2')])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(row.boundary).toEqual({ type: 'MultiPolygon', coordinates: [square.coordinates] })
    // 0.01° of latitude at 30° N is 1,108.5 m; 0.01° of longitude is 964.9 m at 30° N and 964.8 m at 30.01° N.
    expect(row.areaM2).toBeCloseTo(1_069_500, -3)
  })

  it('refuse an invalid polygon by the table’s check', async () => {
    await expect(addStudyArea(open().db, bowtie)).rejects.toMatchObject({ code: '23514' })
  })

  it('ignore a crs member that would change what the numbers mean', async () => {
    const withCrs = { type: 'Point' as const, coordinates: [104, 30], crs: { type: 'name', properties: { name: 'EPSG:3857' } } }
    const point = geometryFromGeoJson(withCrs)
    const { rows } = await sql<{ srid: number }>`select ST_SRID(${point}) as srid`.execute(open().db)
    expect(rows).toEqual([{ srid: 4326 }])
  })

  it('read a point as longitude and latitude', async () => {
    const point = lonLatPoint(104.123456789, 30.5)
    const { rows } = await sql`select ${lonOf(point)} as lon, ${latOf(point)} as lat`.execute(open().db)
    expect(rows).toEqual([{ lon: 104.123456789, lat: 30.5 }])
  })

  it('carry well-known binary both ways', async () => {
    const { rows } = await sql<{ wkb: Uint8Array }>`select ${asWkb(lonLatPoint(104, 30))} as wkb`.execute(open().db)
    expect(rows[0].wkb).toHaveLength(21)
    const back = await sql<{ point: unknown }>`select ${asGeoJson(geometryFromWkb(rows[0].wkb))} as point`.execute(open().db)
    expect(back.rows[0].point).toEqual({ type: 'Point', coordinates: [104, 30] })
  })

  it('tell a boundary point from an inner one', async () => {
    const area = geometryFromGeoJson(square)
    const corner = lonLatPoint(104, 30)
    const { rows } = await sql`select
      ${contains<4326>(area, corner)} as contains, ${covers<4326>(area, corner)} as covers,
      ${intersects<4326>(area, envelope4326(lonLatBox(103, 29, 104, 30)))} as touches`.execute(open().db)
    expect(rows).toEqual([{ contains: false, covers: true, touches: true }])
  })

  it('measure geodesic distances', async () => {
    const distance = geographyDistanceMetres(lonLatPoint(104, 30), lonLatPoint(104, 30.01))
    const { rows } = await sql<{ metres: number }>`select ${distance} as metres`.execute(open().db)
    expect(rows[0].metres).toBeCloseTo(1108.5, 0)
  })

  it('bring a Web Mercator envelope to degrees', async () => {
    const box = mercatorBox(0, 0, 20037508.342789244, 20037508.342789244)
    const { rows } = await sql<{ lon: number; lat: number }>`
      select ST_XMax(${envelopeToLonLat(box)}) as lon, ST_YMax(${envelopeToLonLat(box)}) as lat`.execute(open().db)
    expect(rows[0].lon).toBeCloseTo(180, 9)
    expect(rows[0].lat).toBeCloseTo(85.0511287798, 9)
  })

  it('transform a stored point to Web Mercator metres', async () => {
    const point = toWebMercator(lonLatPoint(180, 0))
    const inside = intersects<3857>(point, envelope3857(mercatorBox(20037508, -1, 20037509, 1)))
    const { rows } = await sql`select ${inside} as inside`.execute(open().db)
    expect(rows).toEqual([{ inside: true }])
  })
})

it('boxes outside the world, or upside down, are refused', () => {
  expect(() => lonLatBox(104, 30, 103, 31)).toThrow(RangeError)
  expect(() => lonLatBox(-180, -91, 180, 90)).toThrow(RangeError)
  expect(() => lonLatBox(Number.NaN, 0, 1, 1)).toThrow(RangeError)
  expect(() => lonLatPoint(30, 104)).toThrow(RangeError)
})

it('a box of one coordinate system does not compile where another is asked', () => {
  const metres = mercatorBox(0, 0, 1, 1)
  const degrees = lonLatBox(0, 0, 1, 1)
  // @ts-expect-error metres are not degrees
  envelope4326(metres)
  // @ts-expect-error degrees are not metres
  envelopeToLonLat(degrees)
  // @ts-expect-error a stored geometry in degrees against an envelope in metres
  intersects<4326>('boundary', envelope3857(metres))
})
