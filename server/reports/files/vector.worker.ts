import { parentPort, workerData } from 'node:worker_threads'
import { loadGdal } from '../../imports/files/load-gdal.ts'
import { vrtOf, type VectorSource } from './vrt.ts'

export interface VectorTask {
  format: 'gpkg' | 'shp'
  epsg: number
  sources: VectorSource[]
  /** The instant that the files carry as their own, ISO 8601: the same data give the same bytes. */
  at: string
}

export type VectorFiles = Record<string, Uint8Array>

/** What we use of gdal3.js, which sees only the files laid into its own memory. */
interface Gdal {
  open(path: string): Promise<{ datasets: object[] }>
  ogr2ogr(dataset: object, options: string[], name: string): Promise<{ local: string; all: { local: string }[] }>
  Module: { FS: { writeFile(path: string, data: string): void; readFile(path: string): Uint8Array } }
}

const { format, epsg, sources, at } = (workerData as { task: VectorTask }).task
const complaints: string[] = []
const gdal = await loadGdal<Gdal>(complaints, { OGR_CURRENT_DATE: at })
const { FS } = gdal.Module
const pathOf = ({ name }: VectorSource) => `/input/${name}.geojson`
for (const source of sources) FS.writeFile(pathOf(source), source.geoJson)
FS.writeFile('/input/all.vrt', vrtOf(sources, epsg, pathOf))
const { datasets } = await gdal.open('/input/all.vrt')
if (datasets.length !== 1) throw new Error(`expected one dataset to write from, got ${datasets.length}: ${complaints.join('; ')}`)
parentPort!.postMessage(format === 'gpkg' ? await writeGeoPackage() : await writeShapefiles())

/** One layer after another, so that each gets a title of its own. */
async function writeGeoPackage(): Promise<VectorFiles> {
  let path = ''
  for (const [index, { name, title }] of sources.entries()) {
    const more = index === 0 ? ['-dsco', 'VERSION=1.2'] : ['-update']
    path = (await gdal.ogr2ogr(datasets[0], ['-f', 'GPKG', ...more, '-lco', `IDENTIFIER=${title}`, name], 'layers')).local
  }
  return { 'layers.gpkg': FS.readFile(path) }
}

async function writeShapefiles(): Promise<VectorFiles> {
  const files: VectorFiles = {}
  for (const { name } of sources) {
    const { all } = await gdal.ogr2ogr(datasets[0], ['-f', 'ESRI Shapefile', '-lco', 'ENCODING=UTF-8', '-lco', `DBF_DATE_LAST_UPDATE=${at.slice(0, 10)}`, name], name)
    for (const { local } of all) files[local.split('/').at(-1)!] = FS.readFile(local)
  }
  return files
}
