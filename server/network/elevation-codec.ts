import { deflateSync, inflateSync } from 'node:zlib'

/** Heights are kept to the centimetre, finer than any elevation model and any step of a walk. */
const unitsPerMetre = 100
/** Stands for a cell without data; no difference of two heights on earth is as large. */
const noData = 0x7fffffff

/**
 * Heights (metres, NaN where none) as bytes for the database: centimetres as 32-bit little-endian differences from the
 * cell before, deflated. Neighbours are alike, so a county shrinks to one or two bytes a cell.
 */
export function encodeHeights(metres: Float32Array): Uint8Array {
  const differences = new Int32Array(metres.length)
  let before = 0
  metres.forEach((height, i) => {
    if (Number.isNaN(height)) {
      differences[i] = noData
      return
    }
    const centimetres = Math.round(height * unitsPerMetre)
    differences[i] = centimetres - before
    before = centimetres
  })
  return deflateSync(new Uint8Array(differences.buffer))
}

/** Throws where the bytes are not those of exactly `cellCount` cells. */
export function decodeHeights(bytes: Uint8Array, cellCount: number): Float32Array {
  const inflated = inflateSync(bytes, { maxOutputLength: Math.max(1, cellCount * 4) })
  if (inflated.byteLength !== cellCount * 4) throw new Error(`expected heights of ${cellCount} cells, got ${inflated.byteLength / 4}`)
  const differences = new Int32Array(new Uint8Array(inflated).buffer)
  let before = 0
  return Float32Array.from(differences, (difference) => (difference === noData ? NaN : (before += difference) / unitsPerMetre))
}
