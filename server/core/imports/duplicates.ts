import Flatbush from 'flatbush'
import { sameNameMetres } from '../checks/duplicate-areas.ts'
import { degreeScaleAt, geodesicMetres } from '../geodesic.ts'
import type { LonLat } from '../lonlat.ts'
import { plainText } from './plain-text.ts'

export interface Named {
  row: number
  /** What tells records apart: the code with the phase, say. */
  key: string | null
  name: string | null
  /** Told apart by it where no place is known: the township. */
  within: string | null
  at: LonLat | undefined
}

export interface Duplicate {
  /** Rows of the file, the earlier first. */
  first: number
  second: number
  why: 'same_code' | 'same_name_nearby' | 'same_name' | 'similar_name_here'
}

/** Two sites of similar names this near stand at one place. */
const hereMetres = 30
/** Of a thousand rows at one spot the nearest of these are compared: that they stand there at all is the finding. */
const mostNeighbours = 64
/** Names alike in this share of their characters are similar: 第一社区养老服务站 and 第一社区养老服务站（分部）. */
const similarShare = 0.6

/**
 * Rows that seem to enter one thing twice, each named once with the row it repeats: the same code, the same name within
 * 200 m (or within one township where there is no place), a similar name at one place. Nothing is dropped here.
 */
export function findDuplicates(rows: readonly Named[]): Duplicate[] {
  const near = indexPlaces(rows)
  const byKey = new Map<string, Named>()
  const byWords = new Map<string, Named>()
  const bySpot = new Map<string, Named>()
  const found: Duplicate[] = []
  for (const row of rows) {
    const key = row.key === null ? null : plainText(row.key)
    const words = row.name === null || row.within === null ? null : `${plainText(row.name)}|${row.within}`
    const sameCode = key ? byKey.get(key) : undefined
    // The very spot first: thousands of rows may have been put at the middle of a township.
    const spot = row.at && row.name !== null ? `${plainText(row.name)}|${row.at.join('|')}` : null
    const sameSpot = spot ? bySpot.get(spot) : undefined
    const around = sameSpot ? [] : near(row)
    const sameName = sameSpot ?? around.find((other) => plainText(row.name!) === plainText(other.name!))
    const namesake = words ? byWords.get(words) : undefined
    const sameWords = namesake && (!row.at || !namesake.at) && (!key || !namesake.key) ? namesake : undefined
    const similar = around.find((other) => isHere(row, other) && areSimilar(row.name!, other.name!))
    if (sameCode) found.push({ first: sameCode.row, second: row.row, why: 'same_code' })
    else if (sameName) found.push({ first: sameName.row, second: row.row, why: 'same_name_nearby' })
    else if (sameWords) found.push({ first: sameWords.row, second: row.row, why: 'same_name' })
    else if (similar) found.push({ first: similar.row, second: row.row, why: 'similar_name_here' })
    if (key && !sameCode) byKey.set(key, row)
    if (spot && !sameSpot) bySpot.set(spot, row)
    if (words && !namesake) byWords.set(words, row)
  }
  return found
}

/** Asks for the named rows before a row within the distance at which one name means one thing. */
function indexPlaces(rows: readonly Named[]): (row: Named) => Named[] {
  const placed = rows.filter(({ at, name }) => at !== undefined && name !== null)
  if (placed.length === 0) return () => []
  const index = new Flatbush(placed.length)
  for (const { at } of placed) index.add(at![0], at![1], at![0], at![1])
  index.finish()
  const orderOf = new Map(placed.map((row, i) => [row, i]))
  return (row) => {
    const { at } = row
    const order = orderOf.get(row)
    if (!at || order === undefined) return []
    const scale = degreeScaleAt(at[1])
    const [dx, dy] = [sameNameMetres / scale.lonMetres, sameNameMetres / scale.latMetres]
    const found = index.neighbors(at[0], at[1], mostNeighbours, Math.max(dx, dy), (i) => i < order)
    return found
      .sort((a, b) => a - b)
      .map((i) => placed[i])
      .filter((other) => geodesicMetres(...at, ...other.at!) <= sameNameMetres)
  }
}

function isHere(row: Named, other: Named): boolean {
  return geodesicMetres(...row.at!, ...other.at!) <= hereMetres
}

/** One contains the other, or most of their pairs of neighbouring characters are shared (Dice's coefficient). */
function areSimilar(a: string, b: string): boolean {
  const [first, second] = [plainText(a), plainText(b)]
  // 一号楼 and 二号楼, 分店1 and 分店2 are numbered on purpose.
  const unnumbered = (text: string) => text.replace(/[\d一二三四五六七八九十甲乙丙丁]+/g, '#')
  if (first === '' || second === '' || (first !== second && unnumbered(first) === unnumbered(second))) return false
  if (first.includes(second) || second.includes(first)) return Math.min(first.length, second.length) >= 3
  const [left, right] = [pairs(first), pairs(second)]
  const shared = [...left].filter((pair) => right.has(pair)).length
  return (2 * shared) / (left.size + right.size) >= similarShare
}

function pairs(text: string): Set<string> {
  return new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2)))
}
