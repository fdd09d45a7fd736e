import { useHealth } from '../api/queries.ts'
import { formatShortId, missing } from '../format.ts'
import { useText } from '../i18n/index.ts'
import { useCountyView } from '../state/county-view.ts'

/** The method line: by what rule, from what data and in which run the numbers came about. */
export function Footer({ code }: { code: string }) {
  const { t, say } = useText()
  const health = useHealth()
  const { summary } = useCountyView(code)
  const shown = summary.data
  return (
    <footer className="app-footer" aria-label={t('shell.footer')}>
      <p className="method-line">
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
