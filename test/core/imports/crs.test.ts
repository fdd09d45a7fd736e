import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { gcj02ToWgs84Approximate } from '../../../scripts/samples/gcj02.ts'
import { findCrs, findEpsg, knownCrs, resolveCrs } from '../../../server/core/imports/crs.ts'
import { createToLonLat, toGcj02 } from '../../../server/core/imports/datum.ts'
import { geodesicMetres } from '../../../server/core/geodesic.ts'

const fixture = JSON.parse(readFileSync(new URL('fixtures/proj-pairs.json', import.meta.url), 'utf8')) as {
  pairs: [number, number, number, number, number][]
}

describe('conversions to longitude and latitude', () => {
  it('agree with PROJ to a millimetre in every Gauss–Krüger zone of CGCS2000 and in Web Mercator', () => {
    const zones = new Set(fixture.pairs.map(([epsg]) => epsg))
    expect(zones.size).toBe(21 * 2 + 11 * 2 + 1)
    for (const [epsg, lon, lat, easting, northing] of fixture.pairs) {
      const [x, y] = createToLonLat(findEpsg(epsg)!)(easting, northing)
      expect(geodesicMetres(lon, lat, x, y), `EPSG:${epsg} at ${lon}, ${lat}`).toBeLessThan(0.001)
    }
  })

  // Pairs published with googollee/eviltransform (MIT), another implementation of the formulas in circulation.
  const gcjPairs = [
    [121.5272106, 31.1774276, 121.531541859215, 31.17530398364597],
    [113.912316, 22.543847, 113.9171764808363, 22.540796131694766],
    [116.377817, 39.911954, 116.38404722455657, 39.91334545536069],
    [116.404, 39.915, 116.41024449916938, 39.91640428150164], // wandergis/coordtransform (MIT)
  ]
  it.each(gcjPairs)('undo GCJ-02 at %d, %d to half a metre', (lon, lat, gcjLon, gcjLat) => {
    expect(geodesicMetres(...createToLonLat(findCrs('GCJ-02')!)(gcjLon, gcjLat), lon, lat)).toBeLessThan(0.5)
    expect(geodesicMetres(...toGcj02(lon, lat), gcjLon, gcjLat)).toBeLessThan(0.5)
  })

  // GCJ-02 116.404, 39.915 and its BD-09, as published with wandergis/coordtransform (MIT).
  it('undo BD-09 to where its published GCJ-02 stands, to a metre', () => {
    const straight = createToLonLat(findCrs('BD-09')!)(116.41036949371029, 39.92133699351021)
    const throughGcj = createToLonLat(findCrs('GCJ-02')!)(116.404, 39.915)
    expect(geodesicMetres(...straight, ...throughGcj)).toBeLessThan(1)
  })

  it('go to GCJ-02 and back within half a metre anywhere in the country, and agree with the samples’ own inverse', () => {
    fc.assert(
      fc.property(fc.double({ min: 75, max: 134, noNaN: true }), fc.double({ min: 18, max: 53, noNaN: true }), (lon, lat) => {
        const shifted = toGcj02(lon, lat)
        const back = createToLonLat(findCrs('GCJ-02')!)(...shifted)
        return geodesicMetres(...back, lon, lat) < 0.5 && geodesicMetres(...back, ...gcj02ToWgs84Approximate(...shifted)) < 0.5
      }),
    )
  })
})

describe('names of coordinate systems', () => {
  it.each([
    ['EPSG:4490', 'EPSG:4490'],
    ['4326', 'EPSG:4326'],
    ['urn:ogc:def:crs:EPSG::4526', 'EPSG:4526'],
    ['urn:ogc:def:crs:OGC:1.3:CRS84', 'EPSG:4326'],
    ['epsg:3857', 'EPSG:3857'],
    ['CGCS2000', 'EPSG:4490'],
    ['国家2000', 'EPSG:4490'],
    ['高德', 'GCJ-02'],
    ['火星坐标', 'GCJ-02'],
    ['gcj02', 'GCJ-02'],
    ['百度', 'BD-09'],
    ['ＢＤ－０９', 'BD-09'],
    ['CGCS2000 3度带 第39带', 'EPSG:4527'],
    ['CGCS2000_3_Degree_GK_Zone_35', 'EPSG:4523'],
  ])('%s is %s', (name, id) => expect(findCrs(name)?.id).toBe(id))

  it('of systems that are not taken are unknown', () => {
    for (const name of ['EPSG:2414', 'Beijing 1954', '西安80', 'local', '']) expect(findCrs(name)).toBeUndefined()
    expect(new Set(knownCrs.map(({ id }) => id)).size).toBe(knownCrs.length)
  })

  const gaussKrueger = (name: string, geographic: string, meridian: number, easting: number) =>
    `PROJCS["${name}",${geographic},PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",${easting}.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",${meridian}.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`
  const china =
    'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
  const beijing =
    'GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954",SPHEROID["Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
  const raw = (text: string) => ({ epsg: null, text, from: 'prj' as const })

  it('are read from ESRI definitions, with and without the zone in the easting', () => {
    expect(resolveCrs(raw(gaussKrueger('CGCS2000_3_Degree_GK_Zone_39', china, 117, 39_500_000)))).toMatchObject({
      crs: { id: 'EPSG:4527' },
    })
    expect(resolveCrs(raw(gaussKrueger('CGCS2000_3_Degree_GK_CM_117E', china, 117, 500_000)))).toMatchObject({ crs: { id: 'EPSG:4548' } })
    expect(resolveCrs(raw(china))).toMatchObject({ crs: { id: 'EPSG:4490' } })
  })

  it('with a datum of their own are asked about by name, never computed', () => {
    expect(resolveCrs(raw(gaussKrueger('Beijing_1954_3_Degree_GK_CM_114E', beijing, 114, 500_000)))).toEqual({
      declared: 'Beijing_1954_3_Degree_GK_CM_114E',
    })
    expect(resolveCrs({ epsg: 32632, text: 'urn:ogc:def:crs:EPSG::32632', from: 'geojson' })).toEqual({
      declared: 'urn:ogc:def:crs:EPSG::32632',
    })
    expect(resolveCrs(null)).toEqual({ unknown: true })
  })

  it('computed from a local meridian on CGCS2000 put the meridian where it says', () => {
    // A county's own grid: 中央经线 116°20′ is on no list, and needs no guess.
    const local = resolveCrs(raw(gaussKrueger('Local_116_20', china, 116, 500_000).replace('116.0', '116.3333333333')))
    if (!('crs' in local)) throw new Error('expected a system')
    const [lon, lat] = createToLonLat(local.crs)(500_000, 2_910_000)
    expect(lon).toBeCloseTo(116.3333333333, 8)
    expect(lat).toBeGreaterThan(26.2)
    expect(lat).toBeLessThan(26.4)
  })
})
