import { Segmented } from 'antd'
import { useState } from 'react'
import type { ForecastReply, ForecastYearReply } from '../../../../server/contract/forecasts.ts'
import { formatCount, formatElders, missing } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { ExportButtons } from '../../../shell/TableExport.tsx'
import { toCsv } from '../../../tables/csv.ts'

const measures = ['residents60Plus', 'residents80Plus', 'disabled'] as const
type Measure = (typeof measures)[number]

/** The county and its townships in the years asked for: the middle figure with its range, and by which method. */
export function ForecastResult({ code, forecast }: { code: string; forecast: ForecastReply }) {
  const { t, say } = useText()
  const { result, demo } = forecast
  const [measure, setMeasure] = useState<Measure>('residents60Plus')
  const now = (base: { residents60Plus: number | null; residents80Plus: number | null }) => (measure === 'disabled' ? missing : formatElders(base[measure]))
  const cell = (year: ForecastYearReply) => {
    const { people, gap, unitsMissing } = year[measure]
    if (!people) return <span className="muted" title={gap ? t(`demand.gap.${gap}`) : undefined}>{gap ? t(`demand.gap.${gap}`) : missing}</span>
    return (
      <>
        {formatElders(people.medium)}
        {people.low !== people.high && <span className="muted"> ({formatElders(people.low)}–{formatElders(people.high)})</span>}
        {unitsMissing > 0 && <span className="muted" title={t('demand.forecast.atLeast', { n: unitsMissing })}> ≥</span>}
      </>
    )
  }
  const rows = [{ name: t('demand.forecast.county'), base: result.county.base, years: result.county.years }, ...result.units]
  const csv = () =>
    toCsv(
      [...(demo ? [t('shell.demo')] : []), ...result.methodLines.map(say), ...result.notes.map(say)],
      [t('demand.unit'), t('demand.forecast.measure'), String(result.baseYear), ...result.years.flatMap((year) => [`${year} ${t('demand.forecast.low')}`, `${year}`, `${year} ${t('demand.forecast.high')}`])],
      rows.flatMap(({ name, base, years }) =>
        measures.map((one) => [name, t(`demand.measure.${one}`), one === 'disabled' ? null : base[one], ...years.flatMap((year) => [year[one].people?.low ?? null, year[one].people?.medium ?? null, year[one].people?.high ?? null])]),
      ),
    )
  const beds = result.county.years.filter((year) => year.beds)
  return (
    <section className="stack" aria-label={t('demand.forecast.result')}>
      {demo && <p><span className="stamp stamp-small">{t('shell.demo')}</span></p>}
      <ul className="notes">{result.methodLines.map((line) => <li key={line.zh}>{say(line)}</li>)}</ul>
      <div className="table-head">
        <Segmented<Measure> size="small" value={measure} options={measures.map((value) => ({ value, label: t(`demand.measure.${value}`) }))} onChange={setMeasure} />
        <ExportButtons fileName={`forecast-${code}.csv`} count={rows.length * measures.length} csv={csv} />
      </div>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{t('demand.unit')}</th>
            <th scope="col">{result.baseYear}</th>
            {result.years.map((year) => <th key={year} scope="col">{year}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, base, years }, index) => (
            <tr key={`${index} ${name}`}>
              <th scope="row">{name}</th>
              <td>{now(base)}</td>
              {years.map((year) => <td key={year.year}>{cell(year)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
      {beds.map(({ year, beds: range }) => (
        <p key={year}>{t(range!.low === range!.high ? 'demand.forecast.bedsExactly' : 'demand.forecast.bedsNeeded', { year, low: formatCount(range!.low), medium: formatCount(range!.medium), high: formatCount(range!.high) })}</p>
      ))}
      {result.standards.map((standard) => <p key={standard.key} className="muted">{say(standard.label)} {standard.source}</p>)}
      <ul className="notes">{result.notes.map((note) => <li key={note.zh}>{say(note)}</li>)}</ul>
    </section>
  )
}
