import type { Field } from './field.ts'
import { unitFactor } from './parse-number.ts'
import { plainText } from './plain-text.ts'

export interface MappedColumn {
  /** Place in the row's cells. */
  index: number
  /** The header's words as the file has them. */
  header: string
  field: Field | undefined
  /** How sure the guess is; `given` by the user. */
  by: 'given' | 'remembered' | 'exact' | 'similar' | 'none'
  /** What one of the header's units is in the field's unit: 「建筑面积（亩）」 → 666.67. */
  factor: number
}

export interface UnknownMapping {
  column: string
  field: string
}

interface Guess {
  index: number
  field: Field
  score: number
}

/**
 * Which field each column is, by the names that offices give it: the whole header first, then its lowest line; units and
 * brackets aside. `similar` (a usual name inside a longer header) is tried where `loose` is set. One column a field. `given` overrules, column by name, letter
 * or place (from 1); a field of `-` leaves the column out. `remembered` stands between: it overrules a guess, and gives way to
 * what the user says now; what it names and this table has not is passed over.
 */
export function guessColumns(
  columns: readonly (readonly string[])[],
  fields: readonly Field[],
  loose: boolean,
  given: readonly UnknownMapping[] = [],
  remembered: readonly UnknownMapping[] = [],
) {
  const unknown: UnknownMapping[] = []
  const chosen = new Map<number, Field | null>()
  for (const one of given) {
    const index = findColumn(columns, one.column)
    const field = fields.find(({ name, label }) => name === one.field || plainText(label.zh) === plainText(one.field))
    if (index < 0 || (!field && one.field !== '-')) unknown.push(one)
    else chosen.set(index, field ?? null)
  }
  const kept = takeRemembered(columns, fields, remembered, chosen)
  const names = fields.map((field) => ({ field, words: [field.label.zh, ...field.columns, field.name].map(plainText) }))
  const guesses = columns.flatMap((parts, index): Guess[] =>
    chosen.has(index) || kept.has(index)
      ? []
      : names
          .flatMap(({ field, words }) => ({ index, field, score: score(variants(parts), words, loose) }))
          .filter(({ score }) => score > 0),
  )
  guesses.sort((a, b) => b.score - a.score || a.index - b.index)
  const taken = new Map<number, Guess>()
  const used = new Set([...chosen.values(), ...kept.values()].map((field) => field?.name))
  for (const guess of guesses) {
    if (taken.has(guess.index) || used.has(guess.field.name)) continue
    taken.set(guess.index, guess)
    used.add(guess.field.name)
  }
  // What would have been found anyway is no memory.
  const sayKept = (parts: readonly string[], field: Field | undefined): MappedColumn['by'] => {
    const fits = names.filter(({ words }) => score(variants(parts), words, loose) > 0)
    if (!field) return fits.length === 0 ? 'none' : 'remembered'
    return fits.some((one) => one.field === field && score(variants(parts), one.words, false) >= exactScore) ? 'exact' : 'remembered'
  }
  const mapped = columns.map((parts, index): MappedColumn => {
    const said = chosen.has(index) ? chosen : kept
    const field = said.has(index) ? (said.get(index) ?? undefined) : taken.get(index)?.field
    const by = chosen.has(index) ? 'given' : kept.has(index) ? sayKept(parts, field) : !field ? 'none' : taken.get(index)!.score >= exactScore ? 'exact' : 'similar'
    return { index, header: parts.join(' '), field, by, factor: field ? headerFactor(parts, field) : 1 }
  })
  return { mapped, unknown }
}

/** A name for each column that no other bears: the header's words, numbered where they repeat, the letter where there are none. */
export function nameColumns(columns: readonly (readonly string[])[]): string[] {
  const taken = new Set<string>()
  return columns.map((parts, index) => {
    const header = parts.join(' ') || columnLetter(index)
    let name = header
    for (let turn = 2; taken.has(name); turn++) name = `${header}_${turn}`
    taken.add(name)
    return name
  })
}

/** What a spreadsheet calls the column: 0 → A, 26 → AA. */
export function columnLetter(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : columnLetter(Math.floor(index / 26) - 1) + String.fromCharCode(65 + (index % 26))
}

