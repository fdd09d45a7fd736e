import { Button } from 'antd'
import type { OptimisationRecord } from '../../../../server/contract/optimisations.ts'
import { formatCount, formatElders, formatMeasure, formatShortId, formatYuan } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { TableExport } from '../../../shell/TableExport.tsx'
import { useMapHandle } from '../../../state/map-handle.tsx'
import type { CsvCell } from '../../../tables/csv.ts'
import { boundsOf, type Answer } from '../../../state/planning/answers.ts'
import { useSiteName } from './use-site-name.ts'

interface ProposalTableProps {
  code: string
  record: OptimisationRecord
  answer: Answer
  /** Which of the answers it is, from 0. */
  index: number
  /** Sites that stand in every answer. */
  common: ReadonlySet<string>
  onIntoScenario: () => void
}

/** The sites, numbered as on the map. */
export function ProposalTable({ code, record, answer, index: answerIndex, common, onIntoScenario }: ProposalTableProps) {
  const { t, language } = useText()
  const { showPlace, fitBounds } = useMapHandle()
  const nameOf = useSiteName()
  const { sites } = answer
  const bounds = boundsOf(sites)
  const fresh = sites.filter(({ isNew }) => isNew).length
  if (sites.length === 0) return <p className="hint">{t('planner.optimise.noSites')}</p>
  const table = () => ({
    headings: (['number', 'name', 'source', 'isNew', 'inEvery', 'unit', 'elders', 'onlyHere', 'residents', 'costYuan', 'floorAreaM2', 'landAreaM2', 'lon', 'lat'] as const).map((column) => t(`planner.proposal.${column}`)),
    rows: sites.map((site, index): CsvCell[] => [
      index + 1, nameOf(site), t(`planner.source.${site.source}`), t(site.isNew ? 'planner.proposal.new' : 'planner.proposal.old'), common.has(site.candidateId) ? t('planner.alternative.inEvery') : null, site.unitName,
      formatElders(site.inCircle.residents60Plus), formatElders(site.onlyHere.residents60Plus), site.inCircle.residents, site.costYuan, site.floorAreaM2, site.landAreaM2, site.location[0], site.location[1],
    ]),
  })
  return (
    <section className="block">
      <div className="list-head list-head-wide">
        <h2 className="label">{t('planner.optimise.sites', { n: sites.length })}</h2>
        {bounds && <Button size="small" onClick={() => fitBounds(bounds)}>{t('planner.optimise.showSites')}</Button>}
        <Button size="small" type="primary" disabled={fresh === 0} onClick={onIntoScenario}>{t('planner.optimise.intoScenario', { n: fresh })}</Button>
      </div>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={t('planner.optimise.sites', { n: sites.length })}>
        <table className="figures">
          <thead>
            <tr>{(['name', 'elders', 'onlyHere', 'means'] as const).map((column) => <th key={column} scope="col">{t(`planner.proposal.${column}`)}</th>)}</tr>
          </thead>
          <tbody>
            {sites.map((site, index) => (
              <tr key={site.candidateId}>
                <th scope="row">
                  <div className="site-cell">
                    <span className={common.has(site.candidateId) ? 'change-number change-number-common' : 'change-number'}>{index + 1}</span>
                    <div>
                      <button type="button" className="row-link" onClick={() => showPlace(site.location)}>{nameOf(site)}</button>
                      <p className="muted">{t(`planner.source.${site.source}`)}{site.unitName && ` · ${site.unitName}`}</p>
                      {common.has(site.candidateId) && <span className="verdict verdict-plain">{t('planner.alternative.inEvery')}</span>}
                    </div>
                  </div>
                </th>
                <td>{formatElders(site.inCircle.residents60Plus)}</td>
                <td>{formatElders(site.onlyHere.residents60Plus)}</td>
                <td>{formatYuan(site.costYuan, language)}{site.floorAreaM2 !== null && <><br /><span className="muted">{formatMeasure(site.floorAreaM2, 'down')} m²</span></>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="hint">{t('planner.optimise.onlyHereHint', { total: formatCount(answer.after.covered) })}</p>
      <TableExport code={code} title={`${t(`planner.problem.${record.request.problem}`)}-${formatShortId(record.id)}${answerIndex > 0 ? `-${answerIndex + 1}` : ''}`} count={sites.length} table={table} />
    </section>
  )
}
