import type { ReactNode } from 'react'
import { formatShortId, missing } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { useCountyView } from '../../../state/county-view.ts'
import { useSummary } from '../../../api/queries.ts'
import { usePlanning } from '../../../state/planning/planning-context.tsx'

/** A page of A4 with what none of ours goes without: the stamps, the method, the data date, the sources. */
export function ReportPage({ code, title, children }: { code: string; title: string; children: ReactNode }) {
  const { t, say, nameOf } = useText()
  const { detail } = useCountyView(code)
  const { baseRunId } = usePlanning()
  const summary = useSummary(code, baseRunId).data
  return (
    <article className="report-page">
      <header>
        <p className="report-county">{detail.data && nameOf(detail.data)}</p>
        <p className="report-stamps">
          {detail.data?.demo && <span className="stamp stamp-demo">{t('shell.demo')}</span>}
          <span className="stamp">{t('shell.internal')}</span>
        </p>
      </header>
      <h1>{title}</h1>
      {children}
      <footer>
        <p>{summary?.coverage && `${say(summary.coverage.methodLine)} · `}{t('shell.methodTail', { date: summary?.dataDate ?? missing, run: formatShortId(baseRunId) })}</p>
        <p>{detail.data?.attribution.join(' · ')}{detail.data?.demo && ` · ${t('shell.demoHint')}`}</p>
      </footer>
    </article>
  )
}
