import proj4 from 'proj4'
import { plainText } from './plain-text.ts'
import type { RawCrs } from './raw-table.ts'

/** A way to turn a file's coordinates into longitude and latitude on CGCS2000. */
export interface KnownCrs {
  /** `EPSG:4490`, `GCJ-02`, `BD-09`, or `custom` for a full definition that is on no list. */
  id: string
  label: { zh: string; en: string }
  geographic: boolean
  /** Set for what can only be undone approximately (domain.md, Coordinates). */
  approximate?: 'gcj02' | 'bd09'
  /** A proj4 definition; undefined for degrees. */
  definition?: string
}

const ellipsoid = '+ellps=GRS80 +units=m +no_defs'

/** CGCS2000 has GRS 80's axis and a flattening that differs in the twelfth digit: 0.1 mm (EPSG:7019, EPSG:1024). */
function gaussKrueger(meridian: number, falseEasting: number): string {
  return `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=1 +x_0=${falseEasting} +y_0=0 ${ellipsoid}`
}

function listGaussKrueger(): KnownCrs[] {
  const list: KnownCrs[] = []
  const add = (epsg: number, width: 3 | 6, meridian: number, zone: number | undefined) =>
    list.push({
      id: `EPSG:${epsg}`,
      label: {
        zh: `CGCS2000 ${width}度带 ${zone === undefined ? `中央经线 ${meridian}°` : `第 ${zone} 带`}`,
        en: `CGCS2000 ${width}° Gauss–Krüger ${zone === undefined ? `CM ${meridian}E` : `zone ${zone}`}`,
      },
      geographic: false,
      definition: gaussKrueger(meridian, (zone ?? 0) * 1_000_000 + 500_000),
    })
  // EPSG 4513–4533 and 4534–4554: 3° zones 25 to 45, with and without the zone in the easting; 4491–4512 the same for 6°.
  for (let zone = 25; zone <= 45; zone++) add(4513 + zone - 25, 3, zone * 3, zone)
  for (let zone = 25; zone <= 45; zone++) add(4534 + zone - 25, 3, zone * 3, undefined)
  for (let zone = 13; zone <= 23; zone++) add(4491 + zone - 13, 6, zone * 6 - 3, zone)
  for (let zone = 13; zone <= 23; zone++) add(4502 + zone - 13, 6, zone * 6 - 3, undefined)
  return list
}

export const knownCrs: readonly KnownCrs[] = [
  { id: 'EPSG:4490', label: { zh: 'CGCS2000 经纬度', en: 'CGCS2000, degrees' }, geographic: true },
  { id: 'EPSG:4326', label: { zh: 'WGS 84 经纬度', en: 'WGS 84, degrees' }, geographic: true },
  { id: 'GCJ-02', label: { zh: 'GCJ-02（高德、腾讯）', en: 'GCJ-02 (AMap, Tencent)' }, geographic: true, approximate: 'gcj02' },
  { id: 'BD-09', label: { zh: 'BD-09（百度）', en: 'BD-09 (Baidu)' }, geographic: true, approximate: 'bd09' },
  {
    id: 'EPSG:3857',
    label: { zh: 'Web 墨卡托', en: 'Web Mercator' },
    geographic: false,
    definition: '+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs',
  },
  ...listGaussKrueger(),
]

const words: [RegExp, string][] = [
  [/^(cgcs2000|国家2000|2000国家大地坐标系|国家大地坐标系|大地2000|cgcs2000经纬度|cgcs2000大地坐标|2000坐标系|天地图)$/, 'EPSG:4490'],
  [/^(wgs84|wgs-84|wgs1984|wgs_1984|wgs84经纬度|gps|gps坐标|地球坐标|crs84|ogc:crs84|urn:ogc:def:crs:ogc:(1\.3)?:?crs84)$/, 'EPSG:4326'],
  [/^(gcj-?02|gcj02坐标|高德|高德地图|高德坐标|腾讯|腾讯地图|火星坐标|火星坐标系|火星|国测局坐标|amap|autonavi)$/, 'GCJ-02'],
  [/^(bd-?09(ll)?|百度|百度地图|百度坐标|百度坐标系|baidu)$/, 'BD-09'],
  [/^(3857|900913|webmercator|web墨卡托|墨卡托)$/, 'EPSG:3857'],
]

/** Maps whose coordinates are shifted say so in any words: 「高德地图坐标」, 「百度拾取」. */
const brands: [RegExp, string][] = [
  [/高德|腾讯|火星|国测局|gcj-?02/, 'GCJ-02'],
  [/百度|bd-?09/, 'BD-09'],
]

