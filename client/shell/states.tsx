import { InboxOutlined } from '@ant-design/icons'
import { Alert, Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { ApiError } from '../api/client.ts'
import { useText } from '../i18n/index.ts'
import { withSubject } from '../state/url-state.ts'
import { useUpdateUrl } from '../state/use-url-state.ts'

/** What happened, in words, and the code and request number for support. */
function useErrorText(error: Error): { said: string; detail: string } {
  const { t, say } = useText()
  if (!(error instanceof ApiError)) return { said: t('error.unknown'), detail: t('error.code', { code: 'CLIENT' }) }
  const said = error.offline ? t('error.offline') : error.bilingual ? say(error.bilingual) : t('error.unknown')
  const request = error.requestId ? ` · ${t('error.request', { id: error.requestId })}` : ''
  return { said, detail: t('error.code', { code: error.code }) + request }
}

export function ErrorText({ error }: { error: Error }) {
  const { said, detail } = useErrorText(error)
  return (
    <>
      {said} <span className="muted">{detail}</span>
    </>
  )
}

interface ErrorNoticeProps {
  what: string
  error: Error
  onRetry: () => void
}

export function ErrorNotice({ what, error, onRetry }: ErrorNoticeProps) {
  const { t } = useText()
  const update = useUpdateUrl()
  const runGone = error instanceof ApiError && error.code === 'RUN_UNKNOWN'
  return (
    <Alert
      type="error"
      showIcon
      title={t('error.title', { what })}
      description={<ErrorText error={error} />}
      action={
        runGone ? (
          <Button size="small" onClick={() => update((state) => ({ ...withSubject(state, null), run: null }))}>
            {t('overview.backToLatest')}
          </Button>
        ) : (
          <Button size="small" onClick={onRetry}>
            {t('error.retry')}
          </Button>
        )
      }
    />
  )
}

/** Nothing here yet, and what to do about it. */
export function EmptyState({ title, next, action }: { title: string; next?: string; action?: ReactNode }) {
  return (
    <div className="empty-state">
      <InboxOutlined aria-hidden="true" />
      <h2>{title}</h2>
      {next && <p>{next}</p>}
      {action}
    </div>
  )
}

export function LoadingBlock({ rows = 6 }: { rows?: number }) {
  const { t } = useText()
  return (
    <div className="loading-block" role="status" aria-label={t('common.loading')}>
      <Skeleton active title paragraph={{ rows }} />
    </div>
  )
}
