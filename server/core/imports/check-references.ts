import type { Draft, Findings } from './draft.ts'
import type { ImportKind } from './field.ts'
import { createReferenceFinder, type References } from './references.ts'
import type { Question } from './report.ts'

/**
 * Rows that speak of an area, a unit or a facility that is not stored are refused, with what they may have meant. Of a kind
 * that keeps strangers a name that is unknown waits, or is kept or refused as the user has said: the register goes back to
 * areas that the ledger never held. Without `references` nobody knows, and nothing is checked.
 */
export function checkReferences(
  drafts: readonly Draft[],
  kind: ImportKind,
  findings: Findings,
  references: References | undefined,
  answers: Readonly<Record<string, string>>,
  questions: Question[],
): void {
  if (!kind.refers || !references) return
  const find = createReferenceFinder(references)
  const answer = answers[strangerCode]
  const waiting = new Set<number>()
  for (const draft of drafts) {
    if (draft.refused) continue
    const seen = new Set<string>()
    for (const found of kind.refers(draft.fields, find)) {
      if ('code' in found) {
        const { note } = found
        if (note) findings.row('warning', draft, note.code, note.message, { column: note.column, value: note.value, fix: note.fix })
        continue
      }
      const { code, message, column, value, fix } = found.problem
      if (seen.has(`${code}/${value}`)) continue
      seen.add(`${code}/${value}`)
      const isStranger = kind.keepsStrangers === true && code === strangerCode && draft.fields.code == null
      const severity = !isStranger || answer === 'refuse' ? 'error' : answer === 'keep' ? 'warning' : 'question'
      if (severity === 'question') waiting.add(draft.row)
      findings.row(severity, draft, code, message, { column, ...(value === '' ? {} : { value }), fix })
    }
  }
  if (waiting.size === 0) return
  questions.push({
    code: strangerCode,
    message: {
      zh: `${waiting.size} 行的小区不在居住（小）区台账中，请选择`,
      en: `${waiting.size} rows name areas that the ledger of residential areas does not hold`,
    },
    options: [
      { value: 'keep', label: { zh: '按所填名称保存，不与小区关联', en: 'keep them under their names, linked to no area' } },
      { value: 'refuse', label: { zh: '不导入这些行', en: 'leave these rows out' } },
    ],
    option: `--answer ${strangerCode}=keep|refuse`,
    rows: [...waiting],
  })
}

/** An area whose name is in no ledger; a code that is unknown is a slip of the pen and always refused. */
const strangerCode = 'AREA_REF_UNKNOWN'
