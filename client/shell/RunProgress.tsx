import { Alert, Button, Progress } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useFollowedJobId, useJob, hasEnded } from '../api/job-events.ts'
import { awaitedRunKey, useAwaitedRun, useCancelJob, useSummary } from '../api/queries.ts'
import { toPercent } from '../format.ts'
import { useText } from '../i18n/index.ts'
import { JobLines } from './JobLines.tsx'
import { useUpdateUrl } from '../state/use-url-state.ts'
import { StartRun } from './StartRun.tsx'
import { ErrorText } from './states.tsx'

/** Everything that is computed, in every workspace: the county's own run first, then whatever else is under way. */
export function RunProgress({ code }: { code: string }) {
  const summary = useSummary(code)
  const jobId = useFollowedJobId(code, summary.data?.job?.id ?? null)
  return (
    <>
      <CountyRun code={code} jobId={jobId} />
      <JobLines code={code} exceptId={jobId} />
    </>
  )
}

/** What the computation is doing: progress with cancel, or what went wrong with a retry. */
function CountyRun({ code, jobId }: { code: string; jobId: string | null }) {
  const { t, say, word } = useText()
  const summary = useSummary(code)
  const job = useJob(code, jobId)
  const cancel = useCancelJob(code)
  const [dismissed, setDismissed] = useState<string | null>(null)
  const awaited = useAwaitedRun(code)
  const client = useQueryClient()
  const update = useUpdateUrl()
  const arrived = job?.status === 'done' && job.runId !== null && job.runId === awaited ? awaited : null
  useEffect(() => {
    if (arrived === null) return
    client.setQueryData(awaitedRunKey(code), null)
    update((state) => ({ ...state, run: arrived }))
  }, [arrived, client, code, update])

  if (job && !hasEnded(job)) {
    const cancelling = job.cancelRequested || cancel.isPending
    return (
      <section className="run-progress" aria-live="polite">
        <div className="run-progress-line">
          <span>{t('run.running', { phase: word('phase', job.status === 'queued' ? 'queued' : job.phase) })}</span>
          <Button size="small" disabled={cancelling} onClick={() => cancel.mutate(job.id)}>
            {t(cancelling ? 'run.cancelling' : 'run.cancel')}
          </Button>
        </div>
        <Progress percent={toPercent(job.progress)} size="small" aria-label={t('run.running', { phase: '' })} />
        {cancel.error && <ErrorText error={cancel.error} />}
      </section>
    )
  }
  const failed = job?.status === 'failed' ? job.error : summary.data?.status === 'failed' ? summary.data.error : null
  const cancelled = job?.status === 'cancelled'
  const key = job?.id ?? 'summary'
  if ((!failed && !cancelled) || dismissed === key) return null
  return (
    <Alert
      className="run-failed"
      type={cancelled ? 'info' : 'error'}
      showIcon
      closable={{ onClose: () => setDismissed(key), 'aria-label': t('common.close') }}
      title={t(cancelled ? 'run.cancelled' : 'run.failed')}
      description={
        <>
          {failed && <p>{say(failed)}</p>}
          <StartRun code={code} label={t('run.retry')} />
        </>
      }
    />
  )
}
