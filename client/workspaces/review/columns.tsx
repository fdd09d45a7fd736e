import type { TableColumnsType } from 'antd'
import type { AreaRow } from '../../../server/contract/tables.ts'
import { exactToNumber, formatCount, formatExact } from '../../format.ts'
import type { useText } from '../../i18n/index.ts'
import { StatusTag } from '../../shell/VerdictTag.tsx'

export const statuses: readonly AreaRow['status'][] = ['not_met', 'insufficient_data', 'met', 'not_prescribed']

/** Rows without a figure come last, whichever way is up. */
function byNumber(read: (row: AreaRow) => number | null) {
  return (a: AreaRow, b: AreaRow) => (read(a) ?? -1) - (read(b) ?? -1)
}

type Columns = Pick<ReturnType<typeof useText>, 't' | 'language'> & { select: (row: AreaRow) => void }

/** English headings are longer than Chinese ones. */
const widths = { zh: { households: 74, area: 90 }, en: { households: 108, area: 88 } }

export function areaColumns({ t, language, select }: Columns): TableColumnsType<AreaRow> {
  return [
    {
      title: t('review.columns.name'),
      dataIndex: 'name',
      ellipsis: true,
      sorter: (a, b) => a.name.localeCompare(b.name, 'zh-CN'),
      render: (_, row) => (
        <button
          type="button"
          className="row-link"
          aria-label={t('review.drawer.open', { name: row.name })}
          title={row.unitName ? `${row.name} · ${row.unitName}` : row.name}
          onClick={(event) => {
            event.stopPropagation()
            select(row)
          }}
        >
          {row.name}
        </button>
      ),
    },
    {
      title: t('review.columns.status'),
      dataIndex: 'status',
      width: 118,
      sorter: (a, b) => statuses.indexOf(a.status) - statuses.indexOf(b.status),
      render: (_, row) => <StatusTag status={row.status} />,
    },
    {
      title: t('review.columns.households'),
      dataIndex: 'households',
      width: widths[language].households,
      align: 'right',
      sorter: byNumber((row) => row.households),
      render: (_, row) => formatCount(row.households),
    },
    {
      title: t('review.columns.required'),
      dataIndex: 'requiredM2',
      width: widths[language].area,
      align: 'right',
      sorter: byNumber((row) => exactToNumber(row.requiredM2)),
      render: (_, row) => formatExact(row.requiredM2, 'up'),
    },
    {
      title: t('review.columns.provided'),
      dataIndex: 'providedM2',
      width: widths[language].area,
      align: 'right',
      sorter: byNumber((row) => exactToNumber(row.providedM2)),
      render: (_, row) => formatExact(row.providedM2, 'down'),
    },
    {
      title: t('review.columns.missing'),
      dataIndex: 'missingM2',
      width: widths[language].area,
      align: 'right',
      defaultSortOrder: 'descend',
      sorter: byNumber((row) => exactToNumber(row.missingM2)),
      render: (_, row) => <span className={row.status === 'not_met' ? 'gap-text' : undefined}>{formatExact(row.missingM2, 'up')}</span>,
    },
  ]
}
