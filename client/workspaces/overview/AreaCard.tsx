import { Button, Collapse } from 'antd'
import type { CountySummary } from '../../../server/contract/counties.ts'
import { formatAreaSum, formatCount } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { Clause } from '../../shell/Clause.tsx'
import { withWorkspace } from '../../state/url-state.ts'
import { useUpdateUrl } from '../../state/use-url-state.ts'
import { NotesButton } from '../notes/NotesButton.tsx'

type Area = NonNullable<CountySummary['areaPer100Households']>

const segments = [
  { key: 'met', status: 'met' },
  { key: 'notMet', status: 'not_met' },
  { key: 'insufficientData', status: 'insufficient_data' },
  { key: 'notPrescribed', status: 'not_prescribed' },
] as const

/** Areas by verdict; an undersized share of data is as visible as a failing one. */
export function AreaCard({ code, area }: { code: string; area: Area }) {
  const { t, say, word } = useText()
  const update = useUpdateUrl()
  const label = say(area.rule.label)
  return (
    <section className="card">
      <h2>{t('overview.area.title')} <NotesButton code={code} about={t('overview.area.title')} /></h2>
      <p className="headline">
        <strong className={area.missingM2 > 0 ? 'gap-text' : undefined}>
          {t('common.squareMetres', { area: formatAreaSum(area.missingM2) })}
        </strong>
        <span>{t('overview.area.missing')}</span>
      </p>
      <div className="segment-bar" aria-hidden="true">
        {segments.map(({ key, status }) => area[key] > 0 && <div key={key} className={`segment segment-${status}`} style={{ flexGrow: area[key] }} />)}
      </div>
      <ul className="segment-legend">
        {segments.map(({ key, status }) => (
          <li key={key}>
            <span className={`segment-dot segment-${status}`} aria-hidden="true" />
            <span>{word('areaStatus', status)}</span>
            <strong>{formatCount(area[key])}</strong>
          </li>
        ))}
      </ul>
      <p className={area.rule.adopted ? 'adopted' : 'muted'}>
        {area.rule.adopted ? label : t('overview.area.rule', { label })}
      </p>
      {area.rule.clause && (
        <Collapse
          ghost
          size="small"
          items={[{ key: 'clause', label: t('overview.area.clause'), children: <Clause clause={area.rule.clause} /> }]}
        />
      )}
      <Button onClick={() => update((state) => withWorkspace(state, 'review'))}>{t('overview.area.open')}</Button>
    </section>
  )
}
