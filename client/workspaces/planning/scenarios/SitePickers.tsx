import { Select } from 'antd'
import type { IdlePremises } from '../../../../server/contract/existing-sites.ts'
import { formatMeasure } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { pinForPremises, pinOfChange } from '../../../state/planning/pin.ts'
import { usePlanning } from '../../../state/planning/planning-context.tsx'
import type { ScenarioState } from '../../../state/planning/scenario-store.ts'
import { useMapHandle } from '../../../state/map-handle.tsx'
import { withSubject } from '../../../state/url-state.ts'
import { useUpdateUrl, useUrlState } from '../../../state/use-url-state.ts'

/** Idle premises, the larger first: what fits without building. */
function PremisesPicker({ scenario }: { scenario: ScenarioState }) {
  const { t } = useText()
  const { sites, setPin, pin } = usePlanning()
  const { showPlace } = useMapHandle()
  if (!sites) return null
  const taken = new Map(scenario.changes.flatMap((change) => (change.kind === 'convert' ? [[change.premisesId, change] as const] : [])))
  const offered = sites.premises.filter(({ id, status }) => status === 'idle' || taken.has(id)).sort((a, b) => (b.floorAreaM2 ?? -1) - (a.floorAreaM2 ?? -1))
  const choose = (premises: IdlePremises) => {
    const change = taken.get(premises.id)
    const wanted = change ? pinOfChange(change, sites) : pinForPremises(premises)
    if (!wanted) return
    setPin(wanted)
    showPlace(wanted.location)
  }
  return (
    <section className="block site-picker">
      <h2 className="label">{t('planner.premises.title', { n: offered.length })}</h2>
      {offered.length === 0 && <p className="hint">{t(sites.premisesVersion === null ? 'planner.premises.noLedger' : 'planner.premises.none')}</p>}
      <ul className="premises-list">
        {offered.map((premises) => (
          <li key={premises.id} className={pin?.subjectId === premises.id ? 'premises-chosen' : undefined}>
            <button type="button" className="row-link" disabled={premises.location === null} onClick={() => choose(premises)}>{premises.name}</button>
            <span className="muted">{premises.kind}{premises.owner ? ` · ${premises.owner}` : ''}</span>
            <span className="premises-area">{premises.floorAreaM2 === null ? t('planner.premises.noArea') : `${formatMeasure(premises.floorAreaM2, 'down')} m²`}</span>
            {taken.has(premises.id) && <span className="verdict verdict-good">{t('planner.premises.taken')}</span>}
            {premises.location === null && <span className="verdict verdict-unknown">{t('planner.premises.noPlace')}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A facility by its name, for those who do not find it on the map. */
function FacilityPicker() {
  const { t, word, words } = useText()
  const { sites, setPin } = usePlanning()
  const { facility } = useUrlState()
  const update = useUpdateUrl()
  const { showPlace } = useMapHandle()
  if (!sites) return null
  return (
    <section className="block site-picker">
      <h2 className="label" id="facility-picker">{t('planner.facility.title')}</h2>
      <Select<string>
        showSearch={{ optionFilterProp: 'search' }} aria-labelledby="facility-picker" placeholder={t('planner.facility.search', { n: sites.facilities.length })} value={facility ?? undefined}
        options={sites.facilities.map(({ id, name, types, status }) => ({ value: id, search: name, label: `${name} · ${words('facilityType', types)} · ${word('facilityStatus', status)}` }))}
        onChange={(id) => {
          setPin(null)
          update((state) => withSubject(state, { facility: id }))
          const place = sites.facilities.find((one) => one.id === id)?.location
          if (place) showPlace(place)
        }}
      />
      <p className="hint">{t('planner.facility.hint')}</p>
    </section>
  )
}

/** What the tool in hand can choose from, as a list beside the map. */
export function SitePickers({ scenario }: { scenario: ScenarioState }) {
  const { t } = useText()
  const { planning: url } = useUrlState()
  if (url.tool === 'premises') return <PremisesPicker scenario={scenario} />
  if (url.tool === 'facility') return <FacilityPicker />
  return url.tool === 'add' ? <p className="hint">{t('planner.tool.addKeyboard')}</p> : null
}
