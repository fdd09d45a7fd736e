import { HistoryOutlined, ImportOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useCounty } from '../../api/queries.ts'
import { useText } from '../../i18n/index.ts'
import { useUpdateUrl, useUrlState } from '../../state/use-url-state.ts'
import { ImportHistory } from './ImportHistory.tsx'
import { ImportPage } from './import/ImportPage.tsx'
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

/** What is loaded, from where, as of when; what came in by whom; and what was computed from it. */
export function DataWorkspace({ code }: { code: string }) {
  const { t } = useText()
  const { view } = useUrlState()
  const update = useUpdateUrl()
  if (view === 'import') return <ImportPage code={code} />
  if (view === 'history') return <ImportHistory code={code} />
  return (
    <div className="stack">
      <section className="stack">
        <div className="panel-head">
          <h1>{t('data.heading')}</h1>
          <span className="button-line">
            <Button icon={<HistoryOutlined />} onClick={() => update((state) => ({ ...state, view: 'history' }))}>{t('imports.history')}</Button>
            <Button type="primary" icon={<ImportOutlined />} onClick={() => update((state) => ({ ...state, view: 'import' }))}>{t('imports.heading')}</Button>
          </span>
        </div>
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
