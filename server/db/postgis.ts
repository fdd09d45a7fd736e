import type { Geometry as GeoJsonGeometry, MultiPolygon, Polygon } from 'geojson'
import { sql, type Expression, type RawBuilder } from 'kysely'

/**
 * PostGIS functions whose types carry the coordinate system, so that metres of Web Mercator cannot be compared with
 * stored degrees: it does not compile. Stored columns are all 4326; 3857 appears only in tile queries.
 */
export type Srid = 4326 | 3857

declare const sridMark: unique symbol
/** A geometry inside SQL; it never leaves the database in this form. */
export interface SqlGeometry<S extends Srid> {
  readonly [sridMark]: S
}

/** A column's name, quoted and qualified by Kysely, or any expression of that coordinate system. */
export type GeometryOperand<S extends Srid> = S extends 4326
  ? string | Expression<SqlGeometry<4326> | null>
  : Expression<SqlGeometry<S> | null>

/** A box knows what its numbers are: degrees (4326) or Web Mercator metres (3857). */
export interface Box<S extends Srid> {
  readonly srid: S
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}

/** West, south, east, north in degrees. A box over the antimeridian is not one box. */
export function lonLatBox(west: number, south: number, east: number, north: number): Box<4326> {
  requireRange('longitude', west, east, 180)
  requireRange('latitude', south, north, 90)
  return { srid: 4326, minX: west, minY: south, maxX: east, maxY: north }
}

/** The half side of the Web Mercator square, in its metres. */
const mercatorHalf = 20037508.342789244

export function mercatorBox(minX: number, minY: number, maxX: number, maxY: number): Box<3857> {
  requireRange('x', minX, maxX, mercatorHalf * 2)
  requireRange('y', minY, maxY, mercatorHalf * 2)
  return { srid: 3857, minX, minY, maxX, maxY }
}

/** Stored as given: an invalid geometry is refused by the table's check, not repaired in silence. */
export function geometryFromGeoJson(geometry: GeoJsonGeometry): RawBuilder<SqlGeometry<4326>> {
  return sql`ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(withoutExtras(geometry))}::text), 4326)`
}

export function multiPolygonFromGeoJson(geometry: Polygon | MultiPolygon): RawBuilder<SqlGeometry<4326>> {
  return sql`ST_Multi(${geometryFromGeoJson(geometry)})`
}

export function geometryFromWkb(wkb: Uint8Array): RawBuilder<SqlGeometry<4326>> {
  return sql`ST_GeomFromWKB(${wkb}::bytea, 4326)`
}

/** Hexadecimal EWKB, which names its own coordinate system: a column of 4326 refuses another. */
export function geometryFromEwkb(hex: string): RawBuilder<SqlGeometry<4326>> {
  return sql`${hex}::text::geometry`
}

export function lonLatPoint(lon: number, lat: number): RawBuilder<SqlGeometry<4326>> {
  requireRange('longitude', lon, lon, 180)
  requireRange('latitude', lat, lat, 90)
  return sql`ST_SetSRID(ST_MakePoint(${lon}::float8, ${lat}::float8), 4326)`
}

export function envelope4326(box: Box<4326>): RawBuilder<SqlGeometry<4326>> {
  return makeEnvelope(box)
}

export function envelope3857(box: Box<3857>): RawBuilder<SqlGeometry<3857>> {
  return makeEnvelope(box)
}

/** For filters over stored columns: the envelope is transformed, so that the column's index still serves. */
export function envelopeToLonLat(box: Box<3857>): RawBuilder<SqlGeometry<4326>> {
  return sql`ST_Transform(${makeEnvelope(box)}, 4326)`
}

export function toWebMercator(geometry: GeometryOperand<4326>): RawBuilder<SqlGeometry<3857>> {
  return sql`ST_Transform(${operand(geometry)}, 3857)`
}

/** Nine decimals (0.1 mm), and no `crs` member: GeoJSON is always 4326. */
export function asGeoJson<T extends GeoJsonGeometry = GeoJsonGeometry>(
  geometry: GeometryOperand<4326>,
): RawBuilder<T | null> {
  return sql`ST_AsGeoJSON(${operand(geometry)}, 9, 0)::json`
}

export function asWkb(geometry: GeometryOperand<4326>): RawBuilder<Uint8Array | null> {
  return sql`ST_AsBinary(${operand(geometry)})`
}

export function lonOf(point: GeometryOperand<4326>): RawBuilder<number | null> {
  return sql`ST_X(${operand(point)})`
}

export function latOf(point: GeometryOperand<4326>): RawBuilder<number | null> {
  return sql`ST_Y(${operand(point)})`
}

/** Geodesic, on the WGS 84 ellipsoid. */
export function geographyAreaM2(geometry: GeometryOperand<4326>): RawBuilder<number | null> {
  return sql`ST_Area(${operand(geometry)}::geography)`
}

/** Geodesic, between the nearest points of the two. */
export function geographyDistanceMetres(
  one: GeometryOperand<4326>,
  other: GeometryOperand<4326>,
): RawBuilder<number | null> {
  return sql`ST_Distance(${operand(one)}::geography, ${operand(other)}::geography)`
}

export function intersects<S extends Srid>(one: GeometryOperand<S>, other: GeometryOperand<S>): RawBuilder<boolean> {
  return sql`ST_Intersects(${operand(one)}, ${operand(other)})`
}

/** Points on the outer's boundary are not contained; see `covers`. */
export function contains<S extends Srid>(outer: GeometryOperand<S>, inner: GeometryOperand<S>): RawBuilder<boolean> {
  return sql`ST_Contains(${operand(outer)}, ${operand(inner)})`
}

export function covers<S extends Srid>(outer: GeometryOperand<S>, inner: GeometryOperand<S>): RawBuilder<boolean> {
  return sql`ST_Covers(${operand(outer)}, ${operand(inner)})`
}

function operand(geometry: string | Expression<unknown>): RawBuilder<unknown> {
  return typeof geometry === 'string' ? sql.ref(geometry) : sql`${geometry}`
}

function makeEnvelope<S extends Srid>({ minX, minY, maxX, maxY, srid }: Box<S>): RawBuilder<SqlGeometry<S>> {
  return sql`ST_MakeEnvelope(${minX}::float8, ${minY}::float8, ${maxX}::float8, ${maxY}::float8, ${sql.lit(srid)})`
}

/** A `crs` member of old GeoJSON would change what the numbers mean; a bounding box would only be carried along. */
function withoutExtras(geometry: GeoJsonGeometry): GeoJsonGeometry {
  if (geometry.type !== 'GeometryCollection') {
    return { type: geometry.type, coordinates: geometry.coordinates } as GeoJsonGeometry
  }
  return { type: geometry.type, geometries: geometry.geometries.map(withoutExtras) }
}

function requireRange(name: string, low: number, high: number, limit: number): void {
  if (low >= -limit && high <= limit && low <= high) return
  throw new RangeError(`expected ${name} from ${-limit} to ${limit} in rising order, got ${low} to ${high}`)
}
