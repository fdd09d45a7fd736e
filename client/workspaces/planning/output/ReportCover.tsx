import { useComparison } from '../../../api/planning-queries.ts'
import { formatCount, formatElders, formatInstant, formatRateInterval, formatYuan } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { EffectFigures } from '../../../map/planning/EffectFigures.tsx'
import type { MapPicture } from '../../../state/map-handle.tsx'
import { costOf } from '../../../state/planning/changes.ts'
import { usePlanning } from '../../../state/planning/planning-context.tsx'
import type { ScenarioState } from '../../../state/planning/scenario-store.ts'
import { signed, signedElders } from '../../../tables/deltas.ts'
import { factsOfChange, nameOfChange } from '../scenarios/change-text.ts'
import { PictureOfMap } from './PictureOfMap.tsx'
import { ReportPage } from './ReportPage.tsx'

/** The figures of a full run over this very revision; nothing where there is none. */
function RunFigures({ code, runId }: { code: string; runId: string }) {
  const { t, word } = useText()
  const { baseRunId } = usePlanning()
  const comparison = useComparison(code, baseRunId, runId).data
  if (!comparison) return null
  return (
    <>
      <h2>{t('planner.report.run')}</h2>
      <table className="figures">
        <thead><tr><th scope="col">{t('overview.circle.measure')}</th><th scope="col">{t('planner.compare.before')}</th><th scope="col">{t('planner.compare.after')}</th><th scope="col">{t('planner.compare.gained')}</th></tr></thead>
        <tbody>
          {comparison.measures.map(({ measure, a, b, gained }) => (
            <tr key={measure}><th scope="row">{word('measure', measure)}</th><td>{formatRateInterval(a.lower, a.upper)}</td><td>{formatRateInterval(b.lower, b.upper)}</td><td>{measure === 'residents_60_plus' ? signedElders(gained) : signed(gained)}</td></tr>
          ))}
        </tbody>
      </table>
      <p>{t('planner.report.changedPlaces', { n: formatCount(comparison.places.length), elders: formatElders(comparison.places.reduce((sum, place) => sum + (place.b === 'covered' ? (place.residents60Plus ?? 0) : 0), 0)) })}</p>
    </>
  )
}

/** The scenario as a whole: what it does, what it costs, what it changes. */
export function ReportCover({ code, scenario, picture }: { code: string; scenario: ScenarioState; picture: MapPicture | null }) {
  const text = useText()
  const { t, language, say, word } = text
  const { sites, total } = usePlanning()
  const { record, changes } = scenario
  const run = record.runs.find(({ status, revision }) => status === 'published' && revision === record.revision)
  return (
    <ReportPage code={code} title={t('planner.report.title', { name: record.name })}>
      <p>{t('planner.report.line', { code: record.code, revision: record.revision, time: formatInstant(record.updatedAt), who: word('actor', record.createdBy) })}</p>
      {record.note && <p>{record.note}</p>}
      <PictureOfMap picture={picture} alt={t('planner.report.overviewMap')} />
      <h2>{t('planner.scenario.changes', { n: changes.length })}</h2>
      <table className="figures report-changes">
        <thead><tr>{(['number', 'kind', 'name', 'facts', 'costYuan'] as const).map((column) => <th key={column} scope="col">{t(`planner.output.columns.${column}`)}</th>)}</tr></thead>
        <tbody>
          {changes.map((change, index) => {
            const misfit = record.misfits.find(({ changeId }) => changeId === change.id)
            return (
              <tr key={change.id}>
                <th scope="row">{index + 1}</th>
                <td>{t(`planner.kind.${change.kind}`)}</td>
                <td>{nameOfChange(change, sites)}{misfit && <em> {t('planner.scenario.misfit')} {say(misfit.message)}</em>}</td>
                <td>{factsOfChange(change, text)}</td>
                <td>{formatYuan(change.costYuan, language)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p>{costOf(changes) === null ? t('planner.list.noCost') : t('planner.list.cost', { cost: formatYuan(costOf(changes), language) })}</p>
      {total.data && <><h2>{t('planner.scenario.total')}</h2><EffectFigures reply={total.data} busy={false} /></>}
      {run && <RunFigures code={code} runId={run.runId} />}
    </ReportPage>
  )
}
