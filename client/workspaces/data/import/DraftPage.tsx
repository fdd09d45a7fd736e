import { RedoOutlined, UndoOutlined } from '@ant-design/icons'
import { App, Badge, Button, Tabs } from 'antd'
import { useEffect, useState, type KeyboardEvent } from 'react'
import type { ExamineDraftReply } from '../../../../server/contract/import-drafts.ts'
import { ApiError } from '../../../api/client.ts'
import { useDiscardDraft, useDrafts } from '../../../api/import-queries.ts'
import { formatCount } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { EmptyState, ErrorNotice, ErrorText, LoadingBlock } from '../../../shell/states.tsx'
import { forgetDraft, useDraft } from '../../../state/import-draft-store.ts'
import { useDraftExamination } from '../../../state/use-draft-examination.ts'
import { useUpdateUrl } from '../../../state/use-url-state.ts'
import { ReadingForm } from './ReadingForm.tsx'
import { MappingTable } from './MappingTable.tsx'
import { OutcomeBar } from './OutcomeBar.tsx'
import { ProblemList } from './ProblemList.tsx'
import { QuestionCards } from './QuestionCards.tsx'
import { RowsGrid } from './RowsGrid.tsx'
import { StoreForm, Storing } from './StoreForm.tsx'

type Tab = 'check' | 'columns' | 'rows' | 'store'

/** One file on its way in: what it is read as, what is asked, what is wrong, its rows, and its storing. */
export function DraftPage({ code, draftId }: { code: string; draftId: string }) {
  const { t } = useText()
  const { modal } = App.useApp()
  const update = useUpdateUrl()
  const drafts = useDrafts(code)
  const draft = drafts.data?.find(({ id }) => id === draftId)
  const control = useDraft(draftId)
  const { change, work, select } = control
  const [tab, setTab] = useState<Tab>('check')
  const [started, setStarted] = useState<{ jobId: string; reply: ExamineDraftReply } | null>(null)
  const kind = work.kind ?? draft?.kind ?? draft?.proposedKinds[0] ?? null
  const examined = useDraftExamination(code, draftId, draft ? kind : null)
  const discard = useDiscardDraft(code)

  // A kind that was only proposed is shown in the form as chosen, without being a step to undo.
  const reply = examined.data
  const leave = () => update((state) => ({ ...state, draft: null }))
  const ask = () =>
    void modal.confirm({
      title: t('imports.discardTitle'),
      content: t('imports.discardBody'),
      okText: t('imports.discard'),
      cancelText: t('imports.keep'),
      onOk: () => {
        // The page goes first: it would ask about a draft that is no more.
        leave()
        return discard.mutateAsync(draftId).then(() => forgetDraft(draftId))
      },
    })
  const keys = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || (event.target as HTMLElement).tagName === 'INPUT') return
    const key = event.key.toLowerCase()
    if (key === 'z' && !event.shiftKey) control.undo()
    else if (key === 'y' || (key === 'z' && event.shiftKey)) control.redo()
    else return
    event.preventDefault()
  }
  // A row chosen in one draft means nothing in the next.
  useEffect(() => () => select(null), [draftId])

  if (started) return <Storing code={code} draftId={draftId} jobId={started.jobId} reply={started.reply} />
  if (drafts.isError) return <ErrorNotice what={t('imports.waiting')} error={drafts.error} onRetry={() => void drafts.refetch()} />
  if (!drafts.data) return <LoadingBlock rows={10} />
  if (!draft) return <EmptyState title={t('imports.gone')} next={t('imports.goneNext')} action={<Button onClick={leave}>{t('imports.another')}</Button>} />
  const showRow = (row: number) => {
    select(row)
    setTab('rows')
  }
  return (
    <div className="stack stack-full" onKeyDown={keys}>
      <div className="draft-head">
        <strong className="draft-name" title={draft.sha256}>{draft.fileNames.join(t('common.separator'))}</strong>
        <span className="button-line">
          <Button size="small" icon={<UndoOutlined />} disabled={!control.canUndo} aria-label={t('imports.undo')} title={t('imports.undo')} onClick={control.undo} />
          <Button size="small" icon={<RedoOutlined />} disabled={!control.canRedo} aria-label={t('imports.redo')} title={t('imports.redo')} onClick={control.redo} />
          <Button size="small" onClick={leave}>{t('imports.another')}</Button>
          <Button size="small" danger onClick={ask}>{t('imports.discard')}</Button>
        </span>
      </div>
      <ReadingForm draft={draft} kind={kind} work={work} reply={reply ?? null} change={change} />
      {examined.error && (
        <div className="import-error" role="alert">
          <ErrorText error={examined.error} />{' '}
          {examined.error instanceof ApiError && examined.error.code === 'KIND_NOT_STORED' && t('imports.notStoredNext')}{' '}
          <Button size="small" onClick={() => void examined.refetch()}>{t('error.retry')}</Button>
        </div>
      )}
      {!reply && !examined.error && (kind === null ? <EmptyState title={t('imports.chooseKind')} /> : <LoadingBlock rows={8} />)}
      {reply && (
        <>
          <OutcomeBar reply={reply} busy={examined.isFetching} />
          <Tabs
            className="import-tabs"
            size="small"
            activeKey={tab}
            onChange={(key) => setTab(key as Tab)}
            items={[
              {
                key: 'check',
                label: <>{t('imports.tab.check')} <Badge size="small" count={reply.questions.length} /></>,
                children: (
                  <div className="stack import-scroll">
                    <QuestionCards code={code} draftId={draftId} reply={reply} examinedAt={examined.dataUpdatedAt} work={work} change={change} showRow={showRow} showColumns={() => setTab('columns')} />
                    <ProblemList code={code} draftId={draftId} problems={reply.problems} showRow={showRow} />
                  </div>
                ),
              },
              { key: 'columns', label: t('imports.tab.columns'), children: <div className="import-scroll"><MappingTable reply={reply} work={work} change={change} /></div> },
              {
                key: 'rows',
                label: t('imports.tab.rows', { n: formatCount(reply.rowCount) }),
                children: <RowsGrid code={code} draftId={draftId} reply={reply} examinedAt={examined.dataUpdatedAt} control={control} />,
              },
              {
                key: 'store',
                label: t('imports.tab.store'),
                children: <div className="import-scroll"><StoreForm code={code} draftId={draftId} kind={kind!} reply={reply} control={control} busy={examined.isFetching} recheck={() => void examined.refetch()} onStarted={(jobId, stored) => setStarted({ jobId, reply: stored })} /></div>,
              },
            ]}
          />
        </>
      )}
    </div>
  )
}
