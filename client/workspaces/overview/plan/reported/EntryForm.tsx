import { Alert, App, Button, Input } from 'antd'
import { useId, useState, type ReactNode } from 'react'
import type { ReportedEntry } from '../../../../../server/contract/evaluations.ts'
import { ApiError } from '../../../../api/client.ts'
import { useEnterReported } from '../../../../api/plan-queries.ts'
import { useText } from '../../../../i18n/index.ts'
import { ErrorText } from '../../../../shell/states.tsx'
import { attachmentBytesMost, isDoubtfulShare, toKeptValue } from '../../../../tables/reported.ts'
import { readBase64 } from './read-base64.ts'
import { EntryText } from './ReportedTable.tsx'

interface EntryFormProps {
  code: string
  pack: string
  rule: string
  part: string | null
  unit: string | null
  newest: ReportedEntry | null
}

function Labelled({ label, hint, children }: { label: string; hint?: string; children: (id: string, hintId: string | undefined) => ReactNode }) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(id, hint ? `${id}-hint` : undefined)}
      {hint && <span id={`${id}-hint`} className="muted">{hint}</span>}
    </div>
  )
}

/** One entry: its value with date and source. Somebody else's later entry is shown, and nothing typed here is lost. */
export function EntryForm({ code, pack, rule, part, unit: ruleUnit, newest }: EntryFormProps) {
  const { t } = useText()
  const { message } = App.useApp()
  const enter = useEnterReported(code, pack, rule)
  const [value, setValue] = useState('')
  const [unit, setUnit] = useState(ruleUnit ?? '')
  const [asOf, setAsOf] = useState('')
  const [source, setSource] = useState('')
  const [note, setNote] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  // The version on screen when the form was opened, or taken note of since.
  const [seen, setSeen] = useState(newest?.version ?? 0)
  const conflict = enter.error instanceof ApiError && enter.error.code === 'ENTRY_CHANGED'

  const submit = async () => {
    const lacking = [[value, 'value'], [asOf, 'date'], [source, 'source']].find(([text]) => text.trim() === '')
    if (lacking) return setTrouble(t('plan.reported.required', { field: t(`plan.reported.${lacking[1] as 'value' | 'date' | 'source'}`) }))
    if (isDoubtfulShare(value, unit)) return setTrouble(t('plan.reported.badPercent'))
    if (file && file.size > attachmentBytesMost) return setTrouble(t('plan.reported.tooLarge'))
    const base64 = file ? await readBase64(file).catch(() => null) : null
    if (file && base64 === null) return setTrouble(t('plan.reported.readFailed'))
    setTrouble(null)
    enter.mutate(
      {
        part, value: toKeptValue(value), unit: unit.trim() || null, asOf, source: source.trim(), note: note.trim() || null,
        attachment: file && base64 !== null ? { name: file.name, base64 } : null, seenVersion: seen,
      },
      {
        onSuccess: (entry) => {
          setSeen(entry.version)
          setValue('')
          setFile(null)
          void message.success(t('plan.reported.saved', { version: entry.version }))
        },
      },
    )
  }
  return (
    <form
      className="stack entry-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Labelled label={t('plan.reported.value')} hint={t('plan.reported.valueHint')}>
        {(id, hintId) => <Input id={id} aria-describedby={hintId} maxLength={200} value={value} onChange={(event) => setValue(event.target.value)} />}
      </Labelled>
      <div className="field-pair">
        <Labelled label={t('plan.reported.unit')}>
          {(id) => <Input id={id} maxLength={20} value={unit} onChange={(event) => setUnit(event.target.value)} />}
        </Labelled>
        <Labelled label={t('plan.reported.date')}>
          {(id) => <Input id={id} type="date" value={asOf} onChange={(event) => setAsOf(event.target.value)} />}
        </Labelled>
      </div>
      <Labelled label={t('plan.reported.source')} hint={t('plan.reported.sourceHint')}>
        {(id, hintId) => <Input id={id} aria-describedby={hintId} maxLength={500} value={source} onChange={(event) => setSource(event.target.value)} />}
      </Labelled>
      <Labelled label={t('plan.reported.note')}>
        {(id) => <Input.TextArea id={id} maxLength={2000} autoSize={{ minRows: 1, maxRows: 4 }} value={note} onChange={(event) => setNote(event.target.value)} />}
      </Labelled>
      <Labelled label={t('plan.reported.attachment')}>
        {(id) => <input id={id} key={seen} type="file" onChange={(event) => setFile(event.target.files?.[0] ?? null)} />}
      </Labelled>
      {trouble && <p className="field-error" role="alert">{trouble}</p>}
      {conflict && newest && newest.version > seen && (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={t('plan.reported.changedMeanwhile')}
          description={
            <>
              {newest.withdrawn ? <p>{t('plan.reported.withdrawn')}</p> : <EntryText code={code} entry={newest} />}
              <Button
                size="small"
                onClick={() => {
                  setSeen(newest.version)
                  enter.reset()
                }}
              >
                {t('plan.reported.useNewest')}
              </Button>
            </>
          }
        />
      )}
      {enter.error && !conflict && <p className="field-error" role="alert">{t('plan.reported.saveFailed')}: <ErrorText error={enter.error} /></p>}
      <div className="button-line">
        <Button type="primary" htmlType="submit" loading={enter.isPending}>{t('plan.reported.save')}</Button>
      </div>
    </form>
  )
}
