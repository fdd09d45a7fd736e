import type { Geometry, Position } from 'geojson'
import type { RawCell, RawFile } from '../../core/imports/raw-table.ts'
import { refuse, type Problem } from '../../core/problems.ts'
import { createFeatureRows } from './read-geojson.ts'
import { problem, type ReadContext } from './limits.ts'
import { parseXml } from './safe-xml.ts'

/** An element of a placemark, held until the placemark ends. */
interface Node {
  name: string
  attributes: Record<string, string>
  text: string
  children: Node[]
}

const geometryNames = new Set(['Point', 'LineString', 'LinearRing', 'Polygon', 'MultiGeometry'])
const unreadNames = new Set(['Track', 'MultiTrack', 'Model'])

/**
 * Reads the placemarks of a KML (OGC 12-007r2). Coordinates are WGS 84 by the standard. Links to other files or
 * machines (NetworkLink, pictures, styles) are not followed.
 */
export async function readKml(name: string, bytes: Buffer, context: ReadContext): Promise<RawFile> {
  const problems: Problem[] = []
  const features = createFeatureRows(context, problems, ['name', 'description', 'folder'])
  const folders: string[] = []
  const stack: Node[] = []
  let pending: 'folder' | undefined
  let folderDepth = 0
  let row = 0
  let links = 0
  let isKml = false
  await parseXml(
    [bytes],
    {
      open(element, attributes) {
        if (element === 'kml' || element === 'Document') isKml = true
        if (element === 'NetworkLink' || element === 'GroundOverlay' || element === 'PhotoOverlay' || element === 'ScreenOverlay') links++
        if (stack.length > 0 || element === 'Placemark') {
          const node: Node = { name: element, attributes, text: '', children: [] }
          stack[stack.length - 1]?.children.push(node)
          stack.push(node)
          return
        }
        if (element === 'Folder') {
          folders.push('')
          folderDepth++
        } else if (element === 'name' && folderDepth > 0) pending = 'folder'
      },
      text(text) {
        if (stack.length > 0) stack[stack.length - 1].text += text
        else if (pending) folders[folders.length - 1] += text
      },
      close(element) {
        if (stack.length > 0) {
          const node = stack.pop()!
          if (stack.length === 0) features.add(toFeature(node, folders, ++row, problems))
        } else if (element === 'Folder') {
          folders.pop()
          folderDepth--
        } else if (element === 'name') pending = undefined
      },
    },
    { name, code: 'KML_SYNTAX', encodings: ['gbk', 'gb2312', 'gb18030'] },
  )
  if (!isKml && row === 0) throw refuse('FORMAT_UNKNOWN', '是 XML，但不是 KML', 'XML, but no KML')
  if (links > 0) {
    problems.push(
      problem(
        'warning',
        'KML_NETWORK_LINK',
        `有 ${links} 处网络链接或图片覆盖层，未读取`,
        `${links} network links or picture overlays were not followed`,
      ),
    )
  }
  const { rows, headers } = features.finish()
  if (rows.length === 0)
    throw refuse(
      'EMPTY',
      'KML 里没有地标',
      'The KML holds no placemark',
      links > 0 ? { fix: { zh: '请打开链接的图层另存为 KML 后再导入', en: 'Open the linked layer, save it as KML and import' } } : {},
    )
  const crs = { epsg: 4326, text: 'KML: WGS 84', from: 'kml' as const }
  return { format: 'kml', tables: [{ name, headers, rows, merges: [], spatial: true, crs, encoding: null }], raster: null, problems }
}

