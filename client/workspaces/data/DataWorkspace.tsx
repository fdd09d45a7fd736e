import { useCounty } from '../../api/queries.ts'
import { useText } from '../../i18n/index.ts'
import { RunTable } from './RunTable.tsx'
import { VersionTable } from './VersionTable.tsx'

/** Units of the loaded version that no list and no figure counts any more, so that nobody looks for them in vain. */
function FormerUnits({ code }: { code: string }) {
  const { t } = useText()
  const units = useCounty(code).data?.formerUnits ?? []
  if (units.length === 0) return null
  return (
    <section className="stack">
      <h2 className="section-title">{t('data.formerUnits')}</h2>
      <ul className="notes">
        {units.map((unit) => <li key={unit.id}>{unit.name} <span className="muted">{unit.unitCode}</span></li>)}
      </ul>
    </section>
  )
}

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
      <FormerUnits code={code} />
    </div>
  )
}
