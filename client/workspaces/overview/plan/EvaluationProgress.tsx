import { Alert, Button, Progress } from 'antd'
import { useState } from 'react'
import { hasEnded, useJob } from '../../../api/job-events.ts'
import { useStartedEvaluation } from '../../../api/plan-queries.ts'
import { useCancelJob } from '../../../api/queries.ts'
import { toPercent } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { ErrorText } from '../../../shell/states.tsx'

/** What the evaluation is doing, with cancel; or why it did not finish. */
export function EvaluationProgress({ code }: { code: string }) {
  const { t, say, word } = useText()
  const jobId = useStartedEvaluation(code)
  const job = useJob(code, jobId)
  const cancel = useCancelJob(code)
  const [dismissed, setDismissed] = useState<string | null>(null)
  if (!job) return null
  if (!hasEnded(job)) {
    const cancelling = job.cancelRequested || cancel.isPending
    const said = t('plan.running', { phase: word('phase', job.status === 'queued' ? 'queued' : job.phase) })
    return (
      <section className="run-progress" aria-live="polite">
        <div className="run-progress-line">
          <span>{said}</span>
          <Button size="small" disabled={cancelling} onClick={() => cancel.mutate(job.id)}>
            {cancelling ? t('run.cancelling') : t('plan.cancel')}
          </Button>
        </div>
        <Progress percent={toPercent(job.progress)} size="small" aria-label={said} />
        {cancel.error && <ErrorText error={cancel.error} />}
      </section>
    )
  }
  if (job.status === 'done' || dismissed === job.id) return null
  const cancelled = job.status === 'cancelled'
  return (
    <Alert
      type={cancelled ? 'info' : 'error'}
      showIcon
      closable={{ onClose: () => setDismissed(job.id), 'aria-label': t('common.close') }}
      title={t(cancelled ? 'plan.cancelled' : 'plan.failed')}
      description={job.error ? say(job.error) : undefined}
    />
  )
}
