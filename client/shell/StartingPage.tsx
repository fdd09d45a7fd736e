import { Button, Progress } from 'antd'
import type { ReactNode } from 'react'
import type { Bilingual } from '../../server/contract/common.ts'
import { useText } from '../i18n/index.ts'

function FullPage({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useText()
  return (
    <main className="full-page">
      <img src="/icon.svg" alt="" width="72" height="72" />
      <p className="full-page-brand">{t('brand.name')}</p>
      <h1>{title}</h1>
      {children}
    </main>
  )
}

export function StartingPage({ phase }: { phase: Bilingual | null }) {
  const { t, say } = useText()
  return (
    <FullPage title={t('starting.title')}>
      <p>{t('starting.body')}</p>
      <Progress className="starting-progress" percent={100} status="active" showInfo={false} aria-label={t('starting.title')} />
      <p role="status" className="muted">
        {phase ? `${t('starting.phase')}: ${say(phase)}` : t('common.loading')}
      </p>
    </FullPage>
  )
}

export function OfflinePage({ onRetry }: { onRetry: () => void }) {
  const { t } = useText()
  return (
    <FullPage title={t('offline.title')}>
      <p>{t('offline.body')}</p>
      <Button type="primary" onClick={onRetry}>
        {t('error.retry')}
      </Button>
    </FullPage>
  )
}

export function NoCountyPage({ title, next, action }: { title: string; next?: string; action?: ReactNode }) {
  return (
    <FullPage title={title}>
      {next && <p>{next}</p>}
      {action}
    </FullPage>
  )
}