/** What people call a CRS: `EPSG:4490`, `4490`, `urn:ogc:def:crs:EPSG::4490`, `GCJ-02`, 「高德」, 「CGCS2000 3度带 38」. */
export function findCrs(name: string): KnownCrs | undefined {
  const text = plainText(name)
  const byWord = words.find(([pattern]) => pattern.test(text))?.[1] ?? brands.find(([pattern]) => pattern.test(text))?.[1]
  if (byWord) return knownCrs.find(({ id }) => id === byWord)
  const epsg = /^(?:epsg:{1,2}|urn:ogc:def:crs:epsg:[\d.]*:|https?:\/\/www\.opengis\.net\/def\/crs\/epsg\/[\d.]+\/)?(\d{4,5})$/.exec(
    text,
  )?.[1]
  if (epsg) return findEpsg(epsg === '900913' ? 3857 : Number(epsg))
  const threeDegrees = /^cgcs2000.*?3(?:°|度|[-_]?degree).*?(?:zone|第)?_?(\d{2})(?:带|zone)?$/.exec(text)?.[1]
  const zone = Number(threeDegrees)
  return zone >= 25 && zone <= 45 ? findEpsg(4513 + zone - 25) : undefined
}

export function findEpsg(epsg: number): KnownCrs | undefined {
  return knownCrs.find(({ id }) => id === `EPSG:${epsg}`)
}

export type ResolvedCrs =
  | { crs: KnownCrs; computed?: boolean }
  /** A system that is named, and not one that is taken: its name for the question. */
  | { declared: string }
  | { unknown: true }

/**
 * The CRS that a file declares. A full definition on no list is computed where nothing has to be guessed: a transverse
 * Mercator (or other projection proj4 knows) on an ellipsoid of GRS 80's size without a datum shift. Beijing 1954 and
 * Xi'an 1980 need parameters of the place, which no file carries: they are asked about.
 */
export function resolveCrs(raw: RawCrs | null): ResolvedCrs {
  if (!raw) return { unknown: true }
  const known = (raw.epsg !== null ? findEpsg(raw.epsg) : undefined) ?? findCrs(raw.text) ?? matchDefinition(raw.text)
  if (known) return { crs: known }
  const isDefinition = /^(PROJCS|PROJCRS|GEOGCS|GEOGCRS)\s*\[/i.test(raw.text.trim())
  if (isDefinition && !/UNDEFINED|UNKNOWN/i.test(nameIn(raw.text))) {
    return isComputable(raw.text) ? { crs: customCrs(raw.text), computed: true } : { declared: nameIn(raw.text) }
  }
  const isNothing = raw.text.trim() === '' || /undefined|unknown|^-1$|^0$|99999|LOCAL_CS|ENGCRS|LOCAL_DATUM/i.test(raw.text)
  return isNothing && raw.epsg === null ? { unknown: true } : { declared: raw.text.trim() || `EPSG:${raw.epsg}` }
}

/** ESRI's names carry no code: 「CGCS2000_3_Degree_GK_Zone_35」 is read by its parameters. */
function matchDefinition(wkt: string): KnownCrs | undefined {
  if (!/^(PROJCS|PROJCRS|GEOGCS|GEOGCRS)\s*\[/i.test(wkt.trim())) return undefined
  const isChina = /China_?2000|CGCS_?2000|China_Geodetic_Coordinate_System_2000|China Geodetic/i.test(wkt)
  const isWgs = /WGS[_ ]?(19)?84/i.test(wkt)
  if (/^GEOG/i.test(wkt.trim())) return isChina ? findEpsg(4490) : isWgs && !/GCJ|BD_?09/i.test(wkt) ? findEpsg(4326) : undefined
  if (isWgs && /Mercator_Auxiliary_Sphere|Popular[ _]Visualisation|Pseudo-Mercator/i.test(wkt)) return findEpsg(3857)
  if (!isChina || !/Gauss_Kruger|Transverse[ _]Mercator/i.test(wkt)) return undefined
  const meridian = parameter(wkt, 'Central_Meridian|Longitude of natural origin')
  const easting = parameter(wkt, 'False_Easting|False easting')
  const scale = parameter(wkt, 'Scale_Factor|Scale factor at natural origin')
  const definition = gaussKrueger(meridian, easting)
  return scale === 1 ? knownCrs.find((crs) => crs.definition === definition) : undefined
}

function parameter(wkt: string, name: string): number {
  return Number(new RegExp(`PARAMETER\\s*\\[\\s*"(?:${name})"\\s*,\\s*(-?[\\d.]+)`, 'i').exec(wkt)?.[1])
}

function nameIn(wkt: string): string {
  return /"([^"]*)"/.exec(wkt)?.[1] ?? wkt.slice(0, 60)
}

function isComputable(wkt: string): boolean {
  const [axis, flattening] = /(?:SPHEROID|ELLIPSOID)\s*\[\s*"[^"]*"\s*,\s*([\d.]+)\s*,\s*([\d.]+)/i.exec(wkt)?.slice(1).map(Number) ?? []
  if (axis !== 6_378_137 || Math.abs(flattening - 298.2572) > 0.001) return false
  try {
    const [lon, lat] = proj4(wkt, '+proj=longlat +ellps=GRS80 +no_defs').forward([500_000, 4_000_000])
    return Number.isFinite(lon) && Number.isFinite(lat)
  } catch {
    return false
  }
}

function customCrs(wkt: string): KnownCrs {
  const name = nameIn(wkt)
  return {
    id: 'custom',
    label: { zh: name, en: name },
    geographic: /^GEOG/i.test(wkt.trim()),
    definition: /^GEOG/i.test(wkt.trim()) ? undefined : wkt,
  }
}
