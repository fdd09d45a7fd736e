import type { Findings } from './draft.ts'
import type { Bilingual, ImportKind } from './field.ts'
import type { MappedColumn } from './guess-columns.ts'
import { hasOddName } from './odd-names.ts'
import { findPersonalColumns } from './personal-data.ts'
import { plainText } from './plain-text.ts'
import type { RawTable } from './raw-table.ts'
import type { Question } from './report.ts'

type Answers = Readonly<Record<string, string>>

/** Fields that every record needs and no column gives: the user says which column it is, rather than lose every row. */
export function askMissing(mapped: readonly MappedColumn[], kind: ImportKind): Question[] {
  const has = (name: string) => mapped.some(({ field }) => field?.name === name)
  const missing = kind.fields.filter(({ name, required }) => required && !has(name))
  const none = kind.oneOf !== undefined && !kind.oneOf.some(has)
  const wanted = none ? [...missing, ...kind.fields.filter(({ name }) => name === kind.oneOf![0])] : missing
  const free = mapped.filter(({ field, header }) => !field && header !== '')
  return wanted.map(({ name, label }) => ({
    code: 'COLUMN_MISSING',
    message: {
      zh: `没有找到「${label.zh}」列，${free.length > 0 ? '请指明是哪一列' : '也没有多余的列可作它用：请在原表补上这一列，或检查列是否未分开'}`,
      en: `No column was found for ${label.en}${free.length > 0 ? ': say which it is' : ', and none is left over: add it to the sheet, or see whether columns were not separated'}`,
    },
    options: free.map(({ header }) => ({ value: `${header}=${name}`, label: { zh: header, en: header } })),
    option: '--map',
  }))
}

/** Which of several columns of one name is meant; one that the user has mapped is no question any more. */
export function askRepeated(mapped: readonly MappedColumn[], answers: Answers): Question[] {
  const given = new Set(mapped.filter(({ by }) => by === 'given').map(({ header }) => plainText(header)))
  const seen = new Map<string, MappedColumn[]>()
  for (const column of mapped)
    if (column.header !== '') seen.set(plainText(column.header), [...(seen.get(plainText(column.header)) ?? []), column])
  return [...seen].flatMap(([name, columns]): Question[] => {
    if (columns.length < 2 || given.has(name) || answers.CSV_DUPHEADER === 'first') return []
    const { header } = columns[0]
    return [
      {
        code: 'CSV_DUPHEADER',
        message: {
          zh: `有 ${columns.length} 列都叫「${header}」，请选择用哪一列`,
          en: `${columns.length} columns are called ${header}: choose which to use`,
        },
        options: [
          { value: 'first', label: { zh: '用第一列，其余另存', en: 'the first; the others keep a number' } },
          ...columns.map(({ index }) => ({
            value: `--map ${index + 1}=${columns[0].field?.name ?? '-'}`,
            label: { zh: `第 ${index + 1} 列`, en: `column ${index + 1}` },
          })),
        ],
        option: '--answer CSV_DUPHEADER=first | --map',
      },
    ]
  })
}

/** Columns of people's names and numbers are left out, and asked about; all others keep a name of their own. */
export function dropPersonal(
  mapped: MappedColumn[],
  rows: RawTable['rows'],
  findings: Findings,
  questions: Question[],
  answers: Answers,
): MappedColumn[] {
  const headers = mapped.map(({ header }) => header)
  const personal = findPersonalColumns(
    headers,
    rows.map(({ cells }) => cells),
  ).filter(({ index }) => mapped[index]?.by !== 'given')
  if (personal.length === 0) return withNumberedRepeats(mapped)
  const names = personal.map(({ index }) => headers[index] || `${index + 1}`)
  for (const { index, kind, precisionLost } of personal) {
    const what: Bilingual = kind === 'id_number' ? { zh: '身份证号', en: 'ID numbers' } : { zh: '姓名', en: "people's names" }
    const lost = precisionLost
      ? { zh: '（已按数值保存，末三位丢失）', en: ' (stored as numbers, the last digits are lost)' }
      : { zh: '', en: '' }
    findings.file(
      'warning',
      'PII_DETECTED',
      { zh: `「${headers[index]}」列是${what.zh}${lost.zh}，默认不导入`, en: `The column holds ${what.en}${lost.en}: left out by default` },
      { column: headers[index] },
    )
  }
  if (answers.PII_DETECTED !== 'drop') {
    questions.push({
      code: 'PII_DETECTED',
      message: {
        zh: `含个人信息的列：${names.join('、')}。本系统不存个人姓名和证件号，确认去除后导入其余列？`,
        en: `Columns with personal data: ${names.join(', ')}. They are never stored: import the others?`,
      },
      options: [{ value: 'drop', label: { zh: '去除这些列', en: 'leave them out' } }],
      option: '--answer PII_DETECTED=drop',
    })
  }
  return withNumberedRepeats(mapped.filter(({ index }) => !personal.some((one) => one.index === index)))
}

/** Both columns of one name are kept, under names that tell them apart. */
function withNumberedRepeats(columns: MappedColumn[]): MappedColumn[] {
  const counts = new Map<string, number>()
  return columns.map((column) => {
    const seen = (counts.get(column.header) ?? 0) + 1
    counts.set(column.header, seen)
    return seen === 1 || column.field || column.header === '' ? column : { ...column, header: `${column.header}_${seen}` }
  })
}

/** Names of columns and layers that could be read as commands are listed. */
export function noteOddNames(table: RawTable & { format: string }, columns: readonly MappedColumn[], findings: Findings): void {
  for (const { header } of columns) {
    if (!hasOddName(header)) continue
    findings.file(
      'warning',
      'ATTR_NAME',
      { zh: `列名含有特殊字符，按文字原样保存：${header.slice(0, 60)}`, en: 'The column name holds special characters: kept as text' },
      { column: header.slice(0, 200) },
    )
  }
  if (table.spatial && table.format !== 'geojson' && hasOddName(table.name)) {
    findings.file(
      'warning',
      'ATTR_NAME',
      {
        zh: `图层名含有特殊字符，按文字处理：${table.name.slice(0, 60)}，请确认`,
        en: 'The name of the layer holds special characters: taken as text; please confirm',
      },
      { value: table.name.slice(0, 200) },
    )
  }
}
