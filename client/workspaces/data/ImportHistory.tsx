import { ArrowLeftOutlined } from '@ant-design/icons'
import { Button, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import type { StoredImport } from '../../../server/contract/imports.ts'
import { useImports } from '../../api/import-queries.ts'
import { formatCount, formatInstant, formatShortId, missing } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { EmptyState, ErrorNotice, LoadingBlock } from '../../shell/states.tsx'
import { useUpdateUrl } from '../../state/use-url-state.ts'
import { DiffDrawer, type WantedDiff } from './DiffDrawer.tsx'

/** Who imported what, when, from which file, and what it changed. */
export function ImportHistory({ code }: { code: string }) {
  const { t, word } = useText()
  const update = useUpdateUrl()
  const imports = useImports(code)
  const [wanted, setWanted] = useState<WantedDiff | null>(null)
  const columns: TableColumnsType<StoredImport> = [
    { title: t('imports.when'), width: 150, render: (_, row) => <>{formatInstant(row.at)}<br /><span className="muted">{row.actorId}</span></> },
    { title: t('data.kind'), width: 128, render: (_, row) => <>{word('dataKind', row.dataKind)} <span className="muted">v{row.version}</span></> },
    {
      title: t('data.file'),
      render: (_, row) => (
        <>
          {row.file ?? missing}
          <br />
          <span className="muted hash" title={row.sha256 ?? undefined}>{[row.sha256 && formatShortId(row.sha256), row.crs, row.encoding].filter(Boolean).join(' · ')}</span>
        </>
      ),
    },
    {
      title: t('imports.changes'), width: 168,
      render: (_, { changes, replaced }) =>
        changes ? <span title={replaced ? t('imports.replace') : t('imports.merge')}>+{formatCount(changes.inserted)} · ~{formatCount(changes.updated)} · −{formatCount(changes.ended)}</span> : missing,
    },
    {
      title: <span className="visually-hidden">{t('common.more')}</span>, width: 84,
      render: (_, row) => row.version > 1 && <Button size="small" onClick={() => setWanted({ kind: row.dataKind, from: row.version - 1, to: row.version })}>{t('imports.diff')}</Button>,
    },
  ]
  return (
    <div className="stack">
      <div className="panel-head">
        <h1>{t('imports.history')}</h1>
        <Button size="small" icon={<ArrowLeftOutlined />} onClick={() => update((state) => ({ ...state, view: null }))}>{t('imports.back')}</Button>
      </div>
      {imports.isError && <ErrorNotice what={t('imports.history')} error={imports.error} onRetry={() => void imports.refetch()} />}
      {!imports.data && !imports.isError && <LoadingBlock />}
      {imports.data?.length === 0 && <EmptyState title={t('imports.historyEmpty')} next={t('imports.historyEmptyNext')} />}
      {imports.data && imports.data.length > 0 && (
        <Table<StoredImport> size="small" rowKey={(row) => `${row.dataKind}/${row.version}`} dataSource={imports.data} columns={columns} pagination={imports.data.length > 20 ? { pageSize: 20, size: 'small' } : false} />
      )}
      <DiffDrawer code={code} wanted={wanted} onClose={() => setWanted(null)} />
    </div>
  )
}
