import type { FeatureCollection, Position } from 'geojson'
import { writeWithGdal, zipOf } from './import-files.ts'

/** A square of a hundredth of a degree from its south-western corner, closed as shapefiles close them. */
export function square(west: number, south: number): Position[] {
  const [east, north] = [west + 0.01, south + 0.01]
  return [[west, south], [west, north], [east, north], [east, south], [west, south]]
}

/** As a planning institute packs them: a folder of GBK names, texts in GBK, and no .cpg to say so. */
export async function planningZip(shapes: Position[][], properties: Record<string, string | number>[]): Promise<Buffer> {
  const collection: FeatureCollection = {
    type: 'FeatureCollection',
    features: properties.map((one, i) => ({ type: 'Feature', properties: one, geometry: { type: 'Polygon', coordinates: [shapes[i]] } })),
  }
  const files = await writeWithGdal(collection, ['-f', 'ESRI Shapefile', '-lco', 'ENCODING=GBK', '-a_srs', 'EPSG:4490'])
  const folder = Buffer.from([0xb3, 0xc9, 0xb9, 0xfb, 0x2f]) // 成果/
  const kept = [...files].filter(([name]) => !name.endsWith('.cpg'))
  // Each layer is a folder of GDAL's own: here its files lie beside each other.
  return zipOf(kept.map(([name, bytes]) => ({ name: Buffer.concat([folder, Buffer.from(`units${/\.[^.]+$/.exec(name)![0]}`)]), bytes })))
}
