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
/** Names alike in this share of their characters are similar: 第一社区养老服务站 and 第一社区养老服务站（分部）. */
const similarShare = 0.6

/**
 * Rows that seem to enter one thing twice, each named once with the row it repeats: the same code, the same name within
 * 200 m (or within one township where there is no place), a similar name at one place. Nothing is dropped here.
 */
export function findDuplicates(rows: readonly Named[]): Duplicate[] {
  const near = indexPlaces(rows)
  const byKey = new Map<string, Named>()
  const byName = new Map<string, Named[]>()
  const found: Duplicate[] = []
  for (const row of rows) {
    const key = row.key === null ? null : plainText(row.key)
    const name = row.name === null ? null : plainText(row.name)
    const namesakes = name ? (byName.get(name) ?? []) : []
    const sameCode = key ? byKey.get(key) : undefined
    const sameName = namesakes.find((other) => row.at && other.at && geodesicMetres(...row.at, ...other.at) <= sameNameMetres)
    const sameWords = namesakes.find(
      (other) => (!row.at || !other.at) && row.within !== null && row.within === other.within && (!key || !other.key),
    )
    const similar = sameName || sameWords ? undefined : near(row).find((other) => other.row < row.row && areSimilar(row.name, other.name))
    if (sameCode) found.push({ first: sameCode.row, second: row.row, why: 'same_code' })
    else if (sameName) found.push({ first: sameName.row, second: row.row, why: 'same_name_nearby' })
    else if (sameWords) found.push({ first: sameWords.row, second: row.row, why: 'same_name' })
    else if (similar) found.push({ first: similar.row, second: row.row, why: 'similar_name_here' })
    if (key && !sameCode) byKey.set(key, row)
    if (name) byName.set(name, [...namesakes, row])
  }
  return found
}

function indexPlaces(rows: readonly Named[]): (row: Named) => Named[] {
  const placed = rows.filter(({ at, name }) => at !== undefined && name !== null)
  if (placed.length === 0) return () => []
  const index = new Flatbush(placed.length)
  for (const { at } of placed) index.add(at![0], at![1], at![0], at![1])
  index.finish()
  return ({ at, name }) => {
    if (!at || name === null) return []
    const scale = degreeScaleAt(at[1])
    const [dx, dy] = [hereMetres / scale.lonMetres, hereMetres / scale.latMetres]
    return index.search(at[0] - dx, at[1] - dy, at[0] + dx, at[1] + dy).map((i) => placed[i])
  }
}

/** One contains the other, or most of their pairs of neighbouring characters are shared (Dice's coefficient). */
function areSimilar(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return false
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
