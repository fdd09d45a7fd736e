import { EditOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { EvaluationReply, ReportedEntry } from '../../../../../server/contract/evaluations.ts'
import { apiRoot } from '../../../../api/client.ts'
import { useText } from '../../../../i18n/index.ts'
import { useUpdateUrl, useUrlState } from '../../../../state/use-url-state.ts'
import { shownValue } from '../../../../tables/reported.ts'
import { targetText, whenText } from '../rule-text.ts'

type Row = EvaluationReply['reported'][number]

export function EntryText({ code, entry }: { code: string; entry: ReportedEntry }) {
  const { t } = useText()
  return (
    <span className="entry-text">
      <strong>{entry.part && `${entry.part} `}{shownValue(entry)}</strong>{' '}
      <span className="muted">
        {entry.asOf && t('plan.reported.asOf', { date: entry.asOf })} · {t('plan.reported.from', { source: entry.source ?? '' })}
        {entry.note && ` · ${entry.note}`}
      </span>{' '}
      {entry.attachment && (
        <a href={`${apiRoot}/regions/${code}/reported-attachments/${entry.attachment.id}`} download={entry.attachment.name}>
          {t('plan.reported.download', { name: entry.attachment.name })}
        </a>
      )}
    </span>
  )
}

function Line({ code, row }: { code: string; row: Row }) {
  const text = useText()
  const { t, word } = text
  const { rule } = useUrlState()
  const update = useUpdateUrl()
  const entries = row.entries.filter(({ withdrawn }) => !withdrawn)
  return (
    <tr className={rule === row.id ? 'current' : undefined}>
      <th scope="row">
        <span className="rule-name" lang="zh-CN">{row.name}</span>
        <span className="muted rule-ref">{row.id} · {word('nature', row.nature)}</span>
      </th>
      <td lang="zh-CN">
        {row.targets.length === 0 ? t('plan.noTarget') : row.targets.map(({ when, value }) => (
          <span key={when} className="rule-part">{whenText(text, when)}: {targetText(value, null, row.unit, row.name)}</span>
        ))}
      </td>
      <td>
        {entries.length === 0 ? <span className="muted">{t('plan.reported.notEntered')}</span> : entries.map((entry) => <EntryText key={entry.part ?? ''} code={code} entry={entry} />)}
      </td>
      <td>
        <Button
          size="small"
          icon={<EditOutlined />}
          aria-label={t('plan.reported.open', { name: row.name })}
          onClick={() => update((state) => ({ ...state, rule: row.id, clause: true }), { replace: true })}
        >
          {t(entries.length === 0 ? 'plan.reported.enter' : 'plan.reported.update')}
        </Button>
      </td>
    </tr>
  )
}

/** What the offices report, in a section of its own: nothing here is computed, and nothing above is reported. */
export function ReportedTable({ code, reply }: { code: string; reply: EvaluationReply }) {
  const { t } = useText()
  const computed = new Set(reply.results.map(({ id }) => id))
  const rows = reply.reported.filter(({ id }) => !computed.has(id))
  return (
    <section className="block reported-section">
      <h2 className="section-title">{t('plan.reported.title')}</h2>
      <p className="muted">{t('plan.reported.hint')}</p>
      {rows.length === 0 ? <p className="muted">{t('plan.reported.none')}</p> : (
        <table className="plan-table reported-table">
          <caption className="visually-hidden">{t('plan.reported.title')}</caption>
          <thead>
            <tr>
              {(['name', 'target', 'value', 'action'] as const).map((column) => <th key={column} scope="col">{t(`plan.reported.columns.${column}`)}</th>)}
            </tr>
          </thead>
          <tbody>{rows.map((row) => <Line key={row.id} code={code} row={row} />)}</tbody>
        </table>
      )}
    </section>
  )
}
