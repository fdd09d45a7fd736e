import type { Geometry } from 'geojson'
import type { Found, ReferenceFinder } from './references.ts'

export interface Bilingual {
  zh: string
  en: string
}

/** What a number measures; decides which units a header or a cell may name (parse-number.ts). */
export type Measure = 'area_m2' | 'length_m' | 'count' | 'plain'

export type FieldType =
  | { type: 'text'; maxLength?: number }
  /** Statistical codes of units: 12 digits, or the 6 or 9 first of them. */
  | { type: 'unit_code' }
  /** A key of the office's own: kept as text, leading zeros and all. */
  | { type: 'key' }
  | { type: 'integer'; measure: Measure; min?: number; max?: number; doubtAbove?: number }
  | { type: 'decimal'; measure: Measure; min?: number; max?: number; doubtAbove?: number }
  /** `lastDay`: a month or a year alone means its last day. */
  | { type: 'date'; lastDay?: boolean }
  /** A year alone; of a date its year. */
  | { type: 'year' }
  /** How far something is: a word of the list, or the date when it was `done` (parse-state.ts). */
  | { type: 'state'; words: Readonly<Record<string, readonly string[]>>; done: string }
  /** Value → the words that offices write for it; `many`: several in one cell, parted by 、 , ; / or a space. */
  | {
      type: 'choice'
      words: Readonly<Record<string, readonly string[]>>
      many?: boolean
      /** Other words are kept, as `other: …`. */ others?: boolean
    }
  | { type: 'longitude' }
  | { type: 'latitude' }
  /** The words for a coordinate system, row by row. */
  | { type: 'crs' }
  | { type: 'h3' }

export interface Field {
  name: string
  label: Bilingual
  /** Usual column names besides the label, in any language; the shortest unmistakable form. */
  columns: readonly string[]
  value: FieldType
  required?: boolean
  /** What stands in the template's note and in the documentation. */
  note?: Bilingual
  /** The template's example row. */
  example?: string | number
}

/** One kind of import, from which parsing, templates, documents and the pages are generated. */
export interface ImportKind {
  id: string
  /** What else people call it on the command line. */
  aliases: readonly string[]
  label: Bilingual
  /** `required`: a row without a place is refused; `optional`: it is kept, and counted as without a place. */
  geometry: 'none' | 'optional' | 'required'
  /** Accepted geometry types; empty for any. */
  geometryTypes: readonly Geometry['type'][]
  /** Whether a raster is taken instead of rows. */
  raster?: 'people' | 'metres'
  /** What one record is told apart by, first that is there. */
  fields: readonly Field[]
  /** Fields of which at least one must have a column: a table of people without a number of people says nothing. */
  oneOf?: readonly string[]
  /** What of the county's stored records a row speaks of: a row that names what is not there is refused. */
  refers?(fields: Readonly<Record<string, unknown>>, find: ReferenceFinder): Found[]
  /** Rows whose subject is unknown may still be kept under their own name, if the user says so. */
  keepsStrangers?: boolean
  /** Rows are told apart by what they speak of, not by name and place: two of one name are no doubt. */
  keyed?: boolean
  /** Said before anything of the kind is taken (domain.md, Controlled layers). */
  notice?: Bilingual
}

export function text(name: string, zh: string, en: string, columns: readonly string[] = [], more: Partial<Field> = {}): Field {
  return { name, label: { zh, en }, columns, value: { type: 'text' }, ...more }
}

export function count(
  name: string,
  zh: string,
  en: string,
  columns: readonly string[] = [],
  more: Partial<Field> & { doubtAbove?: number } = {},
): Field {
  const { doubtAbove, ...rest } = more
  return { name, label: { zh, en }, columns, value: { type: 'integer', measure: 'count', min: 0, doubtAbove }, ...rest }
}

export function area(
  name: string,
  zh: string,
  en: string,
  columns: readonly string[] = [],
  more: Partial<Field> & { doubtAbove?: number } = {},
): Field {
  const { doubtAbove, ...rest } = more
  return { name, label: { zh, en }, columns, value: { type: 'decimal', measure: 'area_m2', min: 0, doubtAbove }, ...rest }
}

export function date(
  name: string,
  zh: string,
  en: string,
  columns: readonly string[] = [],
  more: Partial<Field> & { lastDay?: boolean } = {},
): Field {
  const { lastDay, ...rest } = more
  return { name, label: { zh, en }, columns, value: { type: 'date', lastDay }, ...rest }
}

/** A state by word or by the date when it was done. */
export function state(
  name: string,
  zh: string,
  en: string,
  columns: readonly string[],
  words: Readonly<Record<string, readonly string[]>>,
  more: Partial<Field> = {},
): Field {
  return { name, label: { zh, en }, columns, value: { type: 'state', words, done: 'done' }, ...more }
}

export function choice(
  name: string,
  zh: string,
  en: string,
  columns: readonly string[],
  words: Readonly<Record<string, readonly string[]>>,
  more: Partial<Field> & { many?: boolean; others?: boolean } = {},
): Field {
  const { many, others, ...rest } = more
  return { name, label: { zh, en }, columns, value: { type: 'choice', words, many, others }, ...rest }
}

/** The columns in which sheets state a place. */
export const placeFields: readonly Field[] = [
  {
    name: 'lon',
    label: { zh: '经度', en: 'longitude' },
    columns: ['lon', 'lng', 'long', 'x坐标', '东经', '坐标经度', 'x', '横坐标y', '东坐标'],
    value: { type: 'longitude' },
    example: 116.3277,
  },
  {
    name: 'lat',
    label: { zh: '纬度', en: 'latitude' },
    columns: ['lat', 'y坐标', '北纬', '坐标纬度', 'y', '纵坐标x', '北坐标'],
    value: { type: 'latitude' },
    example: 26.3137,
  },
  {
    name: 'crs',
    label: { zh: '坐标系', en: 'coordinate system' },
    columns: ['坐标系统', '坐标系名称', '基准', 'crs', 'datum'],
    value: { type: 'crs' },
    example: 'CGCS2000',
  },
]

/** The columns by which a row is found again: its own key and its name. */
export function identityFields(zh: string, en: string, columns: readonly string[], nameRequired = true): Field[] {
  return [
    {
      name: 'code',
      label: { zh: '编码', en: 'code' },
      columns: ['编号', '代码', 'code', '设施编码', '小区编码', '项目编号'],
      value: { type: 'key' },
      example: 'A-001',
    },
    text('name', zh, en, ['名称', 'name', ...columns], { required: nameRequired, example: `示例·${zh.replace(/名称$/, '')}` }),
  ]
}

/** The unit that a row belongs to. */
export const unitFields: readonly Field[] = [
  {
    name: 'unitCode',
    label: { zh: '12位区划代码', en: 'statistical code' },
    columns: [
      '区划代码',
      '行政区划代码',
      '统计用区划代码',
      '区划编码',
      '所属区划代码',
      '乡镇代码',
      '乡镇街道代码',
      '社区代码',
      'unit_code',
    ],
    value: { type: 'unit_code' },
    example: '360735100000',
  },
  text(
    'township',
    '乡镇街道',
    'township or street',
    ['乡镇', '街道', '乡镇（街道）', '乡镇/街道', '所属乡镇', '所属街道', '所在乡镇', '所属乡镇街道', '镇街', '街镇', 'township'],
    { example: '琴江镇' },
  ),
  text(
    'community',
    '社区',
    'community or village',
    ['社区村', '村（社区）', '社区（村）', '村社区', '所属社区', '村', '村居', 'community'],
    { example: '示例社区' },
  ),
]
