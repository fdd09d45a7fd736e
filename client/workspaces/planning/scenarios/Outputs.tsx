import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { formatShortId, missing } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { saveFile } from '../../../shell/save-file.ts'
import { ExportButtons } from '../../../shell/TableExport.tsx'
import { useCountyView } from '../../../state/county-view.ts'
import { usePlanning } from '../../../state/planning/planning-context.tsx'
import type { ScenarioState } from '../../../state/planning/scenario-store.ts'
import { toCsv, type CsvCell } from '../../../tables/csv.ts'
import { proposalsGeoJson } from '../../../../server/contract/proposals-geojson.ts'
import { FileDownloads } from '../output/FileDownloads.tsx'
import { factsOfChange, nameOfChange, placeOfChange } from './change-text.ts'

/** What can be handed in: the pages, the table, the layer. */
export function Outputs({ code, scenario, onReport }: { code: string; scenario: ScenarioState; onReport: () => void }) {
  const text = useText()
  const { t, say, nameOf, words } = text
  const { sites } = usePlanning()
  const { detail, summary, runId } = useCountyView(code)
  const { record, changes } = scenario
  const rows = changes.map((change, index) => ({ change, number: index + 1, name: nameOfChange(change, sites), place: placeOfChange(change, sites) }))
  const comments = () => [
    `${detail.data ? nameOf(detail.data) : code} · ${t('planner.scenario.called', { name: record.name, revision: record.revision })}`,
    `${summary.data?.coverage ? `${say(summary.data.coverage.methodLine)} · ` : ''}${t('shell.methodTail', { date: summary.data?.dataDate ?? missing, run: formatShortId(runId) })}`,
    t('planner.output.crs'),
    t('shell.internal'),
    ...(detail.data?.demo ? [`${t('shell.demo')} · ${t('shell.demoHint')}`] : []),
  ]
  const csv = () => {
    const heads = ['number', 'kind', 'name', 'types', 'floorAreaM2', 'landAreaM2', 'beds', 'nursingBeds', 'costYuan', 'lon', 'lat', 'facts', 'misfit', 'note'] as const
    const cells = rows.map(({ change, number, name, place }): CsvCell[] => {
      const misfit = record.misfits.find(({ changeId }) => changeId === change.id)
      const figure = (key: 'floorAreaM2' | 'landAreaM2' | 'beds' | 'nursingBeds') => (key in change ? ((change as Partial<Record<typeof key, number>>)[key] ?? null) : null)
      return [
        number, t(`planner.kind.${change.kind}`), name, 'facilityTypes' in change ? words('facilityType', change.facilityTypes) : null,
        figure('floorAreaM2'), figure('landAreaM2'), figure('beds'), figure('nursingBeds'), change.costYuan ?? null,
        place ? Number(place[0].toFixed(7)) : null, place ? Number(place[1].toFixed(7)) : null, factsOfChange(change, text), misfit ? say(misfit.message) : null, change.note ?? null,
      ]
    })
    return toCsv(comments(), heads.map((head) => t(`planner.output.columns.${head}`)), cells)
  }
  const geoJson = () => {
    const sitesOut = rows.flatMap(({ change, number, name, place }) => (place ? [{ number, kind: change.kind, name, location: place, change }] : []))
    const document = proposalsGeoJson({ title: `${record.code} ${record.name}`, revision: record.revision, notes: comments() }, sitesOut)
    saveFile(`${code}-${record.name}.geojson`, JSON.stringify(document, null, 1), 'application/geo+json')
  }
  const empty = changes.length === 0
  return (
    <section className="block">
      <h2 className="label">{t('planner.output.title')}</h2>
      <div className="scenario-card-foot">
        <Button size="small" icon={<PrinterOutlined />} disabled={empty} onClick={onReport}>{t('planner.output.report')}</Button>
        <Button size="small" icon={<DownloadOutlined />} disabled={empty} onClick={geoJson}>{t('planner.output.geojson')}</Button>
        <ExportButtons fileName={`${code}-${record.name}.csv`} count={changes.length} csv={csv} />
      </div>
      <p className="muted">{t('planner.output.hint')}</p>
      <FileDownloads code={code} scenario={scenario} />
    </section>
  )
}
