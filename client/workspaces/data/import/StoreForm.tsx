import { Alert, Button, Checkbox, Input, Progress, Radio } from 'antd'
import type { ExamineDraftReply } from '../../../../server/contract/import-drafts.ts'
import { ApiError } from '../../../api/client.ts'
import { useStoreDraft } from '../../../api/import-queries.ts'
import { hasEnded, useJob } from '../../../api/job-events.ts'
import { useCancelJob } from '../../../api/queries.ts'
import { formatCount, toPercent } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { ErrorText } from '../../../shell/states.tsx'
import { forgetDraft, type DraftControl } from '../../../state/import-draft-store.ts'
import { toOptions } from '../../../state/import-draft.ts'
import { useUpdateUrl } from '../../../state/use-url-state.ts'

interface StoreFormProps {
  code: string
  draftId: string
  kind: string
  reply: ExamineDraftReply
  control: DraftControl
  busy: boolean
  recheck: () => void
  /** The draft is the job's from then on, and no longer among those that wait. */
  onStarted: (jobId: string, reply: ExamineDraftReply) => void
}

/** The last look before anything is stored: what changes, what ends, and for which day. */
export function StoreForm({ code, draftId, kind, reply, control, busy, recheck, onStarted }: StoreFormProps) {
  const { t, word } = useText()
  const { work, change } = control
  const store = useStoreDraft(code, draftId)
  const { changes, rows } = reply
  const nothing = changes !== null && [changes, ...reply.also.map((one) => one.changes)].every(({ inserted, updated, ended }) => inserted + updated + ended === 0)
  const changed = store.error instanceof ApiError && store.error.code === 'DATA_CHANGED'
  return (
    <div className="stack store-form">
      <Radio.Group value={work.replace} onChange={(event) => change((before) => ({ ...before, replace: event.target.value as boolean }))}>
        <Radio value={false}>{t('imports.merge')}</Radio>
        <Radio value>{t('imports.replace')}</Radio>
      </Radio.Group>
      <label className="date-line">
        {t('imports.dataDate')}
        <Input
          type="date"
          size="small"
          value={work.dataDate ?? ''}
          title={t('imports.dataDateHint')}
          onChange={({ target }) => change((before) => ({ ...before, dataDate: target.value === '' ? null : target.value }))}
        />
      </label>
      {rows.refused > 0 && rows.accepted > 0 && (
        <Checkbox checked={work.acceptRows} onChange={(event) => change((before) => ({ ...before, acceptRows: event.target.checked }))}>
          {t('imports.goodRows', { good: formatCount(rows.accepted), all: formatCount(rows.read), bad: formatCount(rows.refused) })}
        </Checkbox>
      )}
      {changes && (
        <dl className="facts change-facts">
          {(['inserted', 'updated', 'unchanged', 'ended'] as const).map((key) => (
            <div key={key} className={key === 'ended' && changes.ended > 0 ? 'gap-text' : undefined}>
              <dt>{t(`imports.change.${key}`)}</dt>
              <dd>{formatCount(changes[key])}</dd>
            </div>
          ))}
        </dl>
      )}
      {reply.also.map((one) => (
        <p key={one.dataKind}>
          {t('imports.also', { kind: word('dataKind', one.dataKind), inserted: formatCount(one.changes.inserted), updated: formatCount(one.changes.updated), ended: formatCount(one.changes.ended) })}
        </p>
      ))}
      {changes && <p className="muted">{t('imports.against', { kind: word('dataKind', reply.dataKind ?? ''), version: reply.baseVersion })}</p>}
      {reply.summary.approximate && <Alert type="warning" showIcon title={t('imports.approximate')} />}
      {reply.questions.length > 0 && <Alert type="info" showIcon title={t('imports.answerFirst', { n: reply.questions.length })} />}
      {rows.refused > 0 && rows.accepted > 0 && !work.acceptRows && <Alert type="info" showIcon title={t('imports.refusedFirst', { n: formatCount(rows.refused) })} />}
      {nothing && <Alert type="info" showIcon title={t('imports.nothingNew')} />}
      {store.error && (
        <Alert
          type="error"
          showIcon
          title={t(changed ? 'imports.dataChanged' : 'imports.notStored')}
          description={<ErrorText error={store.error} />}
          action={changed ? <Button size="small" onClick={() => { store.reset(); recheck() }}>{t('imports.recheck')}</Button> : undefined}
        />
      )}
      {store.data?.jobId === null && <Alert type="info" showIcon title={t('imports.nothingNew')} />}
      <div className="button-line">
        <Button
          type="primary"
          loading={store.isPending}
          disabled={!reply.mayStore || nothing || busy}
          onClick={() => store.mutate(toOptions(work, kind, reply.baseVersion), { onSuccess: ({ jobId }) => { if (jobId !== null) onStarted(jobId, reply) } })}
        >
          {t('imports.store')}
        </Button>
        <span className="muted">{t('imports.storeHint')}</span>
      </div>
    </div>
  )
}

/** The job that stores a draft, to its end. */
export function Storing({ code, draftId, jobId, reply }: { code: string; draftId: string; jobId: string; reply: ExamineDraftReply }) {
  const { t, say, word } = useText()
  const update = useUpdateUrl()
  const job = useJob(code, jobId)
  const cancel = useCancelJob(code)
  if (!job || !hasEnded(job)) {
    return (
      <section className="stack" aria-live="polite">
        <p>{t('imports.storing', { phase: job ? word('phase', job.status === 'queued' ? 'queued' : job.phase) : '' })}</p>
        <Progress percent={toPercent(job?.progress ?? 0)} aria-label={t('imports.storing', { phase: '' })} />
        <div className="button-line">
          <Button disabled={!job || job.cancelRequested || cancel.isPending} onClick={() => cancel.mutate(jobId)}>{t('run.cancel')}</Button>
        </div>
      </section>
    )
  }
  if (job.status === 'done') {
    const leave = (view: 'history' | null) => {
      forgetDraft(draftId)
      update((state) => ({ ...state, view, draft: null }))
    }
    return (
      <Alert
        type="success"
        showIcon
        role="status"
        title={t('imports.stored', { kind: word('dataKind', reply.dataKind ?? ''), version: reply.baseVersion + 1 })}
        description={
          <div className="stack">
            <p>{t('imports.storedNext')}</p>
            <span className="button-line">
              <Button type="primary" onClick={() => leave('history')}>{t('imports.toHistory')}</Button>
              <Button onClick={() => { forgetDraft(draftId); update((state) => ({ ...state, view: 'import', draft: null })) }}>{t('imports.another')}</Button>
            </span>
          </div>
        }
      />
    )
  }
  return (
    <Alert
      type={job.status === 'cancelled' ? 'info' : 'error'}
      showIcon
      role="status"
      title={t(job.status === 'cancelled' ? 'imports.cancelled' : 'imports.notStored')}
      description={<>{job.error && <p>{say(job.error)} <span className="muted">{job.error.code}</span></p>}<p>{t('imports.nothingStored')}</p></>}
      action={<Button size="small" onClick={() => update((state) => ({ ...state, draft: null }))}>{t('imports.another')}</Button>}
    />
  )
}
