import { indexLength, type Box, type CellSheet } from './cell-sheet.ts'
import { tileExtent, type TileAddress } from './tile-math.ts'

/*
 * A layer of H3 cells written straight into its bytes (Mapbox vector tile specification 2.1): a general encoder needs an
 * object for every feature, ring and corner, and takes several times as long (see the bench). Field numbers are those
 * of vector_tile.proto; a tag is (field << 3) | wire type, 0 for a number, 2 for bytes.
 */
const tag = {
  tileLayer: 0x1a,
  layerName: 0x0a,
  layerFeature: 0x12,
  layerKey: 0x1a,
  layerValue: 0x22,
  layerExtent: 0x28,
  layerVersion: 0x78,
  featureTags: 0x12,
  featureType: 0x18,
  featureGeometry: 0x22,
  valueString: 0x0a,
  valueUint: 0x28,
} as const
const polygon = 3
const moveToOnce = 9
const lineTo = 2
const closePath = 15

/** What a cell can need besides its attributes: the index's pair of tags, 10 corners, the index as value; 5 bytes a number. */
const tagPairBytes = 2 * 5
const geometryBytes = (2 * 10 + 3) * 5
const featureBytes = tagPairBytes + geometryBytes + indexLength + 32
/** Its two tags and a value of its own. */
const attributeBytes = tagPairBytes + 8

/**
 * One tile of the cells whose boxes touch `box` (unit square), in the order of the sheets; no bytes where none does.
 * All sheets are of one resolution and have the same attributes; `h`, a cell's index, comes first.
 */
export function encodeCellLayer(name: string, sheets: readonly CellSheet[], { z, x, y }: TileAddress, box: Box): Uint8Array {
  const scale = 2 ** z * tileExtent
  const left = x * tileExtent
  const top = y * tileExtent
  const shown = sheets.map((sheet) => cellsWithin(sheet, box))
  const featureCount = shown.reduce((sum, cells) => sum + cells.length, 0)
  if (featureCount === 0) return new Uint8Array(0)
  const keys = ['h', ...sheets[0].attributes.map((attribute) => attribute.name)]
  const out = new Uint8Array(featureCount * (featureBytes + attributeBytes * (keys.length - 1)) + 256)
  const geometry = new Uint8Array(geometryBytes)
  const tags = new Uint8Array(tagPairBytes * keys.length)
  const numbers = new Map<number, number>()

  // Values of indexes come first, one a feature, so that feature k has value k; numbers follow as they turn up.
  const numberValue = (value: number): number => {
    let at = numbers.get(value)
    if (at === undefined) numbers.set(value, (at = featureCount + numbers.size))
    return at
  }

  let end = writeBytes(out, 0, tag.layerName, textBytes(name))
  let feature = 0
  for (let k = 0; k < sheets.length; k++) {
    const { ringStart, corners, attributes } = sheets[k]
    for (const cell of shown[k]) {
      let t = writePair(tags, 0, 0, feature++)
      for (let a = 0; a < attributes.length; a++) {
        const value = attributes[a].values[cell]
        if (value >= 0) t = writePair(tags, t, a + 1, numberValue(value))
      }
      const first = ringStart[cell]
      const last = ringStart[cell + 1]
      let penX = Math.round(corners[first * 2] * scale - left)
      let penY = Math.round(corners[first * 2 + 1] * scale - top)
      geometry[0] = moveToOnce
      let g = writePair(geometry, 1, zigzag(penX), zigzag(penY))
      g = writeVarint(geometry, g, ((last - first - 1) << 3) | lineTo)
      for (let corner = first + 1; corner < last; corner++) {
        const px = Math.round(corners[corner * 2] * scale - left)
        const py = Math.round(corners[corner * 2 + 1] * scale - top)
        g = writePair(geometry, g, zigzag(px - penX), zigzag(py - penY))
        penX = px
        penY = py
      }
      geometry[g++] = closePath
      out[end++] = tag.layerFeature
      end = writeVarint(out, end, 2 + 1 + sizeOf(t) + t + 1 + sizeOf(g) + g)
      end = writeNumber(out, end, tag.featureType, polygon)
      end = writeBytes(out, end, tag.featureTags, tags, t)
      end = writeBytes(out, end, tag.featureGeometry, geometry, g)
    }
  }
  for (const one of keys) end = writeBytes(out, end, tag.layerKey, textBytes(one))
  for (let k = 0; k < sheets.length; k++) {
    const { index } = sheets[k]
    for (const cell of shown[k]) {
      out[end++] = tag.layerValue
      out[end++] = indexLength + 2
      out[end++] = tag.valueString
      out[end++] = indexLength
      for (let i = cell * indexLength, stop = i + indexLength; i < stop; i++) out[end++] = index[i]
    }
  }
  for (const value of numbers.keys()) {
    out[end++] = tag.layerValue
    end = writeVarint(out, end, 1 + sizeOf(value))
    end = writeNumber(out, end, tag.valueUint, value)
  }
  end = writeNumber(out, end, tag.layerExtent, tileExtent)
  end = writeNumber(out, end, tag.layerVersion, 2)
  const tile = new Uint8Array(1 + sizeOf(end) + end)
  tile[0] = tag.tileLayer
  tile.set(out.subarray(0, end), writeVarint(tile, 1, end))
  return tile
}

/** The cells of a sheet whose boxes touch the tile's. */
function cellsWithin({ count, boxes }: CellSheet, [x0, y0, x1, y1]: Box): Uint32Array {
  const found = new Uint32Array(count)
  let size = 0
  for (let i = 0, k = 0; i < count; i++, k += 4) {
    if (boxes[k] <= x1 && boxes[k + 2] >= x0 && boxes[k + 1] <= y1 && boxes[k + 3] >= y0) found[size++] = i
  }
  return found.subarray(0, size)
}

function textBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function zigzag(value: number): number {
  return (value << 1) ^ (value >> 31)
}

function sizeOf(value: number): number {
  let size = 1
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) size++
  return size
}

/** Every writer returns the place after what it wrote. */
function writeVarint(out: Uint8Array, at: number, value: number): number {
  let rest = value >>> 0
  while (rest > 0x7f) {
    out[at++] = (rest & 0x7f) | 0x80
    rest >>>= 7
  }
  out[at++] = rest
  return at
}

function writePair(out: Uint8Array, at: number, first: number, second: number): number {
  return writeVarint(out, writeVarint(out, at, first), second)
}

function writeNumber(out: Uint8Array, at: number, field: number, value: number): number {
  out[at] = field
  return writeVarint(out, at + 1, value)
}

function writeBytes(out: Uint8Array, at: number, field: number, bytes: Uint8Array, length = bytes.length): number {
  out[at] = field
  let end = writeVarint(out, at + 1, length)
  for (let k = 0; k < length; k++) out[end++] = bytes[k]
  return end
}
