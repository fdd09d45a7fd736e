import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Progress } from 'antd'
import { useEffect } from 'react'
import type { OptimisationRecord } from '../../../../server/contract/optimisations.ts'
import { hasEnded, useJob } from '../../../api/job-events.ts'
import { useCancelJob } from '../../../api/queries.ts'
import { toPercent } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { ErrorText } from '../../../shell/states.tsx'

interface OptimisationProgressProps {
  code: string
  id: string
  jobId: string | null
  status: OptimisationRecord['status']
}

/** How far it is, with a way to stop it; or why it ended without an answer. */
export function OptimisationProgress({ code, id, jobId, status }: OptimisationProgressProps) {
  const { t, say, word } = useText()
  const client = useQueryClient()
  const job = useJob(code, jobId)
  const cancel = useCancelJob(code)
  const ended = job ? hasEnded(job) : false
  useEffect(() => {
    if (ended) void client.invalidateQueries({ queryKey: ['county', code, 'optimisation', id] })
  }, [client, code, id, ended])
  if (status === 'failed' || status === 'cancelled') {
    return <Alert type={status === 'failed' ? 'error' : 'info'} showIcon title={t(`planner.optimise.${status}`)} description={job?.error ? `${say(job.error)} ${job.error.code}` : t('planner.optimise.again')} />
  }
  const cancelling = cancel.isPending || (job?.cancelRequested ?? false)
  return (
    <section className="run-progress" aria-live="polite">
      <div className="run-progress-line">
        <span>{t('planner.optimise.running', { phase: job ? word('phase', job.status === 'queued' ? 'queued' : job.phase) : '' })}</span>
        <Button size="small" disabled={cancelling || !job} onClick={() => job && cancel.mutate(job.id)}>{t(cancelling ? 'run.cancelling' : 'run.cancel')}</Button>
      </div>
      <Progress percent={job ? toPercent(job.progress) : 0} size="small" aria-label={t('planner.optimise.running', { phase: '' })} />
      {cancel.error && <ErrorText error={cancel.error} />}
    </section>
  )
}
