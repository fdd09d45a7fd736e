import type { Geometry, Position } from 'geojson'
import type { RawFile, RawRow } from '../../core/imports/raw-table.ts'
import { refuse, type Problem } from '../../core/problems.ts'
import { parseDxf, type DxfEntity } from './dxf-groups.ts'
import { problem, type ReadContext } from './limits.ts'
import { decodeText, encodingOfName, encodingProblems } from './text-encoding.ts'

/**
 * Reads points, lines, polylines and labels of an ASCII DXF. A drawing states no CRS. Everything else (blocks, hatches,
 * splines) keeps its row and is refused there with what to do, so that nothing of a drawing goes missing in silence.
 */
export function readDxf(name: string, bytes: Buffer, context: ReadContext): RawFile {
  if (bytes.toString('latin1', 0, 22).startsWith('AutoCAD Binary DXF')) {
    throw refuse('DXF_BINARY', '二进制 DXF 不能读取', 'A binary DXF cannot be read', {
      fix: { zh: '请在 CAD 中另存为 ASCII（文本）DXF', en: 'Save it as ASCII DXF in the CAD program' },
    })
  }
  const decoded = decodeText(bytes, context.encoding ?? declaredEncoding(bytes))
  const problems: Problem[] = encodingProblems(decoded, 'question')
  const { entities } = parseDxf(decoded.text, context.limits.maxRows)
  const rows: RawRow[] = []
  let paperSpace = 0
  let arcs = 0
  for (const entity of entities) {
    if (first(entity, 67)?.trim() === '1') {
      paperSpace++
      continue
    }
    const number = rows.length + 1
    const read = readEntity(entity, number, problems)
    if (read.arcs) arcs++
    const label = entity.type === 'TEXT' ? first(entity, 1) : entity.type === 'MTEXT' ? plainMtext(entity) : undefined
    rows.push({
      number,
      geometry: read.geometry,
      cells: [first(entity, 8)?.trim() ?? null, entity.type, label?.trim() || null, first(entity, 5)?.trim() ?? null],
    })
  }
  if (rows.length === 0) throw refuse('EMPTY', 'DXF 的模型空间里没有图元', 'The model space of the DXF holds no entity')
  if (paperSpace > 0)
    problems.push(
      problem('warning', 'DXF_PAPER', `图纸空间的 ${paperSpace} 个图元未读取`, `${paperSpace} entities of the paper space were left out`),
    )
  if (arcs > 0)
    problems.push(
      problem(
        'warning',
        'DXF_ARC',
        `有 ${arcs} 条多段线含圆弧，已按每段不超过 5° 折线化`,
        `${arcs} polylines contain arcs, drawn as chords of 5° or less`,
      ),
    )
  const headers = ['Layer', 'Entity', 'Text', 'Handle']
  return {
    format: 'dxf',
    tables: [{ name, headers, rows, merges: [], spatial: true, crs: null, encoding: decoded.encoding }],
    raster: null,
    problems,
  }
}

interface EntityRead {
  geometry: Geometry | null
  arcs?: boolean
}

function readEntity(entity: DxfEntity, row: number, problems: Problem[]): EntityRead {
  const fault = (code: string, zh: string, en: string, fix: { zh: string; en: string }): EntityRead => {
    problems.push(
      problem('error', code, `第 ${row} 个图元（文件第 ${entity.line} 行）${zh}`, `Entity ${row} (line ${entity.line} of the file) ${en}`, {
        row,
        value: entity.type,
        fix,
      }),
    )
    return { geometry: null }
  }
  const tilt = [210, 220, 230].map((code) => numberOf(first(entity, code)) ?? (code === 230 ? 1 : 0))
  const mirrored = tilt[2] === -1 ? -1 : 1
  if (Math.abs(tilt[0]) > 1e-9 || Math.abs(tilt[1]) > 1e-9)
    return fault('GEOM_SHAPE', '不在水平面上', 'does not lie in the horizontal plane', flatten)
  // Lines and points are always in world coordinates; flat entities mirror with their normal.
  const side = ['POINT', 'LINE', 'MTEXT'].includes(entity.type) ? 1 : mirrored
  switch (entity.type) {
    case 'POINT':
    case 'TEXT':
    case 'MTEXT': {
      const position = positionOf(entity, 10, side)
      return position
        ? { geometry: { type: 'Point', coordinates: position } }
        : fault('GEOM_PARSE', '的坐标无法读取', 'has coordinates that cannot be read', redraw)
    }
    case 'LINE': {
      const ends = [positionOf(entity, 10, side), positionOf(entity, 11, side)]
      return ends[0] && ends[1]
        ? { geometry: { type: 'LineString', coordinates: [ends[0], ends[1]] } }
        : fault('GEOM_PARSE', '的坐标无法读取', 'has coordinates that cannot be read', redraw)
    }
    case 'LWPOLYLINE':
    case 'POLYLINE': {
      const flags = Number(first(entity, 70) ?? 0)
      if (entity.type === 'POLYLINE' && (flags & (16 | 64)) !== 0)
        return fault('GEOM_TYPE', '是三维网格', 'is a three-dimensional mesh', flatten)
      const vertices = entity.type === 'POLYLINE' ? verticesOfPolyline(entity, side) : verticesOfLwPolyline(entity, side)
      if (!vertices) return fault('GEOM_PARSE', '的坐标无法读取', 'has coordinates that cannot be read', redraw)
      return polyline(vertices, (flags & 1) === 1)
    }
    case 'INSERT':
      return fault('DXF_BLOCK', '是块参照，块内的图形不读取', 'is a block reference; what a block holds is not read', {
        zh: '请在 CAD 中用 EXPLODE（分解）命令炸开块后另存',
        en: 'Explode the blocks (EXPLODE) in the CAD program and save again',
      })
    default:
      return fault('GEOM_TYPE', `是 ${entity.type}，不能读取`, `is a ${entity.type}, which is not read`, {
        zh: '请在 CAD 中转换为多段线、点或文字后另存',
        en: 'Convert it to polylines, points or texts in the CAD program and save again',
      })
  }
}

