import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson'
import { formatCountyCode } from '../county-code.ts'
import type { Bilingual, DataSource } from '../db/schema.ts'

const boundariesDirectory = fileURLToPath(new URL('../../data/boundaries', import.meta.url))

export interface ReferenceCounty {
  name: string
  boundary: Polygon | MultiPolygon
  source: DataSource
  assumption: Bilingual
}

const assumption = {
  zh: '县界取自随产品提供的参考边界（Vonng/adcode，由 GCJ-02 换算，近似值，不作测绘成果）',
  en: 'The county’s boundary is the product’s reference (Vonng/adcode, undone from GCJ-02: approximate, no survey result)',
}

/** A county of the boundaries that ship with the product (data/boundaries): those of the five plans' places. */
export async function findReferenceCounty(countyCode: number): Promise<ReferenceCounty | undefined> {
  const code = formatCountyCode(countyCode)
  for (const file of (await readdir(boundariesDirectory)).filter((name) => name.endsWith('.geojson')).sort()) {
    const { features } = JSON.parse(await readFile(join(boundariesDirectory, file), 'utf8')) as FeatureCollection<Polygon | MultiPolygon, { adcode: string; name: string }>
    const found = features.find(({ properties }) => properties.adcode === code)
    if (!found || code.endsWith('00')) continue
    const source = { origin: 'Vonng/adcode', licence: 'CC BY 4.0', crs: 'EPSG:4326', date: '2020-03-12', file, sha256: null, synthetic: false, assumptions: [assumption] }
    return { name: found.properties.name, boundary: found.geometry, source, assumption }
  }
  return undefined
}
