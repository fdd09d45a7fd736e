import type { ReactNode } from 'react'
import type { PlaceRow } from '../../../server/contract/tables.ts'
import { formatCount, formatEldersBeside, formatMetres, missing, wholeMetres } from '../../format.ts'
import type { useText } from '../../i18n/index.ts'
import { VerdictTag } from '../../shell/VerdictTag.tsx'
import { lowestCoveringLimit, turningLimit, type Band } from '../../tables/band.ts'
import type { CsvCell } from '../../tables/csv.ts'
import { eldersShownByGroup, type EldersShown } from '../../../server/contract/privacy.ts'
import { misjudgedByStraightLine } from '../../tables/straight-line.ts'

type Text = ReturnType<typeof useText>

/** One column on screen, in the file and as a sort key: the three never disagree. */
export interface PlaceColumn {
  key: string
  title: string
  width: number
  right?: boolean
  sort: (row: PlaceRow) => number | string | null
  cell: (row: PlaceRow) => ReactNode
  csv: (row: PlaceRow) => CsvCell
}

export interface PlacePrivacy {
  over60: ReadonlyMap<string, EldersShown>
  over80: ReadonlyMap<string, EldersShown>
}

/** Over all rows of the run, not the filtered ones: a filter must not bring a suppressed count back. */
export function placePrivacy(rows: readonly PlaceRow[]): PlacePrivacy {
  const unit = (row: PlaceRow) => row.unitId ?? row.unitName
  return {
    over60: eldersShownByGroup(rows, unit, (row) => row.residents60Plus),
    over80: eldersShownByGroup(rows, unit, (row) => row.residents80Plus),
  }
}

const verdictOrder = { unreached: 0, not_covered: 1, covered: 2 }

function bandText({ t }: Text, row: PlaceRow, band: Band): string {
  const lowest = lowestCoveringLimit(row, band)
  if (lowest === undefined) return t('places.band.never')
  return lowest === band[0] ? t('places.band.always') : t('places.band.from', { limit: formatMetres(lowest) })
}

function metresColumn(key: string, title: string, read: (row: PlaceRow) => number | null): PlaceColumn {
  return {
    key, title, width: 88, right: true, sort: read,
    cell: (row) => formatMetres(read(row)),
    csv: (row) => wholeMetres(read(row)),
  }
}

function countColumn(key: string, title: string, read: (row: PlaceRow) => number | null): PlaceColumn {
  return { key, title, width: 82, right: true, sort: read, cell: (row) => formatCount(read(row)), csv: read }
}

function eldersColumn(key: string, title: string, read: (row: PlaceRow) => number | null, shown: ReadonlyMap<string, EldersShown>): PlaceColumn {
  return {
    key, title, width: 82, right: true, sort: read,
    cell: (row) => formatEldersBeside(read(row), shown.get(row.id)),
    csv: (row) => (shown.has(row.id) ? formatEldersBeside(read(row), shown.get(row.id)) : read(row)),
  }
}

function judgementColumns(text: Text, over60: PlaceColumn, sloped: boolean): PlaceColumn[] {
  const { t, word } = text
  const reason = (row: PlaceRow) => (row.reason ? word('reason', row.reason) : '')
  const straight = (row: PlaceRow) => t(row.straightCovered ? 'places.straight.in' : 'places.straight.out')
  return [
    {
      key: 'verdict', title: t('places.columns.verdict'), width: 116, sort: (row) => verdictOrder[row.verdict],
      cell: (row) => <span title={reason(row)}><VerdictTag verdict={row.verdict} /></span>,
      csv: (row) => t(`card.verdict.${row.verdict}`),
    },
    // Who is concerned stands beside the verdict, in sight on a narrow screen as well.
    over60,
    metresColumn('walk', t(sloped ? 'places.columns.walkSloped' : 'places.columns.walk'), (row) => row.nearestMetres ?? row.travelMetres),
    metresColumn('misses', t('places.columns.misses'), (row) => row.missesByMetres),
    {
      key: 'facility', title: t('places.columns.facility'), width: 180, sort: (row) => row.nearestFacilityName,
      cell: (row) => <span title={row.nearestFacilityName ?? reason(row)}>{row.nearestFacilityName ?? missing}</span>,
      csv: (row) => row.nearestFacilityName ?? reason(row),
    },
    metresColumn('straight', t('places.columns.straight'), (row) => row.straightMetres),
    {
      key: 'straightVerdict', title: t('places.columns.straightVerdict'), width: 150,
      sort: (row) => (misjudgedByStraightLine(row) ? 0 : 1),
      cell: (row) =>
        misjudgedByStraightLine(row) ? <span className="misjudged">≠ {t('places.straight.misjudges')}</span> : <span className="muted">{straight(row)}</span>,
      csv: (row) => straight(row) + (misjudgedByStraightLine(row) ? ` (${t('places.straight.misjudges')})` : ''),
    },
  ]
}

/** The whole table; `name` is drawn by the table itself, as a button. Under slopes walks are flat-equivalent, and say so. */
export function placeColumns(text: Text, band: Band, privacy: PlacePrivacy, sloped: boolean): PlaceColumn[] {
  const { t, word } = text
  const bandColumn: PlaceColumn = {
    key: 'band', title: t('places.columns.band'), width: 128,
    sort: (row) => lowestCoveringLimit(row, band) ?? null,
    cell: (row) => <span className={turningLimit(row, band) === undefined ? 'muted' : 'turning'}>{bandText(text, row, band)}</span>,
    csv: (row) => bandText(text, row, band),
  }
  return [
    { key: 'name', title: t('places.columns.name'), width: 168, sort: (row) => row.name, cell: (row) => row.name, csv: (row) => row.name },
    ...judgementColumns(text, eldersColumn('over60', t('places.columns.over60'), (row) => row.residents60Plus, privacy.over60), sloped),
    ...(band.length > 1 ? [bandColumn] : []),
    countColumn('residents', t('places.columns.residents'), (row) => row.residents),
    eldersColumn('over80', t('places.columns.over80'), (row) => row.residents80Plus, privacy.over80),
    countColumn('households', t('places.columns.households'), (row) => row.households),
    { key: 'unit', title: t('places.columns.unit'), width: 116, sort: (row) => row.unitName, cell: (row) => row.unitName ?? missing, csv: (row) => row.unitName },
    { key: 'class', title: t('places.columns.class'), width: 72, sort: (row) => row.placeClass, cell: (row) => word('placeClass', row.placeClass), csv: (row) => word('placeClass', row.placeClass) },
    {
      key: 'edge', title: t('places.columns.edge'), width: 92, sort: (row) => (row.edge ? 0 : 1),
      cell: (row) => (row.edge ? t('places.edge') : ''), csv: (row) => (row.edge ? t('places.edge') : ''),
    },
  ]
}

/** What a panel of 420 px holds, and how wide. */
export const compactWidths: Readonly<Record<string, number>> = { name: 104, verdict: 112, walk: 84, over60: 74 }
