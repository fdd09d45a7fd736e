import type { Bilingual } from '../../contract/common.ts'
import { epsgOf, zoneOf, type OutputCrs } from '../../contract/outputs.ts'
import { projectionTo, type Position } from '../../core/reports/plane.ts'
import type { VectorTask } from '../files/vector.worker.ts'
import type { NamedField, VectorSource } from '../files/vrt.ts'
import type { WriteVector } from '../files/write-vector.ts'
import { writeDxf } from '../files/write-dxf.ts'
import { zipArchive } from '../files/zip-archive.ts'
import { crsLine, headLines } from '../head-lines.ts'
import type { Material } from '../material.ts'
import { stampOf } from '../words.ts'
import type { Feature, VectorLayer } from './layer.ts'
import { scenarioLayers } from './scenario-layers.ts'

type Language = keyof Bilingual
type Project = (position: readonly [number, number]) => Position

/** A .dbf has room for no longer text. */
const mostDbfBytes = 254
const byteOrderMark = '\ufeff'

export async function geoPackage(write: WriteVector, material: Material, crs: OutputCrs, language: Language, signal: AbortSignal): Promise<Uint8Array> {
  const layers = scenarioLayers(material, crs, language)
  const other = language === 'zh' ? 'en' : 'zh'
  const namesOf = ({ fields }: VectorLayer) =>
    // Chinese offices see Chinese columns; in English they are the keys of the API.
    fields.map(({ key, label, type, about }): NamedField => ({ name: language === 'zh' ? label.zh : key, alias: label[other], about: about[language], type }))
  const task = taskOf('gpkg', material, crs, layers.map((layer) => sourceOf(layer, layer.title[language], namesOf(layer), projectionOf(material, crs))))
  return (await write(task, signal))['layers.gpkg']
}

/** Each layer as .shp .shx .dbf .prj .cpg, with a table that explains the short names and a text with the notes. */
export async function zippedShapefiles(write: WriteVector, material: Material, crs: OutputCrs, language: Language, signal: AbortSignal): Promise<Uint8Array> {
  const layers = scenarioLayers(material, crs, language).filter(({ geometry }) => geometry !== 'None').map(shorten)
  const namesOf = ({ fields, features }: VectorLayer) =>
    fields.map(({ short, type }, index): NamedField => ({ name: short[language], alias: '', about: '', type, width: widthOf(features, index) }))
  const task = taskOf('shp', material, crs, layers.map((layer) => sourceOf(layer, layer.name, namesOf(layer), projectionOf(material, crs))))
  const files = await write(task, signal)
  const explanations: [string, Buffer][] = [
    ['fields.csv', Buffer.from(fieldsCsv(layers, language))],
    ['readme.txt', Buffer.from(byteOrderMark + notesOf(material, crs, language).join('\r\n') + '\r\n')],
  ]
  const ordered = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))
  return zipArchive([...explanations, ...ordered], new Date(material.scenario.updatedAt))
}

export function drawing(material: Material, crs: OutputCrs, language: Language): Uint8Array {
  const { county, scenario } = material
  const stamps = [stampOf(county, language), `${language === 'zh' ? county.name : county.nameEn} · ${scenario.name} · r${scenario.revision}`, crsLine(county.bbox, crs, language).value]
  return writeDxf(scenarioLayers(material, crs, language), projectionOf(material, crs), stamps)
}

function notesOf(material: Material, crs: OutputCrs, language: Language): string[] {
  return [...headLines(material, language), crsLine(material.county.bbox, crs, language)].map(({ label, value }) => `${label}: ${value}`)
}

function taskOf(format: VectorTask['format'], { scenario, county }: Material, crs: OutputCrs, sources: VectorSource[]): VectorTask {
  return { format, epsg: epsgOf(crs, zoneOf(county.bbox)), sources, at: scenario.updatedAt }
}

function projectionOf({ county }: Material, crs: OutputCrs): Project {
  return projectionTo(epsgOf(crs, zoneOf(county.bbox)))
}

function sourceOf({ name, geometry, features }: VectorLayer, title: string, fields: NamedField[], project: Project): VectorSource {
  const collection = {
    type: 'FeatureCollection',
    features: features.map((feature) => ({
      type: 'Feature',
      properties: Object.fromEntries(feature.cells.map((cell, index) => [`f${index}`, cell])),
      geometry: projected(feature.geometry, project),
    })),
  }
  return { name, title, geometry, fields, geoJson: JSON.stringify(collection) }
}

function projected(geometry: Feature['geometry'], project: Project): Feature['geometry'] {
  if (geometry === null) return null
  if (geometry.type === 'Point') return { type: 'Point', coordinates: project(geometry.coordinates) }
  return { type: 'MultiPolygon', coordinates: geometry.coordinates.map((rings) => rings.map((ring) => ring.map(project))) }
}

/** Texts cut to what a .dbf holds, between two letters and not within one. */
function shorten(layer: VectorLayer): VectorLayer {
  return { ...layer, features: layer.features.map((feature) => ({ ...feature, cells: feature.cells.map((cell) => (typeof cell === 'string' ? cutBytes(cell) : cell)) })) }
}

function cutBytes(text: string): string {
  if (Buffer.byteLength(text) <= mostDbfBytes) return text
  let kept = ''
  let bytes = Buffer.byteLength('…')
  for (const letter of text) {
    bytes += Buffer.byteLength(letter)
    if (bytes > mostDbfBytes) break
    kept += letter
  }
  return `${kept}…`
}

function widthOf(features: readonly Feature[], index: number): number {
  return Math.max(1, ...features.map(({ cells }) => (typeof cells[index] === 'string' ? Buffer.byteLength(cells[index]) : 0)))
}

function fieldsCsv(layers: readonly VectorLayer[], language: Language): string {
  const head = language === 'zh' ? ['图层', '图层名称', '字段', '全名', '类型', '说明'] : ['layer', 'title', 'field', 'full name', 'type', 'meaning']
  const rows = layers.flatMap(({ name, title, fields }) => fields.map(({ short, label, key, type, about }) => [name, title[language], short[language], language === 'zh' ? label.zh : key, type, about[language]]))
  return byteOrderMark + [head, ...rows].map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n') + '\r\n'
}
