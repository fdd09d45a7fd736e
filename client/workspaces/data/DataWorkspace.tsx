import { useText } from '../../i18n/index.ts'
import { RunTable } from './RunTable.tsx'
import { VersionTable } from './VersionTable.tsx'

/** What is loaded, from where, as of when; and what was computed from it. */
export function DataWorkspace({ code }: { code: string }) {
  const { t } = useText()
  return (
    <div className="stack">
      <section className="stack">
        <h1>{t('data.heading')}</h1>
        <VersionTable code={code} />
      </section>
      <section className="stack">
        <h2 className="section-title">{t('data.runs')}</h2>
        <RunTable code={code} />
      </section>
    </div>
  )
}
