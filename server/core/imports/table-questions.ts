import { pointOf, type Draft, type Findings } from './draft.ts'
import { findDuplicates, type Duplicate } from './duplicates.ts'
import type { Bilingual, ImportKind } from './field.ts'
import type { Question } from './report.ts'

type Answers = Readonly<Record<string, string>>

/** Figures that are unusually large: their rows wait, or are kept or refused as the user has said. */
export function answerOutliers(drafts: readonly Draft[], findings: Findings, answers: Answers, questions: Question[]): void {
  const found = findings.problems.filter(({ code }) => code === 'OUTLIER')
  if (found.length === 0) return
  const answer = answers.OUTLIER
  const rows = new Set(found.map(({ row }) => row!))
  if (answer === 'keep' || answer === 'refuse') {
    for (const problem of found) problem.severity = answer === 'keep' ? 'warning' : 'error'
    for (const draft of drafts)
      if (rows.has(draft.row)) [draft.asked, draft.refused] = [hasOtherQuestion(draft, findings), draft.refused || answer === 'refuse']
    return
  }
  questions.push({
    code: 'OUTLIER',
    message: { zh: `${rows.size} 行的数值大得不寻常，请核对`, en: `${rows.size} rows hold unusually large figures: check them` },
    options: [
      { value: 'keep', label: { zh: '属实，保留', en: 'they are right' } },
      { value: 'refuse', label: { zh: '不导入这些行', en: 'leave these rows out' } },
    ],
    option: '--answer OUTLIER=keep|refuse',
    rows: [...rows],
  })
}

function hasOtherQuestion(draft: Draft, findings: Findings): boolean {
  return findings.problems.some(({ row, code, severity }) => row === draft.row && severity === 'question' && code !== 'OUTLIER')
}

const reasons: Readonly<Record<Duplicate['why'], Bilingual>> = {
  same_code: { zh: '编码相同', en: 'same code' },
  same_name_nearby: { zh: '名称相同、相距 200 m 以内', en: 'same name within 200 m' },
  same_name: { zh: '名称相同', en: 'same name' },
  similar_name_here: { zh: '名称相近、位置相同', en: 'similar name at one place' },
}

/** Rows that seem to be entered twice: the later ones wait, or are kept or refused as the user has said. */
export function askDuplicates(
  drafts: readonly Draft[],
  kind: ImportKind,
  findings: Findings,
  answers: Answers,
  questions: Question[],
): void {
  if (kind.id === 'roads' || kind.keyed) return
  const word = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : null)
  const rows = drafts
    .filter(({ refused }) => !refused)
    .map((draft) => {
      const { fields } = draft
      const place =
        kind.id === 'population'
          ? [fields.h3, fields.unitCode, fields.name].map(word).find((one) => one !== null)
          : word(fields.code ?? (kind.id === 'regions' ? fields.unitCode : fields.indicator))
      const detail = [
        fields.phase,
        kind.id === 'reported_figures' ? fields.unitCode : null,
        fields.asOf && typeof fields.asOf === 'object' && 'day' in fields.asOf ? fields.asOf.day : null,
      ]
        .map(word)
        .filter((one) => one !== null)
      // Phases of one area bear one name at one place.
      const name =
        word(fields.name) === null ? null : [word(fields.name), ...(fields.phase == null ? [] : [word(fields.phase)])].join(' 期')
      const points = draft.geometry === null || /Point|Polygon/.test(draft.geometry.type)
      const within = kind.id === 'layer' || kind.id === 'reported_figures' ? null : (word(fields.unitCode) ?? word(fields.township) ?? '')
      return {
        row: draft.row,
        key: place ? [place, ...detail].join('|') : null,
        name: points && kind.id !== 'population' && kind.id !== 'regions' ? name : null,
        within,
        at: pointOf(draft),
      }
    })
  const found = findDuplicates(rows)
  if (found.length === 0) return
  const answer = answers.DUPLICATE
  const byRow = new Map(drafts.map((draft) => [draft.row, draft]))
  for (const { first, second, why } of found) {
    const severity = answer === 'keep_all' ? 'warning' : answer === 'keep_first' ? 'error' : 'question'
    findings.row(
      severity,
      byRow.get(second)!,
      'DUPLICATE',
      { zh: `疑与第 ${first} 行重复：${reasons[why].zh}`, en: `Seems to repeat row ${first}: ${reasons[why].en}` },
      {
        value: word(byRow.get(second)!.fields.name) ?? undefined,
        fix: { zh: '请确认是否同一处；重复的床位、户数会被计两次', en: 'Say whether they are one; its figures would count twice' },
      },
    )
  }
  if (answer === 'keep_all' || answer === 'keep_first') return
  questions.push({
    code: 'DUPLICATE',
    message: { zh: `${found.length} 行疑似重复，请选择`, en: `${found.length} rows seem to be entered twice` },
    options: [
      { value: 'keep_first', label: { zh: '只留先出现的', en: 'keep the first of each' } },
      { value: 'keep_all', label: { zh: '都是不同的，全部保留', en: 'they differ: keep all' } },
    ],
    option: '--answer DUPLICATE=keep_first|keep_all',
    rows: found.map(({ second }) => second),
  })
}
