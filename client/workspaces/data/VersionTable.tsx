import { Table, type TableColumnsType } from 'antd'
import { useMemo } from 'react'
import type { DataVersion } from '../../../server/contract/counties.ts'
import { useVersions } from '../../api/queries.ts'
import { formatCount, missing } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { EmptyState, ErrorNotice, LoadingBlock } from '../../shell/states.tsx'
import { originText } from '../../tables/origin.ts'
import { ExpandButton } from './ExpandButton.tsx'
import { VersionDetail } from './VersionDetail.tsx'

interface KindRow {
  kind: string
  current: DataVersion
  history: DataVersion[]
}

/** One row a kind, its newest version first. */
function byKind(versions: readonly DataVersion[]): KindRow[] {
  const kinds = new Map<string, DataVersion[]>()
  for (const version of versions) {
    const list = kinds.get(version.kind)
    if (list) list.push(version)
    else kinds.set(version.kind, [version])
  }
  return [...kinds].map(([kind, list]) => {
    const [current, ...history] = list.sort((a, b) => b.version - a.version)
    return { kind, current, history }
  })
}

export function VersionTable({ code }: { code: string }) {
  const { t, word } = useText()
  const versions = useVersions(code)
  const rows = useMemo(() => byKind(versions.data ?? []), [versions.data])
  if (versions.isError) {
    return <ErrorNotice what={t('error.what.versions')} error={versions.error} onRetry={() => void versions.refetch()} />
  }
  if (!versions.data) return <LoadingBlock />
  if (rows.length === 0) return <EmptyState title={t('data.empty')} next={t('data.emptyNext')} />
  const columns: TableColumnsType<KindRow> = [
    {
      title: t('data.kind'),
      dataIndex: 'kind',
      width: 128,
      render: (_, row) => (
        <>
          {word('dataKind', row.kind)}
          <span className="muted"> v{row.current.version}</span>
        </>
      ),
    },
    {
      title: t('data.source'),
      ellipsis: true,
      render: (_, row) => (
        <>
          {row.current.sources.some((source) => source.synthetic) && <span className="stamp stamp-small">{t('data.synthetic')}</span>}
          {row.current.sources.map((source) => originText(source.origin, t)).join(t('common.separator'))}
        </>
      ),
    },
    { title: t('data.rows'), width: 68, align: 'right', render: (_, row) => formatCount(row.current.rowCount) },
    { title: t('data.date'), width: 108, align: 'right', render: (_, row) => row.current.dataDate ?? missing },
  ]
  return (
    <Table<KindRow>
      size="small"
      rowKey="kind"
      pagination={false}
      dataSource={rows}
      columns={columns}
      expandable={{
        columnTitle: <span className="visually-hidden">{t('common.more')}</span>,
        expandIcon: ({ expanded, onExpand, record }) => (
          <ExpandButton expanded={expanded} name={word('dataKind', record.kind)} onToggle={(event) => onExpand(record, event)} />
        ),
        expandedRowRender: (row) => <VersionDetail code={code} current={row.current} history={row.history} />,
      }}
    />
  )
}
