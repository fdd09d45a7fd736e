import { useOptimisations } from '../../../api/planning-queries.ts'
import { formatInstant } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { ErrorNotice } from '../../../shell/states.tsx'
import { withPlanning } from '../../../state/url-state.ts'
import { useUpdateUrl } from '../../../state/use-url-state.ts'

/** Answers that are kept: none ever changes. */
export function PastOptimisations({ code }: { code: string }) {
  const { t } = useText()
  const update = useUpdateUrl()
  const list = useOptimisations(code)
  if (list.isError) return <ErrorNotice what={t('planner.what.optimisations')} error={list.error} onRetry={() => void list.refetch()} />
  if (!list.data || list.data.length === 0) return null
  return (
    <section className="block">
      <h2 className="label">{t('planner.optimise.past')}</h2>
      <ul className="run-list">
        {list.data.map((one) => (
          <li key={one.id}>
            <button type="button" className="row-link" onClick={() => update((state) => withPlanning(state, 'optimise', { optimisation: one.id }))}>{t(`planner.problem.${one.request.problem}`)}</button>
            <span className="muted">
              {formatInstant(one.createdAt)} · {t(`planner.optimise.status.${one.status}`)}
              {one.siteCount !== null && ` · ${t('planner.optimise.siteCount', { n: one.siteCount })}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
