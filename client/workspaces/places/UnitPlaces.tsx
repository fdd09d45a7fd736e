import { Button } from 'antd'
import { useMemo } from 'react'
import type { PlaceRow } from '../../../server/contract/tables.ts'
import { formatCount } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { useUpdateUrl } from '../../state/use-url-state.ts'
import { noFilter } from '../../tables/place-filter.ts'
import { compactWidths } from './columns.tsx'
import { PlacesTable, rowPixels } from './PlacesTable.tsx'
import { usePlacesTable } from './use-places-table.ts'

/** The head, and a scroll bar where there is one. */
const besidesRowsPixels = 42
const tallestRows = 9

interface UnitPlacesProps {
  code: string
  /** All places of the run: a count is suppressed by its whole group. */
  all: readonly PlaceRow[]
  inUnit: (row: PlaceRow) => boolean
}

/** The places of one unit, in the columns that a narrow panel holds; the full table is one click away. */
export function UnitPlaces({ code, all, inUnit }: UnitPlacesProps) {
  const { t } = useText()
  const update = useUpdateUrl()
  const { columns, rows, sort, setSort } = usePlacesTable(code, all, noFilter, inUnit)
  const compact = useMemo(
    () => columns.flatMap((column) => (column.key in compactWidths ? [{ ...column, width: compactWidths[column.key] }] : [])),
    [columns],
  )
  return (
    <section className="block">
      <div className="panel-head">
        <h2>{t('units.places', { n: formatCount(rows.length) })}</h2>
        <Button size="small" onClick={() => update((state) => ({ ...state, view: 'places', filter: noFilter }))}>
          {t('units.fullTable')}
        </Button>
      </div>
      {rows.length === 0 ? (
        <p className="muted">{t('units.noPlaces')}</p>
      ) : (
        <div className="compact-table">
          <PlacesTable
            label={t('places.title')} columns={compact} rows={rows} sort={sort} onSort={setSort}
            height={Math.min(rows.length, tallestRows) * rowPixels + besidesRowsPixels} empty={null}
          />
        </div>
      )}
    </section>
  )
}
