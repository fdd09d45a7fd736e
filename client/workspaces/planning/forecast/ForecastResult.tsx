import { Segmented } from 'antd'
import { useState } from 'react'
import type { ForecastReply, ForecastYearReply } from '../../../../server/contract/forecasts.ts'
import { formatCount, formatElders, missing } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { ExportButtons } from '../../../shell/TableExport.tsx'
import { toCsv } from '../../../tables/csv.ts'
import { useInputsText } from '../inputs-text.ts'

const measures = ['residents60Plus', 'residents80Plus', 'disabled'] as const
type Measure = (typeof measures)[number]

type Row = Pick<ForecastReply['result']['units'][number], 'name' | 'years' | 'pyramidYear'> & { base: ForecastReply['result']['county']['base'] | null }

/** The county and its townships in the years asked for: the middle figure with its range, and by which method. */
export function ForecastResult({ code, forecast }: { code: string; forecast: ForecastReply }) {
  const { t, say } = useText()
  const inputsText = useInputsText()
  const { result, demo } = forecast
  const [measure, setMeasure] = useState<Measure>('residents60Plus')
  const now = (base: Row['base']) => (measure === 'disabled' || !base ? missing : formatElders(base[measure]))
  const methodWord = (method: ForecastYearReply['residents']['method']) => (method ? t(`demand.forecastMethod.${method}`) : null)
  /** Of the last year: a unit has one method for all of them. */
  const methodOf = (years: ForecastYearReply[]) => methodWord(years.at(-1)![measure].method) ?? missing
  const cell = (year: ForecastYearReply) => {
    const { people, gap, unitsMissing } = year[measure]
    if (!people) return <span className="muted" title={gap ? t(`demand.gap.${gap}`) : undefined}>{gap ? t(`demand.gap.${gap}`) : missing}</span>
    return (
      <>
        {formatElders(people.medium)}
        {people.low !== people.high && <span className="muted figure-range">{formatElders(people.low)}–{formatElders(people.high)}</span>}
        {unitsMissing > 0 && <span className="muted" title={t('demand.forecast.atLeast', { n: unitsMissing })}> ≥</span>}
      </>
    )
  }
  const rows: Row[] = [
    { name: t('demand.forecast.county'), base: result.county.base, years: result.county.years, pyramidYear: null },
    ...(result.countyCohort ? [{ name: t('demand.forecast.countyCohort'), base: null, years: result.countyCohort, pyramidYear: null }] : []),
    ...result.units,
  ]
  const inputs = inputsText(forecast.inputVersions, forecast.inputHash)
  const csv = () =>
    toCsv(
      [...(demo ? [t('shell.demo')] : []), ...result.methodLines.map(say), ...result.notes.map(say)],
      [t('demand.unit'), t('demand.forecast.measure'), t('demand.forecast.method'), String(result.baseYear), ...result.years.flatMap((year) => [`${year} ${t('demand.forecast.low')}`, `${year}`, `${year} ${t('demand.forecast.high')}`])],
      rows.flatMap(({ name, base, years }) =>
        measures.map((one) => [name, t(`demand.measure.${one}`), methodWord(years.at(-1)![one].method), one === 'disabled' || !base ? null : base[one], ...years.flatMap((year) => [year[one].people?.low ?? null, year[one].people?.medium ?? null, year[one].people?.high ?? null])]),
      ),
    )
  const beds = result.county.years.filter((year) => year.beds)
  const areas = result.county.years.filter((year) => year.floorAreaM2)
  return (
    <section className="stack" aria-label={t('demand.forecast.result')}>
      {demo && <p><span className="stamp stamp-small">{t('shell.demo')}</span></p>}
      <ul className="notes">{result.methodLines.map((line) => <li key={line.zh}>{say(line)}</li>)}</ul>
      <div className="table-head">
        <Segmented<Measure> size="small" value={measure} options={measures.map((value) => ({ value, label: t(`demand.measure.${value}`) }))} onChange={setMeasure} />
        <ExportButtons fileName={`forecast-${code}.csv`} count={rows.length * measures.length} csv={csv} />
      </div>
      <table className="figures figures-close">
        <thead>
          <tr>
            <th scope="col">{t('demand.unit')}</th>
            <th scope="col">{result.baseYear}</th>
            {result.years.map((year) => <th key={year} scope="col">{year}</th>)}
            <th scope="col">{t('demand.forecast.method')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, base, years, pyramidYear }, index) => (
            <tr key={`${index} ${name}`}>
              <th scope="row">{name}</th>
              <td>{now(base)}</td>
              {years.map((year) => <td key={year.year}>{cell(year)}</td>)}
              <td className="muted">{methodOf(years)}{pyramidYear !== null && <span className="figure-range">{t('demand.forecast.agesOf', { year: pyramidYear })}</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">{t('demand.forecast.range')}</p>
      {beds.map(({ year, beds: range }) => (
        <p key={year}>{t(range!.low === range!.high ? 'demand.forecast.bedsExactly' : 'demand.forecast.bedsNeeded', { year, low: formatCount(range!.low), medium: formatCount(range!.medium), high: formatCount(range!.high) })}</p>
      ))}
      {areas.map(({ year, floorAreaM2: range }) => (
        <p key={year}>{t(range!.low === range!.high ? 'demand.forecast.areaExactly' : 'demand.forecast.areaNeeded', { year, low: formatCount(Math.ceil(range!.low)), medium: formatCount(Math.ceil(range!.medium)), high: formatCount(Math.ceil(range!.high)) })}</p>
      ))}
      {result.standards.map((standard) => <p key={standard.key} className="muted">{say(standard.label)} · {t('demand.forecast.source')} {standard.source}</p>)}
      <p className="muted">{t('demand.access.inputs')} {inputs}</p>
      <ul className="notes">{result.notes.map((note) => <li key={note.zh}>{say(note)}</li>)}</ul>
    </section>
  )
}
