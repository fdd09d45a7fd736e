import { FactList } from '../../shell/FactList.tsx'
import { Button, Drawer } from 'antd'
import type { CountySummary } from '../../../server/contract/counties.ts'
import type { AreaRow } from '../../../server/contract/tables.ts'
import { formatCount, formatExact, missing } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { Clause } from '../../shell/Clause.tsx'
import { StatusTag } from '../../shell/VerdictTag.tsx'
import { Variants } from './Variants.tsx'

type Rule = NonNullable<CountySummary['areaPer100Households']>['rule']
type Site = AreaRow['sites'][number]
const drawerPixels = 400

function SiteList({ sites }: { sites: readonly Site[] }) {
  const { t, word } = useText()
  return (
    <ul className="sites">
      {sites.map((site) => (
        <li key={site.facilityId}>
          <div className="site-line">
            <span>{site.name}</span>
            <strong>{site.areaM2 === null ? t('review.drawer.areaUnknown') : `${formatExact(site.areaM2, 'down')} m²`}</strong>
          </div>
          {site.reason && <p className="muted">{word('siteReason', site.reason)}</p>}
          {site.shortfallM2 && (
            <p className="gap-text">{t('review.drawer.shortfall', { area: formatExact(site.shortfallM2, 'up') })}</p>
          )}
        </li>
      ))}
    </ul>
  )
}

function Figures({ row }: { row: AreaRow }) {
  const { t } = useText()
  const figures: [string, string, boolean][] = [
    [t('review.columns.required'), formatExact(row.requiredM2, 'up'), false],
    [t('review.columns.provided'), formatExact(row.providedM2, 'down'), false],
    [t('review.columns.missing'), formatExact(row.missingM2, 'up'), row.status === 'not_met'],
  ]
  return (
    <dl className="drawer-figures">
      {figures.map(([label, value, gap]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className={gap ? 'gap-text' : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Grounds({ row, rule, onWhy }: { row: AreaRow; rule: Rule | null; onWhy: () => void }) {
  const { t, say, word } = useText()
  const counted = row.sites.filter((site) => site.counted)
  const notCounted = row.sites.filter((site) => !site.counted)
  const dateUsed = row.dateUsed
    ? t('review.drawer.dateUsedValue', { document: word('dateDocument', row.dateUsed.document), date: row.dateUsed.date })
    : t('common.notGiven')
  const facts: [string, string][] = [
    [t('review.drawer.unit'), row.unitName ?? missing],
    [t('review.drawer.buildClass'), row.buildClass ? word('buildClass', row.buildClass) : t('common.notGiven')],
    [t('review.drawer.dateUsed'), dateUsed],
    ...(row.phase === null ? [] : [[t('review.drawer.phase'), t('review.drawer.phaseValue', { n: row.phase })] as [string, string]]),
    [t('review.columns.households'), formatCount(row.households)],
    [t('review.drawer.basis'), row.householdsBasis ? word('householdsBasis', row.householdsBasis) : t('common.notGiven')],
    [t('review.drawer.rate'), row.rateM2Per100Households ? t('review.drawer.rateValue', { area: formatExact(row.rateM2Per100Households, 'down') }) : missing],
  ]
  return (
    <div className="stack">
      {row.status === 'not_prescribed' && <p className="hint">{t('review.drawer.notPrescribed')}</p>}
      {rule?.adopted && <p className="adopted">{say(rule.label)}</p>}
      <Figures row={row} />
      <FactList className="facts facts-stacked" facts={facts} />
      {row.reasons.length > 0 && (
        <section>
          <h2 className="label">{t('review.drawer.reasons')}</h2>
          <ul className="notes">
            {row.reasons.map((reason) => (
              <li key={reason}>{word('areaReason', reason)}</li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2 className="label">{t('review.drawer.formula')}</h2>
        <p className="formula">{say(row.formula)}</p>
      </section>
      <Variants row={row} />
      <section>
        <h2 className="label">{t('review.drawer.sites')}</h2>
        {counted.length > 0 ? <SiteList sites={counted} /> : <p className="muted">{t('review.drawer.noSites')}</p>}
      </section>
      {notCounted.length > 0 && (
        <section>
          <h2 className="label">{t('review.drawer.sitesNot')}</h2>
          <SiteList sites={notCounted} />
        </section>
      )}
      <section>
        <h2 className="label">{t('review.drawer.clause')}</h2>
        {rule?.clause ? <Clause clause={rule.clause} /> : <p className="muted">{t('review.drawer.noClause')}</p>}
      </section>
      <Button onClick={onWhy}>{t('review.drawer.why')}</Button>
    </div>
  )
}

interface AreaDrawerProps {
  row: AreaRow | null
  rule: Rule | null
  onClose: () => void
  onWhy: () => void
}

/** The grounds of one verdict, beside the map: no mask, so that map and table stay in use. */
export function AreaDrawer({ row, rule, onClose, onWhy }: AreaDrawerProps) {
  const { t } = useText()
  return (
    <Drawer
      open={row !== null}
      onClose={onClose}
      mask={false}
      getContainer={() => document.querySelector<HTMLElement>('.map-frame') ?? document.body}
      size={drawerPixels}
      rootClassName="area-drawer"
      destroyOnHidden
      closable={{ 'aria-label': t('common.close') }}
      title={row && <span className="drawer-title">{row.name} <StatusTag status={row.status} /></span>}
    >
      {row && <Grounds row={row} rule={rule} onWhy={onWhy} />}
    </Drawer>
  )
}