const flatten = { zh: '请在 CAD 中用 FLATTEN 命令压平后另存', en: 'Flatten the drawing (FLATTEN) in the CAD program and save again' }
const redraw = { zh: '请在 CAD 中检查并重新导出', en: 'Check it in the CAD program and export again' }

interface Vertex {
  position: Position
  /** Tangent of a quarter of the arc to the next vertex; 0 is straight. */
  bulge: number
}

function verticesOfLwPolyline(entity: DxfEntity, side: number): Vertex[] | undefined {
  const vertices: Vertex[] = []
  let x: number | undefined
  for (const [code, value] of entity.groups) {
    const number = code === 10 || code === 20 || code === 42 ? numberOf(value) : undefined
    if ((code === 10 || code === 20 || code === 42) && number === undefined) return undefined
    if (code === 10) x = number
    else if (code === 20 && x !== undefined) {
      vertices.push({ position: [x * side, number!], bulge: 0 })
      x = undefined
    } else if (code === 42 && vertices.length > 0) vertices[vertices.length - 1].bulge = number! * side
  }
  return vertices
}

function verticesOfPolyline(entity: DxfEntity, side: number): Vertex[] | undefined {
  const vertices: Vertex[] = []
  for (const vertex of entity.vertices) {
    // Control points of a fitted curve are not on it.
    if ((Number(first(vertex, 70) ?? 0) & 16) !== 0) continue
    const position = positionOf(vertex, 10, side)
    if (!position) return undefined
    vertices.push({ position, bulge: (numberOf(first(vertex, 42)) ?? 0) * side })
  }
  return vertices
}

/** A polyline marked closed is the outline of an area. */
function polyline(vertices: Vertex[], closed: boolean): EntityRead {
  const positions: Position[] = []
  let arcs = false
  vertices.forEach(({ position, bulge }, i) => {
    positions.push(position)
    const next = vertices[i + 1] ?? (closed ? vertices[0] : undefined)
    if (bulge === 0 || !next) return
    arcs = true
    positions.push(...arcPoints(position, next.position, bulge))
  })
  if (!closed) return { geometry: { type: 'LineString', coordinates: positions }, arcs }
  const [start] = positions
  const end = positions[positions.length - 1]
  if (start && (start[0] !== end[0] || start[1] !== end[1])) positions.push([...start])
  return { geometry: { type: 'Polygon', coordinates: [positions] }, arcs }
}

const chordRadians = (5 * Math.PI) / 180

/** Points between the ends of an arc, ends excluded. Bulge b = tan(angle / 4), positive to the left (DXF reference, LWPOLYLINE). */
function arcPoints([ax, ay]: Position, [bx, by]: Position, bulge: number): Position[] {
  const angle = 4 * Math.atan(bulge)
  const chords = Math.min(72, Math.ceil(Math.abs(angle) / chordRadians))
  const half = (1 - bulge * bulge) / (4 * bulge)
  const centreX = (ax + bx) / 2 - (by - ay) * half
  const centreY = (ay + by) / 2 + (bx - ax) * half
  return Array.from({ length: Math.max(0, chords - 1) }, (_, i) => {
    const turn = (angle * (i + 1)) / chords
    const [dx, dy] = [ax - centreX, ay - centreY]
    return [centreX + dx * Math.cos(turn) - dy * Math.sin(turn), centreY + dx * Math.sin(turn) + dy * Math.cos(turn)]
  })
}

function first({ groups }: DxfEntity, code: number): string | undefined {
  return groups.find(([groupCode]) => groupCode === code)?.[1]
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/.test(text)) return undefined
  const number = Number(text)
  return Number.isFinite(number) ? number : undefined
}

function positionOf(entity: DxfEntity, code: number, side: number): Position | undefined {
  const x = numberOf(first(entity, code))
  const y = numberOf(first(entity, code + 10))
  return x === undefined || y === undefined ? undefined : [x * side, y]
}

/** Long labels come in pieces (code 3, the last under 1) with formatting codes in backslashes and braces. */
function plainMtext(entity: DxfEntity): string {
  const text = entity.groups
    .filter(([code]) => code === 3 || code === 1)
    .map(([, value]) => value)
    .join('')
  return text
    .replace(/\\P/g, '\n')
    .replace(/\\[ACFHQTWfp][^;\\]*;/g, '')
    .replace(/\\[LlOoKk]/g, '')
    .replace(/\\U\+([0-9A-Fa-f]{4})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replace(/\\([\\{}])|[{}]/g, '$1')
}

/** Since AutoCAD 2007 (AC1021) the text is UTF-8; before, the header names a code page. */
function declaredEncoding(bytes: Buffer): string | undefined {
  const start = bytes.toString('latin1', 0, 65536)
  const version = /\$ACADVER\s+1\s+AC(\d{4})/.exec(start)?.[1]
  const codePage = /\$DWGCODEPAGE\s+3\s+(\S+)/.exec(start)?.[1]
  // Programs lie about it so often that the name serves only where the bytes agree.
  const encoding = version !== undefined && Number(version) >= 1021 ? 'utf-8' : codePage && encodingOfName(codePage)
  if (!encoding || encoding === 'windows-1252') return undefined
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return encoding
  } catch {
    return undefined
  }
}
