import { Segmented } from 'antd'
import { useText } from '../../i18n/index.ts'
import { withPlanning } from '../../state/url-state.ts'
import { useUpdateUrl, useUrlState } from '../../state/use-url-state.ts'
import { AccessPage } from './access/AccessPage.tsx'
import { ComparePage } from './compare/ComparePage.tsx'
import { ForecastPage } from './forecast/ForecastPage.tsx'
import { GapPage } from './GapPage.tsx'
import { OptimisePage } from './optimise/OptimisePage.tsx'
import { ScenariosPage } from './scenarios/ScenariosPage.tsx'

const pages = ['gaps', 'access', 'forecast', 'scenarios', 'optimise', 'compare'] as const
type Page = (typeof pages)[number]
const views: Record<Page, Exclude<Page, 'gaps'> | null> = { gaps: null, access: 'access', forecast: 'forecast', scenarios: 'scenarios', optimise: 'optimise', compare: 'compare' }

/** Where something is lacking, what could be done about it, and what that would change. */
export function Planning({ code }: { code: string }) {
  const { t } = useText()
  const { view } = useUrlState()
  const update = useUpdateUrl()
  const page = pages.find((candidate) => views[candidate] !== null && views[candidate] === view) ?? 'gaps'
  return (
    <div className="stack stack-full planning-stack">
      <div className="panel-head">
        <Segmented<Page>
          aria-label={t('planner.pages')}
          value={page}
          options={pages.map((value) => ({ value, label: t(`planner.page.${value}`) }))}
          onChange={(value) => update((state) => withPlanning(state, views[value]))}
        />
      </div>
      {page === 'gaps' && <GapPage code={code} />}
      {page === 'access' && <AccessPage code={code} />}
      {page === 'forecast' && <ForecastPage code={code} />}
      {page === 'scenarios' && <ScenariosPage code={code} />}
      {page === 'optimise' && <OptimisePage code={code} />}
      {page === 'compare' && <ComparePage code={code} />}
    </div>
  )
}
