import type { ReactNode } from 'react'
import type { Comparison } from '../../../../server/contract/scenarios.ts'
import { formatAreaSum, formatCount, formatRate, formatRateInterval, formatYuan, missing } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { TableExport } from '../../../shell/TableExport.tsx'
import { signed, signedElders } from '../../../tables/deltas.ts'
import { ChangedPlaces } from './ChangedPlaces.tsx'

function Measures({ measures }: Pick<Comparison, 'measures'>) {
  const { t, word } = useText()
  return (
    <section className="block">
      <h2 className="label">{t('planner.compare.measures')}</h2>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{t('overview.circle.measure')}</th>
            <th scope="col">{t('planner.compare.before')}</th>
            <th scope="col">{t('planner.compare.after')}</th>
            <th scope="col">{t('planner.compare.gained')}</th>
          </tr>
        </thead>
        <tbody>
          {measures.map(({ measure, a, b, gained }) => (
            <tr key={measure}>
              <th scope="row">{word('measure', measure)}</th>
              <td>{formatRateInterval(a.lower, a.upper)}<br /><span className="muted">{formatCount(a.covered)}</span></td>
              <td>{formatRateInterval(b.lower, b.upper)}<br /><span className="muted">{formatCount(b.covered)}</span></td>
              <td><strong>{signed(gained)}</strong></td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Fairness({ townships, equity, areas, cost, target: field }: Pick<Comparison, 'townships' | 'equity' | 'areas' | 'cost'> & { target: ReactNode }) {
  const { t, language } = useText()
  const gini = (value: number | null) => (value === null ? missing : value.toFixed(3))
  const below = ({ unitsBelow, units, targetRate }: Comparison['equity']['a']) => (targetRate === null ? t('planner.compare.noTarget') : `${unitsBelow ?? missing} / ${units}`)
  const target = equity.a.targetRate
  const withFacility = ({ covered, total, rate }: Comparison['townships']['a']) => `${formatRate(rate)}（${formatCount(covered)} / ${formatCount(total)}）`
  const rows: [string, string, string][] = [
    [t('planner.compare.townships'), withFacility(townships.a), withFacility(townships.b)],
    [target === null ? t('planner.compare.unitsBelowNone') : t('planner.compare.unitsBelow', { rate: formatRate(target) }), below(equity.a), below(equity.b)],
    [t('planner.compare.gini'), gini(equity.a.giniOfAccess), gini(equity.b.giniOfAccess)],
    [t('planner.compare.areasMet'), `${areas.a.met} / ${areas.a.of}`, `${areas.b.met} / ${areas.b.of}`],
    [t('planner.compare.missingM2'), `${formatAreaSum(areas.a.missingM2)} m²`, `${formatAreaSum(areas.b.missingM2)} m²`],
  ]
  return (
    <section className="block">
      <h2 className="label">{t('planner.compare.equity')}</h2>
      <table className="figures">
        <thead><tr><th scope="col">{t('planner.compare.figure')}</th><th scope="col">{t('planner.compare.before')}</th><th scope="col">{t('planner.compare.after')}</th></tr></thead>
        <tbody>{rows.map(([label, a, b]) => <tr key={label}><th scope="row">{label}</th><td>{a}</td><td>{b}</td></tr>)}</tbody>
      </table>
      {field}
      <p className="hint">{t('planner.compare.giniHint')}</p>
      <p>{cost.yuan === null ? t('planner.compare.noCost') : t('planner.compare.cost', { cost: formatYuan(cost.yuan, language), n: cost.eldersGainedPerMillionYuan === null ? missing : cost.eldersGainedPerMillionYuan.toFixed(1) })}</p>
    </section>
  )
}

function Units({ code, units }: { code: string; units: Comparison['units'] }) {
  const { t } = useText()
  const sorted = [...units].sort((x, y) => y.gained60Plus - x.gained60Plus)
  const table = () => ({
    headings: [t('planner.compare.unit'), t('planner.compare.rateBefore'), t('planner.compare.rateAfter'), t('planner.compare.gainedElders')],
    rows: sorted.map((unit) => [unit.name, formatRateInterval(unit.a.lower, unit.a.upper), formatRateInterval(unit.b.lower, unit.b.upper), signedElders(unit.gained60Plus)]),
  })
  return (
    <section className="block">
      <h2 className="label">{t('planner.compare.units')}</h2>
      <table className="figures">
        <thead><tr>{table().headings.map((heading) => <th key={heading} scope="col">{heading}</th>)}</tr></thead>
        <tbody>
          {sorted.map((unit) => (
            <tr key={unit.unitId}>
              <th scope="row">{unit.name}</th>
              <td>{formatRateInterval(unit.a.lower, unit.a.upper)}</td>
              <td>{formatRateInterval(unit.b.lower, unit.b.upper)}</td>
              <td>{signedElders(unit.gained60Plus)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <TableExport code={code} title={t('planner.compare.units')} count={sorted.length} table={table} />
    </section>
  )
}

/** Differences are after less before. */
export function ComparisonTables({ code, comparison, target }: { code: string; comparison: Comparison; target: ReactNode }) {
  const { say } = useText()
  return (
    <>
      <Measures measures={comparison.measures} />
      <Fairness townships={comparison.townships} equity={comparison.equity} areas={comparison.areas} cost={comparison.cost} target={target} />
      <Units code={code} units={comparison.units} />
      <ChangedPlaces code={code} places={comparison.places} />
      <ul className="notes">
        <li>{say(comparison.a.methodLine)}</li>
        <li>{say(comparison.b.methodLine)}</li>
      </ul>
    </>
  )
}
