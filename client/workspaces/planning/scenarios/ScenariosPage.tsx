import { Button } from 'antd'
import { useText } from '../../../i18n/index.ts'
import { ErrorNotice, LoadingBlock } from '../../../shell/states.tsx'
import { usePlanning } from '../../../state/planning/planning-context.tsx'
import { withPlanning } from '../../../state/url-state.ts'
import { useUpdateUrl, useUrlState } from '../../../state/use-url-state.ts'
import { ScenarioList } from './ScenarioList.tsx'
import { ScenarioPage } from './ScenarioPage.tsx'

/** The list of scenarios, or the one in hand. */
export function ScenariosPage({ code }: { code: string }) {
  const { t } = useText()
  const { planning: url } = useUrlState()
  const update = useUpdateUrl()
  const { scenario, store, query } = usePlanning()
  if (url.scenario === null) return <ScenarioList code={code} />
  if (query.isError && !scenario) {
    return (
      <>
        <ErrorNotice what={t('planner.what.scenario')} error={query.error} onRetry={() => void query.refetch()} />
        <div><Button onClick={() => update((state) => withPlanning(state, 'scenarios', { scenario: null }))}>{t('planner.scenario.back')}</Button></div>
      </>
    )
  }
  if (!scenario || !store) return <LoadingBlock rows={10} />
  return <ScenarioPage key={scenario.record.id} code={code} scenario={scenario} store={store} />
}