function takeRemembered(
  columns: readonly (readonly string[])[],
  fields: readonly Field[],
  remembered: readonly UnknownMapping[],
  chosen: ReadonlyMap<number, Field | null>,
): Map<number, Field | null> {
  const kept = new Map<number, Field | null>()
  const used = new Set([...chosen.values()].map((field) => field?.name))
  for (const one of remembered) {
    const index = findColumn(columns, one.column)
    const field = fields.find(({ name }) => name === one.field)
    if (index < 0 || chosen.has(index) || kept.has(index) || (!field && one.field !== '-') || (field && used.has(field.name))) continue
    kept.set(index, field ?? null)
    used.add(field?.name)
  }
  return kept
}

/** Whether words are the usual name of a field: what tells a header from data. */
export function createNameTest(fields: readonly Field[]): (words: string) => boolean {
  const known = new Set(fields.flatMap(({ label, columns, name }) => [label.zh, ...columns, name].map(plainText)))
  return (words) => words.length <= 40 && variants([words]).some(({ text }) => known.has(text))
}

const exactScore = 100

/** Spellings of a header with their weight: whole, lowest line, whole without brackets and units. */
function variants(parts: readonly string[]): { text: string; weight: number }[] {
  // 「户数」 above 「规划」 is 规划户数: read downwards, upwards, and the lowest line alone.
  const upwards = [...parts].reverse().join('')
  const texts = [parts.join(''), upwards, parts.at(-1) ?? '', parts.length > 1 ? '' : (parts[0] ?? '')].map(plainText)
  return texts
    .flatMap((text, i) => [
      { text, weight: 8 - i },
      { text: withoutUnit(text), weight: 7.7 - i },
      { text: withoutUnit(text).replace(year, ''), weight: 7.4 - i },
    ])
    .filter(({ text }) => text !== '')
}

/** 「2020年常住人口」, `residents_2020`: of whatever year, the same figure. */
const year = /^(19|20)\d{2}年?末?|[_-]?(19|20)\d{2}年?末?$/g
const bracket = /[（(【[]([^）)】\]]*)[）)】\]]/g
const unitWords = /[/_]?(万|千)?(m2|m\^2|平方米|平米|亩|公顷|ha|km2|平方公里)$/

function withoutUnit(text: string): string {
  const bare = text
    .replace(bracket, (whole, inside: string) => (looksLikeUnit(inside) ? '' : whole))
    .replace(/^\d+[.、]/, '')
    .replace(/[*:：]+$/, '')
  return bare.replace(unitWords, '')
}

function looksLikeUnit(words: string): boolean {
  return (
    (['area_m2', 'length_m', 'count'] as const).some((measure) => unitFactor(words, measure) !== undefined) || /必填|选填|必录/.test(words)
  )
}

function score(texts: readonly { text: string; weight: number }[], words: readonly string[], loose: boolean): number {
  let best = 0
  for (const { text, weight } of texts) {
    for (const word of words) {
      if (text === word) best = Math.max(best, exactScore + weight)
      else if (loose && word.length >= 3 && /[\u4e00-\u9fff]/.test(word) && (text.endsWith(word) || text.startsWith(word)))
        best = Math.max(best, word.length)
    }
  }
  return best
}

function headerFactor(parts: readonly string[], field: Field): number {
  const { value } = field
  if (value.type !== 'integer' && value.type !== 'decimal') return 1
  const text = plainText(parts.join(''))
  const inside = [...text.matchAll(bracket)].map(([, unit]) => unit)
  const behind = unitWords.exec(text)?.[0].replace(/^[/_]/, '')
  for (const unit of [...inside, ...(behind ? [behind] : [])]) {
    const factor = unit === '' ? undefined : unitFactor(unit, value.measure)
    if (factor !== undefined) return factor
  }
  return 1
}

function findColumn(columns: readonly (readonly string[])[], wanted: string): number {
  const exact = nameColumns(columns).indexOf(wanted)
  if (exact >= 0) return exact
  const name = plainText(wanted)
  const byName = columns.findIndex((parts) => plainText(parts.join('')) === name || plainText(parts.join(' ')) === name)
  if (byName >= 0) return byName
  const byLast = columns.findIndex((parts) => plainText(parts.at(-1) ?? '') === name)
  if (byLast >= 0) return byLast
  if (/^[a-z]{1,2}$/.test(name)) return indexWithin(columns, [...name].reduce((sum, c) => sum * 26 + c.charCodeAt(0) - 96, 0) - 1)
  return /^\d{1,3}$/.test(name) ? indexWithin(columns, Number(name) - 1) : -1
}

function indexWithin(columns: readonly unknown[], index: number): number {
  return index >= 0 && index < columns.length ? index : -1
}
