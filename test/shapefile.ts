/** A shapefile of points with columns of text, by the published layouts of .shp, .shx and .dbf (ESRI, July 1998; dBASE III). */
export function pointShapefile(stem: string, columns: readonly string[], rows: readonly { at: [lon: number, lat: number]; cells: readonly string[] }[]): Record<string, Buffer> {
  const records = rows.map(({ at }, i) => {
    const record = Buffer.alloc(28)
    record.writeInt32BE(i + 1, 0)
    record.writeInt32BE(10, 4)
    record.writeInt32LE(1, 8)
    at.forEach((value, axis) => record.writeDoubleLE(value, 12 + 8 * axis))
    return record
  })
  const index = rows.map((_, i) => {
    const entry = Buffer.alloc(8)
    entry.writeInt32BE(50 + 14 * i, 0)
    entry.writeInt32BE(10, 4)
    return entry
  })
  const box = [0, 1].map((axis) => rows.map(({ at }) => at[axis]))
  const head = (bytes: number) => {
    const header = Buffer.alloc(100)
    header.writeInt32BE(9994, 0)
    header.writeInt32BE((100 + bytes) / 2, 24)
    header.writeInt32LE(1000, 28)
    header.writeInt32LE(1, 32)
    const corners = [Math.min(...box[0]), Math.min(...box[1]), Math.max(...box[0]), Math.max(...box[1])]
    corners.forEach((value, i) => header.writeDoubleLE(value, 36 + 8 * i))
    return header
  }
  return {
    [`${stem}.shp`]: Buffer.concat([head(28 * rows.length), ...records]),
    [`${stem}.shx`]: Buffer.concat([head(8 * rows.length), ...index]),
    [`${stem}.dbf`]: dbf(columns, rows.map(({ cells }) => cells)),
    [`${stem}.prj`]: Buffer.from(cgcs2000),
    [`${stem}.cpg`]: Buffer.from('UTF-8'),
  }
}

const cgcs2000 =
  'GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4490"]]'
const width = 60

function dbf(columns: readonly string[], rows: readonly (readonly string[])[]): Buffer {
  const header = Buffer.alloc(32 + 32 * columns.length + 1)
  header.writeUInt8(3, 0)
  header.writeUInt32LE(rows.length, 4)
  header.writeUInt16LE(header.length, 8)
  header.writeUInt16LE(1 + width * columns.length, 10)
  columns.forEach((name, i) => {
    header.write(name, 32 + 32 * i)
    header.write('C', 43 + 32 * i)
    header.writeUInt8(width, 48 + 32 * i)
  })
  header.writeUInt8(0x0d, header.length - 1)
  const cell = (text: string) => {
    const bytes = Buffer.alloc(width, ' ')
    bytes.write(text)
    return bytes
  }
  return Buffer.concat([header, ...rows.flatMap((cells) => [Buffer.from(' '), ...cells.map(cell)]), Buffer.from([0x1a])])
}
