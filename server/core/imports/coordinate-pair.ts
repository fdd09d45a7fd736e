import type { ImportKind } from './field.ts'
import type { MappedColumn } from './guess-columns.ts'
import { isBlankCell, tidyText } from './plain-text.ts'
import type { RawCell, RawRow } from './raw-table.ts'
import type { Question } from './report.ts'

/** A column that holds both coordinates of each row: 「116.33,26.31」, 「116.33 26.31」, `POINT(116.33 26.31)`. */
export interface PairColumn {
  index: number
  header: string
}

/** Most rows of the column must read as a place; the others are refused when the column is taken. */
const leastShare = 0.8

/** Undefined where the table says its places otherwise, or has none. */
export function findPairColumn(mapped: readonly MappedColumn[], rows: readonly RawRow[], kind: ImportKind, spatial: boolean): PairColumn | undefined {
  if (spatial || kind.geometry === 'none' || mapped.some(({ field }) => field?.value.type === 'longitude' || field?.value.type === 'latitude'))
    return undefined
  return mapped.find(({ index, field, by }) => {
    if (field || by === 'given') return false
    const cells = rows.map(({ cells }) => cells[index] ?? null).filter((cell) => !isBlankCell(cell))
    return cells.length > 0 && cells.filter((cell) => readPair(cell)).length >= cells.length * leastShare
  })
}

/** Longitude first, whichever way it is written: in China no longitude is a latitude (73–136° E, 3–54° N). */
export function readPair(cell: RawCell): [lon: number, lat: number] | undefined {
  if (typeof cell !== 'string') return undefined
  const text = tidyText(cell).replace(/^POINT ?Z?/i, '').replace(/[()[\]（）]/g, ' ').trim()
  const match = /^(-?\d{1,3}(?:\.\d+)?)°?(?:\s*[,;、/]\s*|\s+)(-?\d{1,3}(?:\.\d+)?)°?$/.exec(text)
  if (!match) return undefined
  const [a, b] = [Number(match[1]), Number(match[2])]
  if (isLon(a) && isLat(b)) return [a, b]
  return isLon(b) && isLat(a) ? [b, a] : undefined
}

export function askPair({ header }: PairColumn): Question {
  return {
    code: 'COORD_ONE_COLUMN',
    message: {
      zh: `「${header}」列把经度、纬度写在一起，请选择是否拆开作为位置`,
      en: `The column ${header} holds longitude and latitude together: are they the places?`,
    },
    options: [
      { value: 'split', label: { zh: '拆成经度、纬度', en: 'take them as longitude and latitude' } },
      { value: 'ignore', label: { zh: '不作位置，各行没有位置', en: 'they are no places' } },
    ],
    option: '--answer COORD_ONE_COLUMN=split|ignore',
  }
}

function isLon(value: number): boolean {
  return value >= 73 && value <= 136
}

function isLat(value: number): boolean {
  return value >= 3 && value <= 54
}
