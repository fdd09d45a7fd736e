import type { Geometry, Position } from 'geojson'

const codes = { Point: 1, MultiPoint: 4, Polygon: 3, MultiPolygon: 6 } as const
type Storable = Extract<Geometry, { type: keyof typeof codes }>
const hasSrid = 0x2000_0000

/**
 * A geometry as PostGIS itself writes a column of 4326 (extended WKB, little-endian, hexadecimal): COPY takes it, and what
 * is stored already can be compared with it byte by byte.
 */
export function toEwkb(geometry: Geometry): string {
  if (!isStorable(geometry)) throw new Error(`expected a point or a polygon, got ${geometry.type}`)
  const bytes: number[] = []
  writeGeometry(bytes, geometry, true)
  return Buffer.from(bytes).toString('hex').toUpperCase()
}

/** Columns of boundaries hold many polygons, those of entrances many points. */
export function toMulti(geometry: Geometry): Geometry {
  if (geometry.type === 'Polygon') return { type: 'MultiPolygon', coordinates: [geometry.coordinates] }
  if (geometry.type === 'Point') return { type: 'MultiPoint', coordinates: [geometry.coordinates] }
  return geometry
}

function isStorable(geometry: Geometry): geometry is Storable {
  return Object.hasOwn(codes, geometry.type)
}

function writeGeometry(bytes: number[], geometry: Storable, outermost: boolean): void {
  bytes.push(1)
  writeUint32(bytes, codes[geometry.type] + (outermost ? hasSrid : 0))
  if (outermost) writeUint32(bytes, 4326)
  if (geometry.type === 'Point') return writePosition(bytes, geometry.coordinates)
  writeUint32(bytes, geometry.coordinates.length)
  if (geometry.type === 'MultiPoint') for (const coordinates of geometry.coordinates) writeGeometry(bytes, { type: 'Point', coordinates }, false)
  if (geometry.type === 'MultiPolygon') for (const coordinates of geometry.coordinates) writeGeometry(bytes, { type: 'Polygon', coordinates }, false)
  if (geometry.type !== 'Polygon') return
  for (const ring of geometry.coordinates) {
    writeUint32(bytes, ring.length)
    for (const position of ring) writePosition(bytes, position)
  }
}

const view = new DataView(new ArrayBuffer(16))

function writePosition(bytes: number[], [x, y]: Position): void {
  view.setFloat64(0, x, true)
  view.setFloat64(8, y, true)
  for (let i = 0; i < 16; i++) bytes.push(view.getUint8(i))
}

function writeUint32(bytes: number[], value: number): void {
  view.setUint32(0, value, true)
  for (let i = 0; i < 4; i++) bytes.push(view.getUint8(i))
}
