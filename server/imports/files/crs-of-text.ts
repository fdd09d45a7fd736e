import { parseWkt, type WktNode } from './wkt.ts'

/**
 * The EPSG code that a name states: 'EPSG:4490', 'urn:ogc:def:crs:EPSG::4547', an opengis.net address or CRS84.
 *
 * @returns null where the name states none
 */
export function crsOfName(name: string): number | null {
  if (/CRS:?84$/i.test(name.trim())) return 4326
  const code =
    /^(?:urn:(?:x-)?ogc:def:crs:EPSG:[^:]*:|EPSG:+|https?:\/\/www\.opengis\.net\/(?:def\/crs\/EPSG\/[^/]+\/|gml\/srs\/epsg\.xml#))(\d{4,6})$/i.exec(
      name.trim(),
    )
  return code ? Number(code[1]) : null
}

/**
 * The EPSG code of a CRS in well-known text, WKT 1 as ESRI or GDAL writes it or WKT 2. The code it states wins; else
 * the datum, the projection and its parameters must be those of a CRS that we know. National grids come in two sets:
 * false easting 500 km, or with the zone's number in front (35,500,000 m), which tell apart 4513 ff. and 4534 ff.
 *
 * @returns null where it is none that we know
 */
export function crsOfWkt(text: string): number | null {
  const root = parseWkt(text)
  if (!root) return crsOfName(text)
  const crs = root.name === 'COMPD_CS' || root.name === 'COMPOUNDCRS' ? root.children.find((child) => /^(PROJ|GEO)/.test(child.name)) : root
  if (!crs || !/^(PROJCS|PROJCRS|PROJECTEDCRS|GEOGCS|GEOGCRS|GEOGRAPHICCRS|GEODCRS)$/.test(crs.name)) return null
  const stated = crs.children.find(({ name }) => name === 'AUTHORITY' || name === 'ID')
  if (stated && /^EPSG$/i.test(String(stated.values[0]))) return Number(stated.values[1])
  if (/^GEO/.test(crs.name)) {
    const datum = datumOf(crs)
    return datum ? geographicCode[datum] : null
  }
  return projectedCode(crs)
}

type Datum = 'wgs84' | 'cgcs2000' | 'xian80' | 'beijing54'

const geographicCode: Record<Datum, number> = { wgs84: 4326, cgcs2000: 4490, xian80: 4610, beijing54: 4214 }

/**
 * First codes of the national grids: `zone` with the zone's number in the false easting, `meridian` without; 3° zones
 * 25–45 on meridians 75–135° E, 6° zones 13–23 on the same meridians.
 */
const grids: Record<Exclude<Datum, 'wgs84'>, { zone3: number; meridian3: number; zone6: number; meridian6: number }> = {
  cgcs2000: { zone3: 4513, meridian3: 4534, zone6: 4491, meridian6: 4502 },
  xian80: { zone3: 2349, meridian3: 2370, zone6: 2327, meridian6: 2338 },
  beijing54: { zone3: 2401, meridian3: 2422, zone6: 21413, meridian6: 21453 },
}

/** By the name of the geographic CRS or its datum; ESRI and EPSG spell them differently. */
function datumOf(geographic: WktNode): Datum | undefined {
  const names = [geographic, ...geographic.children.filter(({ name }) => /^(DATUM|ENSEMBLE)$/.test(name))].map(({ values }) =>
    String(values[0]),
  )
  const text = names.join(' ').toLowerCase().replace(/[\s_]/g, '')
  if (/cgcs2000|chinageodeticcoordinatesystem2000|china2000/.test(text)) return 'cgcs2000'
  if (/xian1980|xian80/.test(text)) return 'xian80'
  if (/beijing1954|beijing54/.test(text)) return 'beijing54'
  if (/wgs1984|wgs84/.test(text)) return 'wgs84'
  return undefined
}

function projectedCode(crs: WktNode): number | null {
  const geographic = crs.children.find(({ name }) => /^(GEOGCS|BASEGEOGCRS|BASEGEODCRS)$/.test(name))
  const datum = geographic && datumOf(geographic)
  const conversion = crs.children.find(({ name }) => name === 'CONVERSION') ?? crs
  const method = String(conversion.children.find(({ name }) => name === 'PROJECTION' || name === 'METHOD')?.values[0] ?? '')
    .toLowerCase()
    .replace(/[\s_]/g, '')
  if (!datum) return null
  const unit = Number(crs.children.filter(({ name }) => name === 'UNIT' || name === 'LENGTHUNIT').at(-1)?.values[1] ?? 1)
  const parameter = parameters(conversion)
  if (/mercatorauxiliarysphere|pseudomercator/.test(method) || /web_?mercator|pseudo-?mercator/i.test(String(crs.values[0]))) {
    return datum === 'wgs84' && parameter('false_easting', 0) === 0 && parameter('false_northing', 0) === 0 ? 3857 : null
  }
  if (!/^(gausskruger|transversemercator)$/.test(method) || unit !== 1) return null
  const meridian = parameter('central_meridian', NaN)
  const easting = parameter('false_easting', 0)
  const scale = parameter('scale_factor', 1)
  if (parameter('false_northing', 0) !== 0 || parameter('latitude_of_origin', 0) !== 0) return null
  if (datum === 'wgs84') return utmCode(meridian, easting, scale)
  return scale === 1 ? nationalCode(grids[datum], meridian, easting) : null
}

function nationalCode(grid: (typeof grids)['cgcs2000'], meridian: number, easting: number): number | null {
  if (meridian < 75 || meridian > 135 || meridian % 3 !== 0) return null
  const step3 = (meridian - 75) / 3
  if (easting === 500_000) return grid.meridian3 + step3
  const zone = (easting - 500_000) / 1_000_000
  if (zone === 25 + step3) return grid.zone3 + step3
  const step6 = (meridian - 75) / 6
  return Number.isInteger(step6) && zone === 13 + step6 ? grid.zone6 + step6 : null
}

function utmCode(meridian: number, easting: number, scale: number): number | null {
  const zone = (meridian + 183) / 6
  return Number.isInteger(zone) && zone >= 1 && zone <= 60 && easting === 500_000 && scale === 0.9996 ? 32600 + zone : null
}

const epsgNames: Record<string, string> = {
  longitude_of_natural_origin: 'central_meridian',
  latitude_of_natural_origin: 'latitude_of_origin',
  scale_factor_at_natural_origin: 'scale_factor',
}

function parameters(conversion: WktNode): (name: string, fallback: number) => number {
  const values = new Map<string, number>()
  for (const { name, values: pair } of conversion.children) {
    if (name !== 'PARAMETER') continue
    const key = String(pair[0]).toLowerCase().replaceAll(' ', '_')
    values.set(epsgNames[key] ?? key, Number(pair[1]))
  }
  return (name, fallback) => values.get(name) ?? fallback
}
