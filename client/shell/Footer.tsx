import { useHealth } from '../api/queries.ts'
import { formatShortId, missing } from '../format.ts'
import { useText } from '../i18n/index.ts'
import { useCountyView } from '../state/county-view.ts'
import { usePlanView } from '../state/plan-view.ts'
import { useUrlState } from '../state/use-url-state.ts'

/** The method line: by what rule, from what data and in which run the numbers came about. */
export function Footer({ code }: { code: string }) {
  const { t, say } = useText()
  const health = useHealth()
  const { summary } = useCountyView(code)
  const shown = summary.data
  const { workspace, view, basis } = useUrlState()
  const plan = usePlanView(code, basis)
  const scenario = workspace === 'overview' && view === 'plan' && basis !== null ? plan.evaluation?.scenario : null
  return (
    <footer className="app-footer" aria-label={t('shell.footer')}>
      <p className="method-line">
        {scenario && <strong>{t('basis.line', scenario)} · </strong>}
        {shown?.coverage && (
          <>
            {say(shown.coverage.methodLine)} · {t('shell.methodTail', { date: shown.dataDate ?? missing, run: formatShortId(shown.runId) })}
          </>
        )}
      </p>
      {health.data && (
        <p className="version-line">
          {t('shell.version', { version: health.data.version, engine: t(`shell.engine.${health.data.engine}`) })}
        </p>
      )}
    </footer>
  )
}
