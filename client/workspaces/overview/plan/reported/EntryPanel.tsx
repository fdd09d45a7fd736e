import { App, Button, Segmented } from 'antd'
import { useState } from 'react'
import type { EvaluationReply } from '../../../../../server/contract/evaluations.ts'
import { useReportedHistory, useWithdrawReported } from '../../../../api/plan-queries.ts'
import { formatInstant } from '../../../../format.ts'
import { useText } from '../../../../i18n/index.ts'
import { ErrorNotice, ErrorText, LoadingBlock } from '../../../../shell/states.tsx'
import { partsOf } from '../../../../tables/reported.ts'
import { EntryForm } from './EntryForm.tsx'
import { EntryText } from './ReportedTable.tsx'

type Row = EvaluationReply['reported'][number]

interface PartProps {
  code: string
  pack: string
  row: Row
  part: string | null
}

function PartEntry({ code, pack, row, part }: PartProps) {
  const { t } = useText()
  const { modal } = App.useApp()
  const history = useReportedHistory(code, pack, row.id, part)
  const withdraw = useWithdrawReported(code, pack, row.id)
  if (history.isError) return <ErrorNotice what={t('error.what.history')} error={history.error} onRetry={() => void history.refetch()} />
  if (!history.data) return <LoadingBlock rows={4} />
  const newest = history.data[0] ?? null
  const ask = () =>
    void modal.confirm({
      title: t('plan.reported.withdrawTitle', { name: row.name }),
      content: t('plan.reported.withdrawBody'),
      okText: t('plan.reported.withdraw'),
      cancelText: t('plan.reported.dismiss'),
      onOk: () => newest && withdraw.mutate({ part, seenVersion: newest.version }),
    })
  return (
    <>
      <EntryForm code={code} pack={pack} rule={row.id} part={part} unit={row.unit} newest={newest} />
      <section className="block">
        <h2 className="label">{t('plan.reported.history')}</h2>
        {withdraw.error && <p className="field-error" role="alert"><ErrorText error={withdraw.error} /></p>}
        {history.data.length === 0 ? <p className="muted">{t('plan.reported.noHistory')}</p> : (
          <ol className="entry-history">
            {history.data.map((entry, index) => (
              <li key={entry.version}>
                <p>
                  {t('plan.reported.version', { version: entry.version })} · <span className="muted">{t('plan.reported.by', { actor: entry.actorId, when: formatInstant(entry.createdAt) })}</span>
                  {index === 0 && !entry.withdrawn && <Button size="small" loading={withdraw.isPending} onClick={ask}>{t('plan.reported.withdraw')}</Button>}
                </p>
                {entry.withdrawn ? <p>{t('plan.reported.withdrawn')}</p> : <EntryText code={code} entry={entry} />}
              </li>
            ))}
          </ol>
        )}
      </section>
    </>
  )
}

/** Entering one figure: its parts, its form and everything that was ever entered. */
export function EntryPanel({ code, pack, row }: { code: string; pack: string; row: Row }) {
  const { t } = useText()
  const parts = partsOf(row)
  const [chosen, setChosen] = useState<string | null>(null)
  const part = parts.includes(chosen) ? chosen : parts[0]
  return (
    <section className="block">
      <h2 className="label">{t('plan.reported.title')}</h2>
      {parts.length > 1 && (
        <Segmented aria-label={t('plan.reported.part')} value={part ?? ''} options={parts.map((name) => ({ value: name ?? '', label: name ?? t('plan.reported.wholePart') }))} onChange={setChosen} />
      )}
      <PartEntry key={`${row.id}-${part ?? ''}`} code={code} pack={pack} row={row} part={part} />
    </section>
  )
}
