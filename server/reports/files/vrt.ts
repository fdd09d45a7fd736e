import type { Field, VectorLayer } from '../layers/layer.ts'

export interface NamedField {
  name: string
  /** What stands beside the name where the format keeps one. */
  alias: string
  about: string
  type: Field['type']
  /** Bytes of the longest text; left out where the format has no widths. */
  width?: number
}

/** A layer as GDAL reads it: its schema in the VRT, its features as GeoJSON whose properties are f0, f1 … */
export interface VectorSource {
  name: string
  title: string
  geometry: VectorLayer['geometry']
  fields: NamedField[]
  geoJson: string
}

const types = { text: 'String', integer: 'Integer', real: 'Real' } as const
/** Metres with millimetres, yuan with cents. */
const realWidth = 18
const realDecimals = 3
const integerWidth = 10

/** One virtual dataset over all sources: it fixes types, names and the system, which GeoJSON alone cannot say. */
export function vrtOf(sources: readonly VectorSource[], epsg: number, pathOf: (source: VectorSource) => string): string {
  const layers = sources.map((source) => {
    const { name, geometry, fields } = source
    return [
      `<OGRVRTLayer name="${escape(name)}">`,
      `<SrcDataSource>${escape(pathOf(source))}</SrcDataSource>`,
      // Names that look like days are names.
      '<OpenOptions><OOI key="DATE_AS_STRING">YES</OOI></OpenOptions>',
      `<SrcLayer>${escape(name)}</SrcLayer>`,
      `<GeometryType>${geometry === 'None' ? 'wkbNone' : `wkb${geometry}`}</GeometryType>`,
      ...(geometry === 'None' ? [] : [`<LayerSRS>EPSG:${epsg}</LayerSRS>`]),
      ...fields.map((field, index) => fieldOf(field, index)),
      '</OGRVRTLayer>',
    ].join('')
  })
  return `<OGRVRTDataSource>${layers.join('')}</OGRVRTDataSource>`
}

function fieldOf({ name, alias, about, type, width }: NamedField, index: number): string {
  const widths = width === undefined ? '' : type === 'text' ? ` width="${width}"` : type === 'integer' ? ` width="${integerWidth}"` : ` width="${realWidth}" precision="${realDecimals}"`
  const words = [alias && ` alternativeName="${escape(alias)}"`, about && ` comment="${escape(about)}"`].join('')
  return `<Field name="${escape(name)}" src="f${index}" type="${types[type]}"${widths}${words}/>`
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}
