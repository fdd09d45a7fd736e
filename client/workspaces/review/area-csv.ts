import type { AreaRow } from '../../../server/contract/tables.ts'
import { exactForFile } from '../../format.ts'
import type { useText } from '../../i18n/index.ts'
import type { ExportedTable } from '../../shell/TableExport.tsx'

/** The rows on screen with the exact square metres of the server and every reason in words. */
export function areaTable({ t, word, words }: Pick<ReturnType<typeof useText>, 't' | 'word' | 'words'>, rows: readonly AreaRow[]): ExportedTable {
  return {
    headings: [
      t('review.columns.name'), t('review.drawer.unit'), t('review.columns.status'), t('review.drawer.buildClass'), t('review.drawer.dateUsed'),
      t('review.columns.households'), t('review.drawer.basis'), t('review.columns.required'), t('review.columns.provided'),
      t('review.columns.missing'), t('review.drawer.reasons'),
    ],
    rows: rows.map((row) => [
      row.name,
      row.unitName,
      word('areaStatus', row.status),
      row.buildClass && word('buildClass', row.buildClass),
      row.dateUsed && t('review.drawer.dateUsedValue', { document: word('dateDocument', row.dateUsed.document), date: row.dateUsed.date }),
      row.households,
      row.householdsBasis && word('householdsBasis', row.householdsBasis),
      exactForFile(row.requiredM2, 'up'),
      exactForFile(row.providedM2, 'down'),
      exactForFile(row.missingM2, 'up'),
      words('areaReason', row.reasons),
    ]),
  }
}