function toFeature(placemark: Node, folders: string[], row: number, problems: Problem[]) {
  const properties: Record<string, RawCell> = Object.create(null)
  properties.name = textOf(placemark, 'name')
  properties.description = textOf(placemark, 'description')
  properties.folder =
    folders
      .filter((folder) => folder.trim() !== '')
      .map((folder) => folder.trim())
      .join('/') || null
  for (const data of descendants(placemark, 'Data')) if (data.attributes.name) properties[data.attributes.name] = textOf(data, 'value')
  for (const data of descendants(placemark, 'SimpleData'))
    if (data.attributes.name) properties[data.attributes.name] = data.text.trim() || null
  const address = textOf(placemark, 'address')
  if (address !== null) properties.address = address
  const unread = placemark.children.find(({ name }) => unreadNames.has(name))
  if (unread) {
    problems.push(
      problem(
        'error',
        'GEOM_TYPE',
        `第 ${row} 个地标是 ${unread.name}，不能读取`,
        `Placemark ${row} is a ${unread.name}, which is not read`,
        { row },
      ),
    )
  }
  const shape = placemark.children.find(({ name }) => geometryNames.has(name))
  return { type: 'Feature', properties, geometry: shape ? readShape(shape, row, problems) : null }
}

function readShape(node: Node, row: number, problems: Problem[]): Geometry | null {
  try {
    return toGeometry(node)
  } catch (error) {
    if (!(error instanceof CoordinateFault)) throw error
    problems.push(
      problem(
        'error',
        'GEOM_PARSE',
        `第 ${row} 个地标的坐标无法读取：${error.message}`,
        `The coordinates of placemark ${row} cannot be read: ${error.message}`,
        { row, value: error.message },
      ),
    )
    return null
  }
}

class CoordinateFault extends Error {}

function toGeometry(node: Node): Geometry | null {
  switch (node.name) {
    case 'Point': {
      const positions = positionsOf(node)
      if (positions.length !== 1) throw new CoordinateFault(`${positions.length} positions for a point`)
      return { type: 'Point', coordinates: positions[0] }
    }
    case 'LineString':
    case 'LinearRing':
      return { type: 'LineString', coordinates: positionsOf(node) }
    case 'Polygon': {
      const rings = ['outerBoundaryIs', 'innerBoundaryIs'].flatMap((side) =>
        node.children
          .filter(({ name }) => name === side)
          .flatMap((boundary) => boundary.children.filter(({ name }) => name === 'LinearRing')),
      )
      return { type: 'Polygon', coordinates: rings.map(positionsOf) }
    }
    default:
      return gather(node.children.filter(({ name }) => geometryNames.has(name)).flatMap((part) => toGeometry(part) ?? []))
  }
}

/** Parts of one kind are a multi-geometry; mixed parts a collection. */
function gather(parts: Geometry[]): Geometry | null {
  if (parts.length <= 1) return parts[0] ?? null
  if (parts.every((part) => part.type === 'Point')) return { type: 'MultiPoint', coordinates: parts.map(({ coordinates }) => coordinates) }
  if (parts.every((part) => part.type === 'LineString'))
    return { type: 'MultiLineString', coordinates: parts.map(({ coordinates }) => coordinates) }
  if (parts.every((part) => part.type === 'Polygon'))
    return { type: 'MultiPolygon', coordinates: parts.map(({ coordinates }) => coordinates) }
  return { type: 'GeometryCollection', geometries: parts }
}

/** “lon,lat[,height]” separated by white space. */
function positionsOf(node: Node): Position[] {
  const text = node.children.find(({ name }) => name === 'coordinates')?.text ?? ''
  return text
    .trim()
    .replace(/\s*,\s*/g, ',')
    .split(/\s+/)
    .filter((tuple) => tuple !== '')
    .map((tuple) => {
      const parts = tuple.split(',')
      const position = parts.map((part) => (/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(part) ? Number(part) : NaN))
      if (position.length < 2 || position.length > 3 || !position.every(Number.isFinite)) throw new CoordinateFault(tuple.slice(0, 60))
      return position
    })
}

function textOf(node: Node, name: string): string | null {
  const text = node.children.find((child) => child.name === name)?.text.trim()
  return text === undefined || text === '' ? null : text
}

function descendants(node: Node, name: string): Node[] {
  return node.children.flatMap((child) => (child.name === name ? [child] : descendants(child, name)))
}
