import { Button } from 'antd'
import { useOptimisation } from '../../../api/planning-queries.ts'
import { useText } from '../../../i18n/index.ts'
import { ErrorNotice, LoadingBlock } from '../../../shell/states.tsx'
import { withPlanning } from '../../../state/url-state.ts'
import { useUpdateUrl, useUrlState } from '../../../state/use-url-state.ts'
import { OptimisationProgress } from './OptimisationProgress.tsx'
import { OptimisationResult } from './OptimisationResult.tsx'
import { OptimiseForm } from './OptimiseForm.tsx'
import { PastOptimisations } from './PastOptimisations.tsx'

function Optimisation({ code, id }: { code: string; id: string }) {
  const { t } = useText()
  const update = useUpdateUrl()
  const query = useOptimisation(code, id)
  const back = <div><Button size="small" onClick={() => update((state) => withPlanning(state, 'optimise', { optimisation: null }))}>{t('planner.optimise.newOne')}</Button></div>
  if (query.isError) return <>{back}<ErrorNotice what={t('planner.what.optimisation')} error={query.error} onRetry={() => void query.refetch()} /></>
  if (!query.data) return <LoadingBlock rows={8} />
  const { status, jobId, result } = query.data
  return (
    <>
      {back}
      <h1>{t(`planner.problem.${query.data.request.problem}`)}</h1>
      {status !== 'published' && <OptimisationProgress code={code} id={id} jobId={jobId} status={status} />}
      {result && <OptimisationResult code={code} record={query.data} result={result} />}
    </>
  )
}

/** What the computer is asked to find, and what it found. */
export function OptimisePage({ code }: { code: string }) {
  const { planning: url } = useUrlState()
  return (
    <div className="planning-scroll">
      {url.optimisation ? (
        <Optimisation code={code} id={url.optimisation} />
      ) : (
        <>
          <OptimiseForm code={code} />
          <PastOptimisations code={code} />
        </>
      )}
    </div>
  )
}
