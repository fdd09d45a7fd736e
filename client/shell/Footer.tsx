import { useHealth } from '../api/queries.ts'
import { useText } from '../i18n/index.ts'
import { useCountyView } from '../state/county-view.ts'

/** The method line: by what rule, from what data and in which run the numbers came about. */
export function Footer({ code }: { code: string }) {
  const { t, say } = useText()
  const health = useHealth()
  const { summary } = useCountyView(code)
  return (
    <footer className="app-footer" aria-label={t('shell.footer')}>
      <p className="method-line">{summary.data?.coverage && say(summary.data.coverage.methodLine)}</p>
      {health.data && (
        <p className="version-line">
          {t('shell.version', { version: health.data.version, engine: t(`shell.engine.${health.data.engine}`) })}
        </p>
      )}
    </footer>
  )
}
