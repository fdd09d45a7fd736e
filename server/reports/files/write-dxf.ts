import iconv from 'iconv-lite'
import type { Position } from '../../core/reports/plane.ts'
import type { VectorLayer } from '../layers/layer.ts'

type Project = (position: readonly [number, number]) => Position
type Pair = readonly [code: number, value: string | number]

/** AutoCAD's colour numbers: proposals green, changed facilities red, circles blue, places yellow, words white. */
const colours: Record<string, number> = { PROPOSALS: 3, CHANGED_FACILITIES: 1, CIRCLES: 5, CHANGED_PLACES: 2, NOTES: 7 }
const wordsLayer = 'NOTES'
const labelMetres = 20
const lineMetres = 32
/** R12 takes 255 bytes. */
const mostLetters = 120

/**
 * A drawing that every CAD reads: AutoCAD R12 (AC1009), one layer a kind, in the plane coordinates that `project` gives
 * (x = easting, y = northing). Text is GBK, the code page of Chinese CAD (ANSI_936): a drawing of that age has no UTF-8.
 *
 * @param stamps lines that must not be lost: they stand below the drawing, on the layer NOTES
 */
export function writeDxf(layers: readonly VectorLayer[], project: Project, stamps: readonly string[]): Buffer {
  const drawn = layers.filter(({ geometry }) => geometry !== 'None')
  const names = [...new Set([...drawn.map(({ name }) => name.toUpperCase()), wordsLayer])]
  const entities: Pair[] = []
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity }
  const plane = (position: readonly [number, number]): Position => {
    const [x, y] = project(position)
    box.west = Math.min(box.west, x)
    box.east = Math.max(box.east, x)
    box.south = Math.min(box.south, y)
    box.north = Math.max(box.north, y)
    return [x, y]
  }
  for (const { name, features } of drawn) {
    for (const { geometry, label } of features) {
      const layer = name.toUpperCase()
      if (geometry?.type === 'Point') {
        const at = plane(geometry.coordinates)
        entities.push([0, 'POINT'], [8, layer], ...place(at), ...text(layer, [at[0] + labelMetres / 2, at[1] + labelMetres / 2], label))
      }
      for (const ring of geometry?.type === 'MultiPolygon' ? geometry.coordinates.flat() : []) entities.push(...polyline(layer, ring.map(plane)))
    }
  }
  const corner: Position = box.west === Infinity ? [0, 0] : [box.west, box.south]
  stamps.forEach((line, index) => entities.push(...text(wordsLayer, [corner[0], corner[1] - lineMetres * (index + 2)], line)))
  return iconv.encode(lines([
    ...section('HEADER', [[9, '$ACADVER'], [1, 'AC1009'], [9, '$DWGCODEPAGE'], [3, 'ANSI_936'], [9, '$INSBASE'], ...place([0, 0]), [9, '$EXTMIN'], ...place(corner), [9, '$EXTMAX'], ...place(box.west === Infinity ? [0, 0] : [box.east, box.north]), [9, '$PDMODE'], [70, 34], [9, '$PDSIZE'], [40, labelMetres]]),
    ...section('TABLES', [
      ...table('LTYPE', [[[2, 'CONTINUOUS'], [70, 0], [3, 'Solid line'], [72, 65], [73, 0], [40, 0]]]),
      ...table('LAYER', names.map((name): Pair[] => [[2, name], [70, 0], [62, colours[name] ?? 7], [6, 'CONTINUOUS']])),
      // A big font: without one AutoCAD draws question marks for Chinese.
      ...table('STYLE', [[[2, 'STANDARD'], [70, 0], [40, 0], [41, 1], [50, 0], [71, 0], [42, labelMetres], [3, 'txt'], [4, 'gbcbig']]]),
    ]),
    ...section('ENTITIES', entities),
    [0, 'EOF'],
  ]), 'gbk')
}

function section(name: string, content: readonly Pair[]): Pair[] {
  return [[0, 'SECTION'], [2, name], ...content, [0, 'ENDSEC']]
}

function table(name: string, entries: readonly (readonly Pair[])[]): Pair[] {
  return [[0, 'TABLE'], [2, name], [70, entries.length], ...entries.flatMap((entry): Pair[] => [[0, name], ...entry]), [0, 'ENDTAB']]
}

function place([x, y]: Position): Pair[] {
  return [[10, x.toFixed(4)], [20, y.toFixed(4)], [30, '0.0']]
}

/** A ring closes itself: its last point, the same as its first, is left out. */
function polyline(layer: string, ring: readonly Position[]): Pair[] {
  return [[0, 'POLYLINE'], [8, layer], [66, 1], ...place([0, 0]), [70, 1], ...ring.slice(0, -1).flatMap((at): Pair[] => [[0, 'VERTEX'], [8, layer], ...place(at)]), [0, 'SEQEND'], [8, layer]]
}

function text(layer: string, at: Position, words: string): Pair[] {
  const safe = [...words.replace(/[\p{Cc}\p{Cs}]+/gu, ' ').slice(0, mostLetters)].map((letter) => (isInCodePage(letter) ? letter : '?')).join('')
  return safe.trim() === '' ? [] : [[0, 'TEXT'], [8, layer], ...place(at), [40, labelMetres], [1, safe], [7, 'STANDARD']]
}

function isInCodePage(letter: string): boolean {
  return iconv.decode(iconv.encode(letter, 'gbk'), 'gbk') === letter
}

function lines(pairs: readonly Pair[]): string {
  return pairs.map(([code, value]) => `${String(code).padStart(3)}\r\n${value}\r\n`).join('')
}
