import { Button } from 'antd'
import { Fragment } from 'react'
import type { UnitCoverageRow } from '../../../server/contract/run-details.ts'
import { useUnitCoverage } from '../../api/queries.ts'
import { formatCount, formatRate, missing } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { ErrorNotice, LoadingBlock } from '../../shell/states.tsx'
import { useCountyView } from '../../state/county-view.ts'
import { useUpdateUrl, useUrlState } from '../../state/use-url-state.ts'
import { NotesButton } from '../notes/NotesButton.tsx'

/** Beyond these the list scrolls. */
const columns = 4

/** One failing unit: a click goes into it. */
function FailingUnit({ unit }: { unit: UnitCoverageRow['failing'][number] }) {
  const { t } = useText()
  const update = useUpdateUrl()
  return (
    <li>
      <Button size="small" aria-label={t('units.open', { name: unit.name })} onClick={() => update((state) => ({ ...state, unit: unit.unitId }))}>
        {unit.name}
        {unit.reached === true && <span className="muted">{t('unitCoverage.reached')}</span>}
      </Button>
    </li>
  )
}

function CoverageLine({ row }: { row: UnitCoverageRow }) {
  const { t, say, words } = useText()
  const { mark } = useUrlState()
  const update = useUpdateUrl()
  const open = mark === row.denominator
  const toggle = () => update((state) => ({ ...state, mark: open ? null : row.denominator }), { replace: true })
  return (
    <Fragment>
      <tr className={open ? 'current' : undefined}>
        <th scope="row">
          <button
            type="button" className="row-link unit-link" aria-expanded={open} disabled={row.total === 0}
            title={words('facilityType', row.facilityTypes)} onClick={toggle}
          >
            {say(row.label)}
          </button>
          <div className="rate-bar" aria-hidden="true">
            <div className="rate-bar-lower" style={{ width: `${(row.rate ?? 0) * 100}%` }} />
          </div>
        </th>
        <td>
          {formatCount(row.covered)} / {formatCount(row.total)}
          <br />
          <strong>{formatRate(row.rate)}</strong>
        </td>
        <td>{row.reachedFromOutside === null ? missing : formatCount(row.reachedFromOutside)}</td>
        <td>{formatCount(row.unknownPlace)}</td>
      </tr>
      {open && (
        <tr>
          <td colSpan={columns} className="unit-coverage-failing">
            {row.failing.length === 0 ? t('overview.township.allCovered') : (
              <>
                <p>{t('unitCoverage.marked', { n: formatCount(row.failing.length) })}</p>
                <ul className="chips">
                  {row.failing.map((unit) => <FailingUnit key={unit.unitId} unit={unit} />)}
                </ul>
              </>
            )}
          </td>
        </tr>
      )}
    </Fragment>
  )
}

/** The denominators of the plans side by side: each is an indicator of its own. */
export function UnitCoverageCard({ code }: { code: string }) {
  const { t } = useText()
  const { runId } = useCountyView(code)
  const coverage = useUnitCoverage(code, runId)
  const title = t('unitCoverage.title')
  if (coverage.isError) {
    return <ErrorNotice what={t('error.what.unitCoverage')} error={coverage.error} onRetry={() => void coverage.refetch()} />
  }
  return (
    <section className="card">
      <h2>{title} <NotesButton code={code} about={title} /></h2>
      <p className="muted">{t('unitCoverage.hint')}</p>
      {!coverage.data ? <LoadingBlock rows={4} /> : (
        <table className="figures unit-coverage">
          <thead>
            <tr>
              <th scope="col">{t('unitCoverage.denominator')}</th>
              <th scope="col">{t('unitCoverage.inside')}</th>
              <th scope="col">{t('unitCoverage.outside')}</th>
              <th scope="col">{t('unitCoverage.unknown')}</th>
            </tr>
          </thead>
          <tbody>
            {coverage.data.map((row) => <CoverageLine key={row.denominator} row={row} />)}
          </tbody>
        </table>
      )}
    </section>
  )
}
