import type { TableColumnsType } from 'antd'
import type { AreaRow } from '../../../server/contract/tables.ts'
import { exactToNumber, formatCount, formatExact } from '../../format.ts'
import type { useText } from '../../i18n/index.ts'
import type { Readers, Sort } from '../../tables/sorting.ts'
import { StatusTag } from '../../shell/VerdictTag.tsx'

export const statuses: readonly AreaRow['status'][] = ['not_met', 'insufficient_data', 'met', 'not_prescribed']

export const areaReaders: Readers<AreaRow> = {
  name: (row) => row.name,
  status: (row) => statuses.indexOf(row.status),
  households: (row) => row.households,
  required: (row) => exactToNumber(row.requiredM2),
  provided: (row) => exactToNumber(row.providedM2),
  missing: (row) => exactToNumber(row.missingM2),
}

type Columns = Pick<ReturnType<typeof useText>, 't' | 'language'> & { select: (row: AreaRow) => void; sort: Sort | null }

/** English headings are longer than Chinese ones. */
const widths = { zh: { households: 74, area: 90 }, en: { households: 108, area: 88 } }

export function areaColumns({ t, language, select, sort }: Columns): TableColumnsType<AreaRow> {
  const sorted = (key: string) => ({ key, sorter: true, sortOrder: sort?.key === key ? sort.order : null })
  return [
    {
      title: t('review.columns.name'),
      ...sorted('name'),
      ellipsis: true,
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
      ...sorted('status'),
      width: 118,
      render: (_, row) => <StatusTag status={row.status} />,
    },
    {
      title: t('review.columns.households'),
      ...sorted('households'),
      width: widths[language].households,
      align: 'right',
      render: (_, row) => formatCount(row.households),
    },
    {
      title: t('review.columns.required'),
      ...sorted('required'),
      width: widths[language].area,
      align: 'right',
      render: (_, row) => formatExact(row.requiredM2, 'up'),
    },
    {
      title: t('review.columns.provided'),
      ...sorted('provided'),
      width: widths[language].area,
      align: 'right',
      render: (_, row) => formatExact(row.providedM2, 'down'),
    },
    {
      title: t('review.columns.missing'),
      ...sorted('missing'),
      width: widths[language].area,
      align: 'right',
      render: (_, row) => <span className={row.status === 'not_met' ? 'gap-text' : undefined}>{formatExact(row.missingM2, 'up')}</span>,
    },
  ]
}
