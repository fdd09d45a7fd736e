import { Alert, Button, Progress } from 'antd'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import type { JobReply } from '../../server/contract/runs.ts'
import { useEndedJob, useOpenJobs } from '../api/job-events.ts'
import { useOptimisations } from '../api/planning-queries.ts'
import { useCancelJob, useRuns } from '../api/queries.ts'
import { toPercent } from '../format.ts'
import { useText } from '../i18n/index.ts'
import { useCountyView } from '../state/county-view.ts'
import { followJobs, isTold, noJobs, resultOf, withoutEnded, withoutTold, type JobInHand } from '../state/jobs-in-hand.ts'
import { scenarioOfRun } from '../state/planning/scenario-runs.ts'
import { toUrl } from '../state/url-state.ts'
import { useUrlState } from '../state/use-url-state.ts'
import { ErrorText } from './states.tsx'

/** What a job is called, and where its result is found. */
function useJobWords(code: string, job: JobInHand) {
  const { t, word } = useText()
  const url = useUrlState()
  const { newestRunId } = useCountyView(code)
  const runs = useRuns(code)
  const optimisations = useOptimisations(code, job.kind === 'optimisation')
  const scenario = scenarioOfRun(runs.data?.find(({ id }) => id === job.runId))
  const problem = optimisations.data?.find(({ id }) => id === job.runId)?.request.problem
  const detail = scenario?.name ?? (problem ? t(`planner.problem.${problem}`) : null)
  const kind = word('jobKind', job.kind)
  const lead = resultOf(job, scenario !== null, newestRunId)
  return { name: detail ? t('jobs.named', { kind, detail }) : kind, result: lead && toUrl(lead(url)) }
}

function OpenJob({ code, job }: { code: string; job: JobReply }) {
  const { t, word } = useText()
  const cancel = useCancelJob(code)
  const { name } = useJobWords(code, job)
  const cancelling = job.cancelRequested || cancel.isPending
  return (
    <li>
      <div className="run-progress-line">
        <span>{name} · {word('phase', job.status === 'queued' ? 'queued' : job.phase)}</span>
        <Button size="small" disabled={cancelling} aria-label={t('jobs.cancelOf', { name })} onClick={() => cancel.mutate(job.id)}>{t(cancelling ? 'run.cancelling' : 'jobs.cancel')}</Button>
      </div>
      <Progress percent={toPercent(job.progress)} size="small" aria-label={name} />
      {cancel.error && <p className="field-error" role="alert"><ErrorText error={cancel.error} /></p>}
    </li>
  )
}

/** How a job ended that was seen under way; the new figures of the county themselves need no word. */
function EndedJob({ code, job, onClose }: { code: string; job: JobInHand; onClose: () => void }) {
  const { t, say } = useText()
  const { name, result } = useJobWords(code, job)
  const { data } = useEndedJob(code, job.id)
  if (!data || (data.status === 'done' && !result)) return null
  const type = data.status === 'done' ? 'success' : data.status === 'failed' ? 'error' : 'info'
  return (
    <Alert
      className="run-failed" type={type} showIcon closable={{ onClose, 'aria-label': t('common.close') }}
      title={t(data.status === 'done' ? 'jobs.done' : data.status === 'failed' ? 'jobs.failed' : 'jobs.cancelled', { name })}
      description={data.error ? `${say(data.error)} ${data.error.code}` : undefined}
      action={data.status === 'done' && result ? <Link to={result} onClick={onClose}>{t('jobs.show')}</Link> : undefined}
    />
  )
}

/** Everything under way in the county, whoever started it and whatever page is open; what ends leaves a link to its result. */
export function JobLines({ code, exceptId }: { code: string; exceptId: string | null }) {
  const { t } = useText()
  const url = useUrlState()
  const open = useOpenJobs(code).data
  const [jobs, setJobs] = useState(noJobs)
  useEffect(() => {
    if (open) setJobs((before) => withoutTold(followJobs(before, open), url))
  }, [open, url])
  const close = (id: string) => setJobs((before) => withoutEnded(before, id))
  const shown = (job: JobInHand) => job.id !== exceptId && !isTold(job, url)
  const underWay = jobs.open.filter(shown)
  return (
    <>
      {underWay.length > 0 && (
        <section className="run-progress" aria-live="polite" aria-label={t('jobs.title')}>
          <ul className="job-lines">{underWay.map((job) => <OpenJob key={job.id} code={code} job={job} />)}</ul>
        </section>
      )}
      {jobs.ended.filter(shown).map((job) => <EndedJob key={job.id} code={code} job={job} onClose={() => close(job.id)} />)}
    </>
  )
}
