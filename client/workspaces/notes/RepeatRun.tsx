import { SyncOutlined } from '@ant-design/icons'
import { Alert, Button, Progress } from 'antd'
import { hasEnded, useJob } from '../../api/job-events.ts'
import { useRepeatRun, useRunNotes } from '../../api/queries.ts'
import { formatShortId, missing, toPercent } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { ErrorText } from '../../shell/states.tsx'

interface RepeatRunProps {
  code: string
  runId: string
  resultHash: string | null
}

/** Computes the run once more from the same versions and parameters, and says whether every result is the same. */
export function RepeatRun({ code, runId, resultHash }: RepeatRunProps) {
  const { t, say, word } = useText()
  const repeat = useRepeatRun(code)
  const job = useJob(code, repeat.data?.jobId ?? null)
  const done = job?.status === 'done'
  const again = useRunNotes(code, done ? (repeat.data?.runId ?? null) : null)
  const running = repeat.isPending || (repeat.isSuccess && !(job && hasEnded(job)))
  const failed = repeat.error ?? again.error
  const hashes = { first: formatShortId(resultHash), second: formatShortId(again.data?.resultHash) }
  const equal = again.data !== undefined && resultHash !== null && again.data.resultHash === resultHash
  return (
    <div className="block" aria-live="polite">
      <p className="muted">{t('notes.repeatHint')}</p>
      <Button icon={<SyncOutlined spin={running} />} disabled={running || resultHash === null} onClick={() => repeat.mutate(runId)}>
        {t('notes.repeat')}
      </Button>
      {running && job && (
        <>
          <p>{t('run.running', { phase: word('phase', job.status === 'queued' ? 'queued' : job.phase) })}</p>
          <Progress percent={toPercent(job.progress)} size="small" aria-label={t('notes.repeat')} />
        </>
      )}
      {failed && <p className="field-error" role="alert">{t('run.startFailed')}: <ErrorText error={failed} /></p>}
      {job && hasEnded(job) && !done && (
        <Alert type="error" showIcon title={t('run.failed')} description={job.error ? say(job.error) : missing} />
      )}
      {again.data && (
        <Alert
          type={equal ? 'success' : 'error'}
          showIcon
          title={t(equal ? 'notes.equal' : 'notes.different')}
          description={<span className="hash">{t('notes.hashes', hashes)}</span>}
        />
      )}
    </div>
  )
}
