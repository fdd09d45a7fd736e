import type { RunNotes } from '../../../server/contract/run-details.ts'
import { formatCount, formatFactor } from '../../format.ts'
import { useText } from '../../i18n/index.ts'

/** Where a run's people stand: by measure, what the data leave open, and unit by unit which source speaks. */
export function SurfaceNotes({ notes }: { notes: Pick<RunNotes, 'surface' | 'surfaceUnits' | 'surfaceProblems'> }) {
  const { t, word, say } = useText()
  const { surface, surfaceUnits, surfaceProblems } = notes
  return (
    <>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{t('notes.measure')}</th>
            <th scope="col">{t('notes.counted')}</th>
            <th scope="col">{t('notes.located')}</th>
            <th scope="col">{t('notes.control')}</th>
            <th scope="col">{t('notes.factor')}</th>
          </tr>
        </thead>
        <tbody>
          {surface.map((row) => (
            <tr key={row.measure}>
              <th scope="row">{word('measure', row.measure)}</th>
              <td>{formatCount(row.counted)}</td>
              <td>{formatCount(row.located)}</td>
              <td>{formatCount(row.controlTotal)}</td>
              <td>{formatFactor(row.factor)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="notes">
        {surface.filter((row) => row.unlocated > 0 || row.missingPlaces > 0 || row.controlSource).map((row) => (
          <li key={row.measure}>
            {t('notes.surfaceRest', {
              measure: word('measure', row.measure), unlocated: formatCount(row.unlocated),
              missing: formatCount(row.missingPlaces), source: row.controlSource ?? t('common.none'),
            })}
          </li>
        ))}
        {surfaceProblems.map((problem) => <li key={`${problem.code}${problem.unit}${problem.value}`}>{say(problem.message)}</li>)}
      </ul>
      {surfaceUnits.length > 0 && (
        <details>
          <summary>{t('notes.surfaceUnits')}</summary>
          <SurfaceUnits rows={surfaceUnits} />
        </details>
      )}
    </>
  )
}

type UnitRow = RunNotes['surfaceUnits'][number]
const sources = ['fromPlaces', 'fromCensus', 'fromCells', 'fromTotal', 'cellsUnused'] as const

/** Residents unit by unit: the other measures follow the same sources where they have them. */
function SurfaceUnits({ rows }: { rows: readonly UnitRow[] }) {
  const { t } = useText()
  const used = (row: UnitRow) =>
    sources.filter((source) => row[source] > 0).map((source) => t(`notes.source_${source}`, { n: formatCount(row[source]) })).join(t('common.separator'))
  return (
    <table className="figures figures-text">
      <thead>
        <tr>
          <th scope="col">{t('notes.unit')}</th>
          <th scope="col">{t('notes.surfaceSource')}</th>
          <th scope="col">{t('notes.located')}</th>
          <th scope="col">{t('notes.control')}</th>
          <th scope="col">{t('notes.factor')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.filter(({ measure }) => measure === 'residents').map((row) => (
          <tr key={row.unitId ?? 'none'}>
            <th scope="row">{row.name}</th>
            <td className="muted">{used(row)}{row.spreadOver && t(`notes.over_${row.spreadOver}`)}</td>
            <td>{formatCount(row.located)}</td>
            <td>{formatCount(row.controlTotal)}</td>
            <td>{formatFactor(row.factor)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
