import { DownloadOutlined } from '@ant-design/icons'
import { useMemo } from 'react'
import type { ExamineDraftReply } from '../../../../server/contract/import-drafts.ts'
import { reportAddress } from '../../../api/import-queries.ts'
import { formatCount } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { groupProblems } from '../../../state/import-draft.ts'
import { RowLinks } from './QuestionCards.tsx'
import { SeverityIcon } from './SeverityIcon.tsx'

interface ProblemListProps {
  code: string
  draftId: string
  problems: ExamineDraftReply['problems']
  showRow: (row: number) => void
}

/** What was found, kind by kind, with what to do and where. */
export function ProblemList({ code, draftId, problems, showRow }: ProblemListProps) {
  const { t, say } = useText()
  const groups = useMemo(() => groupProblems(problems), [problems])
  return (
    <section className="stack" aria-label={t('imports.problems')}>
      <div className="table-head">
        <h2 className="section-title">{t('imports.problems')}</h2>
        <a className="report-link" href={reportAddress(code, draftId)} download><DownloadOutlined aria-hidden="true" /> {t('imports.report')}</a>
      </div>
      {groups.length === 0 && <p className="muted">{t('imports.noProblems')}</p>}
      <ul className="finding-list">
        {groups.map(({ code: problemCode, column, severity, first, rows, count }) => (
          <li key={`${severity} ${problemCode} ${column ?? ''}`} className={`finding finding-${severity}`}>
            <SeverityIcon severity={severity} />
            <div>
              <p>
                {count > 1 && <strong>{t('imports.times', { n: formatCount(count) })} </strong>}
                {column !== undefined && <span>「{column}」 </span>}
                {say(first.message)}
                {first.value !== undefined && <code>{first.value}</code>} <span className="muted">{problemCode}</span>
              </p>
              {first.fix && <p className="muted">{say(first.fix)}</p>}
              {rows.length > 0 && <RowLinks rows={rows} showRow={showRow} />}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
