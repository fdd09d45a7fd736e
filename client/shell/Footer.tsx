import { useHealth } from '../api/queries.ts'
import { formatShortId } from '../format.ts'
import { useText } from '../i18n/index.ts'
import { useCountyView } from '../state/county-view.ts'

/** The method line: by what rule, from what data and in which run the numbers came about. */
export function Footer({ code }: { code: string }) {
  const { t, say, word } = useText()
  const health = useHealth()
  const { summary, run, latest } = useCountyView(code)
  const line =
    latest || !run.data
      ? summary.data?.coverage && say(summary.data.coverage.methodLine)
      : t('overview.otherRunLine', {
          profile: word('profile', run.data.profile),
          date: run.data.dataDate ?? t('common.notGiven'),
          id: formatShortId(run.data.id),
        })
  return (
    <footer className="app-footer" aria-label={t('shell.footer')}>
      <p className="method-line">{line}</p>
      {health.data && (
        <p className="version-line">
          {t('shell.version', { version: health.data.version, engine: t(`shell.engine.${health.data.engine}`) })}
        </p>
      )}
    </footer>
  )
}
