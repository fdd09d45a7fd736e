import { useState } from 'react'
import { useText } from '../../../i18n/index.ts'
import { EffectFigures } from '../../../map/planning/EffectFigures.tsx'
import { ErrorText } from '../../../shell/states.tsx'
import { usePlanning } from '../../../state/planning/planning-context.tsx'
import type { ScenarioState, ScenarioStore } from '../../../state/planning/scenario-store.ts'
import { Report } from '../output/Report.tsx'
import { ChangeList } from './ChangeList.tsx'
import { FacilityEditForm } from './FacilityEditForm.tsx'
import { Outputs } from './Outputs.tsx'
import { ScenarioHead } from './ScenarioHead.tsx'
import { ScenarioNotices } from './ScenarioNotices.tsx'
import { ScenarioRuns } from './ScenarioRuns.tsx'
import { SitePickers } from './SitePickers.tsx'

/** All changes together, before a full run says so. */
function TotalEffect() {
  const { t } = useText()
  const { scenario, total, baseRunId } = usePlanning()
  if (!scenario || scenario.changes.length === 0) return null
  return (
    <section className="block">
      <h2 className="label">{t('planner.scenario.total')}</h2>
      {baseRunId === null && <p className="muted">{t('planner.pin.noRun')}</p>}
      {total.error && <p className="field-error"><ErrorText error={total.error} /></p>}
      {total.data && <EffectFigures reply={total.data} busy={total.isFetching} />}
      <p className="muted">{t('planner.scenario.totalHint')}</p>
    </section>
  )
}

/** The scenario in hand: its list of changes, what they amount to, its runs and what can be handed in. */
export function ScenarioPage({ code, scenario, store }: { code: string; scenario: ScenarioState; store: ScenarioStore }) {
  const { facilityEdit, setFacilityEdit } = usePlanning()
  const [reporting, setReporting] = useState(false)
  return (
    <div className="planning-scroll">
      <ScenarioHead code={code} scenario={scenario} store={store} />
      <ScenarioNotices code={code} scenario={scenario} store={store} />
      <SitePickers scenario={scenario} />
      <ChangeList scenario={scenario} store={store} />
      <TotalEffect />
      <ScenarioRuns code={code} scenario={scenario} />
      <Outputs code={code} scenario={scenario} onReport={() => setReporting(true)} />
      {facilityEdit && <FacilityEditForm key={facilityEdit.facilityId + facilityEdit.kind} edit={facilityEdit} scenario={scenario} store={store} onClose={() => setFacilityEdit(null)} />}
      {reporting && <Report code={code} scenario={scenario} onClose={() => setReporting(false)} />}
    </div>
  )
}
