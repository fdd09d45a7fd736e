import type { AreaSumRow } from '../../../server/contract/run-details.ts'
import type { AreaRow } from '../../../server/contract/tables.ts'
import { useAreaSums } from '../../api/queries.ts'
import { exactForFile, formatCount, formatExact } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { EmptyState, ErrorNotice, LoadingBlock } from '../../shell/states.tsx'
import { TableExport } from '../../shell/TableExport.tsx'
import { useCountyView } from '../../state/county-view.ts'
import { useUrlState } from '../../state/use-url-state.ts'

type Status = AreaRow['status']
const counts = [
  { key: 'met', status: 'met' },
  { key: 'notMet', status: 'not_met' },
  { key: 'insufficientData', status: 'insufficient_data' },
  { key: 'notPrescribed', status: 'not_prescribed' },
] as const

type Count = (typeof counts)[number]
type Open = (unitId: string | null, status: Status | null) => void

function SumLine({ row, shown, onOpen }: { row: AreaSumRow; shown: readonly Count[]; onOpen: Open }) {
  const { t, word } = useText()
  const { unit } = useUrlState()
  const name = row.whole ? t('sums.whole') : (row.unitName ?? t('sums.noUnit'))
  // Areas without a township cannot be told apart from all of them by a unit.
  const opens = row.whole || row.unitId !== null
  return (
    <tr className={row.whole || (row.unitId !== null && row.unitId === unit) ? 'current' : undefined}>
      <th scope="row">
        {opens ? <button type="button" className="row-link" aria-label={t('sums.open', { name })} onClick={() => onOpen(row.unitId, null)}>{name}</button> : name}
      </th>
      <td>{formatCount(row.areas)}</td>
      {shown.map(({ key, status }) => (
        <td key={key}>
          {opens && row[key] > 0 ? (
            <button
              type="button" className="row-link" aria-label={t('sums.openStatus', { name, status: word('areaStatus', status) })}
              onClick={() => onOpen(row.unitId, status)}
            >
              {formatCount(row[key])}
            </button>
          ) : formatCount(row[key])}
        </td>
      ))}
      <td>{formatCount(row.households)}</td>
      <td>{formatExact(row.requiredM2, 'up')}</td>
      <td>{formatExact(row.providedM2, 'down')}</td>
      <td className="gap-text">{formatExact(row.missingM2, 'up')}</td>
    </tr>
  )
}

/** Areas summed by township; a name or a number leads to the areas behind it. */
export function SumsTable({ code, onOpen }: { code: string; onOpen: Open }) {
  const { t, word } = useText()
  const { runId } = useCountyView(code)
  const sums = useAreaSums(code, runId)
  if (sums.isError) return <ErrorNotice what={t('error.what.sums')} error={sums.error} onRetry={() => void sums.refetch()} />
  if (!sums.data) return <LoadingBlock rows={10} />
  if (sums.data.length === 0) return <EmptyState title={t('sums.empty')} next={t('sums.emptyNext')} />
  const rows = sums.data
  // A plan that prescribes every class needs no column for the others.
  const shown = counts.filter(({ key }) => key !== 'notPrescribed' || rows.some((row) => row[key] > 0))
  const headings = [
    t('sums.columns.unit'), t('sums.columns.areas'), ...shown.map(({ status }) => word('areaStatus', status)),
    t('sums.columns.households'), t('sums.columns.required'), t('sums.columns.provided'), t('sums.columns.missing'),
  ]
  const table = () => ({
    headings,
    rows: rows.map((row) => [
      row.whole ? t('sums.whole') : (row.unitName ?? t('sums.noUnit')), row.areas, ...shown.map(({ key }) => row[key]),
      row.households, exactForFile(row.requiredM2, 'up'), exactForFile(row.providedM2, 'down'), exactForFile(row.missingM2, 'up'),
    ]),
  })
  return (
    <>
      <div className="table-head">
        <span className="muted">{t('sums.hint')}</span>
        <TableExport code={code} title={t('sums.title')} count={rows.length} table={table} />
      </div>
      <div className="table-frame sums-frame" tabIndex={0} role="region" aria-label={t('sums.title')}>
        <table className="figures sums-table">
          <thead>
            <tr>{headings.map((heading) => <th key={heading} scope="col">{heading}</th>)}</tr>
          </thead>
          <tbody>
            {rows.map((row) => <SumLine key={row.whole ? 'whole' : (row.unitId ?? 'none')} row={row} shown={shown} onOpen={onOpen} />)}
          </tbody>
        </table>
      </div>
    </>
  )
}
