import { FactList } from '../../../shell/FactList.tsx'
import { Table, type TableColumnsType } from 'antd'
import type { AccessReply } from '../../../../server/contract/access.ts'
import { useCounty } from '../../../api/queries.ts'
import { formatCount, formatElders, formatMeasure, formatRate, missing } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { ExportButtons } from '../../../shell/TableExport.tsx'
import { useMapHandle } from '../../../state/map-handle.tsx'
import { toCsv } from '../../../tables/csv.ts'
import { useInputsText } from '../inputs-text.ts'

type Unit = AccessReply['units'][number]
type Facility = AccessReply['facilities'][number]
type Place = AccessReply['places'][number]

const perThousand = (value: number | null) => (value === null ? missing : formatMeasure(value, 'down'))
/** A range whose ends are one is one number. */
const between = (least: number, most: number) => (least === most ? formatCount(most) : `${formatCount(least)} – ${formatCount(most)}`)
const placesShown = 200

/** What the question came to: the county, its townships, the facilities, and the places with most people left over. */
export function AccessResult({ code, reply }: { code: string; reply: AccessReply }) {
  const { t, say } = useText()
  const inputs = useInputsText()(reply.inputVersions, reply.inputHash)
  const { showPlace } = useMapHandle()
  const demo = useCounty(code).data?.demo ?? false
  const { totals, outside, parameters, units, facilities, places, missingCapacity, missingPlace, notes, methodLine } = reply
  const left = places.filter(({ unserved }) => (unserved ?? 0) > 0).sort((a, b) => (b.unserved ?? 0) - (a.unserved ?? 0))
  const facts: [string, string][] = [
    [t('demand.access.inReach', { what: t(`demand.capacity.${parameters.capacity}`) }), `${formatCount(totals.capacityInReach)} / ${formatCount(totals.capacity)}`],
    [t('demand.access.perThousand'), `${perThousand(totals.accessPerThousandLower)} – ${perThousand(totals.accessPerThousand)}`],
    [t('demand.access.unserved'), `${between(totals.unservedLower, totals.unserved)} / ${formatCount(totals.need)}`],
    [t('demand.access.without'), formatCount(totals.peopleWithoutAccess)],
    ...(outside.people > 0 ? [[t('demand.access.outside'), `${formatElders(outside.people)} · ${formatMeasure(outside.capacityReached, 'down')}`] as [string, string]] : []),
    [t('demand.access.gini'), totals.gini === null ? missing : totals.gini.toFixed(2)],
    ...(totals.target ? [[t('demand.access.below', { target: totals.target.perThousand }), `${formatCount(totals.target.unitsBelow)} / ${formatCount(totals.target.units)}`] as [string, string]] : []),
  ]
  const unitColumns: TableColumnsType<Unit> = [
    { title: t('demand.unit'), dataIndex: 'name' },
    { title: t('demand.people'), align: 'right', width: 86, sorter: (a, b) => a.people - b.people, render: (_, row) => formatCount(row.people) },
    { title: t('demand.access.perThousandShort'), align: 'right', width: 92, sorter: (a, b) => (a.accessPerThousand ?? -1) - (b.accessPerThousand ?? -1), render: (_, row) => <>{row.belowTarget && <span className="gap-text" title={t('demand.access.belowMark')}>▲ </span>}{perThousand(row.accessPerThousand)}</> },
    { title: t('demand.access.unservedShort'), align: 'right', width: 92, defaultSortOrder: 'descend', sorter: (a, b) => a.unserved - b.unserved, render: (_, row) => between(row.unservedLower, row.unserved) },
  ]
  const facilityColumns: TableColumnsType<Facility> = [
    { title: t('demand.facility'), ellipsis: true, render: (_, row) => <button type="button" className="row-link" onClick={() => showPlace(row.location)}>{row.name}</button> },
    { title: t(`demand.capacity.${parameters.capacity}`), align: 'right', width: 86, sorter: (a, b) => a.capacity - b.capacity, render: (_, row) => formatCount(row.capacity) },
    { title: t('demand.access.ratio'), align: 'right', width: 92, sorter: (a, b) => (a.ratioPerThousand ?? -1) - (b.ratioPerThousand ?? -1), render: (_, row) => (row.stranded ? <span className="gap-text">{t('demand.access.stranded')}</span> : perThousand(row.ratioPerThousand)) },
    { title: t('demand.access.used'), align: 'right', width: 80, sorter: (a, b) => (a.usedShare ?? -1) - (b.usedShare ?? -1), render: (_, row) => (row.usedShare === null ? missing : formatRate(row.usedShare)) },
  ]
  const placeColumns: TableColumnsType<Place> = [
    { title: t('demand.place'), ellipsis: true, render: (_, row) => <button type="button" className="row-link" onClick={() => showPlace(row.location)}>{row.name}</button> },
    { title: t('demand.access.perThousandShort'), align: 'right', width: 92, render: (_, row) => perThousand(row.accessPerThousand) },
    { title: t('demand.access.unservedShort'), align: 'right', width: 92, render: (_, row) => formatCount(row.unserved) },
  ]
  const csv = () =>
    toCsv(
      [...(demo ? [t('shell.demo')] : []), say(methodLine), ...notes.map(say), `${t('demand.access.inputs')} ${inputs}`],
      [t('demand.unit'), t('demand.people'), t('demand.access.perThousandShort'), t('demand.access.need'), t('demand.access.unservedLower'), t('demand.access.unservedShort')],
      units.map((unit) => [unit.name, unit.people, unit.accessPerThousand, unit.need, unit.unservedLower, unit.unserved]),
    )
  return (
    <section className="stack" aria-label={t('demand.access.result')}>
      <p className="hint">{say(methodLine)}</p>
      <FactList className="facts facts-figures" facts={facts} />
      <div className="table-head">
        <h2 className="label">{t('demand.access.units')}</h2>
        <ExportButtons fileName={`access-${code}.csv`} count={units.length} csv={csv} />
      </div>
      <Table<Unit> size="small" rowKey={(row) => row.unitId ?? row.name} dataSource={units} columns={unitColumns} pagination={false} />
      <h2 className="label">{t('demand.access.facilities')}</h2>
      <Table<Facility> size="small" tableLayout="fixed" rowKey="id" dataSource={facilities} columns={facilityColumns} pagination={facilities.length > 12 ? { pageSize: 12, size: 'small', showSizeChanger: false } : false} />
      {left.length > 0 && (
        <>
          <h2 className="label">{t('demand.access.leftOver', { n: formatCount(left.length) })}</h2>
          <Table<Place> size="small" tableLayout="fixed" rowKey="id" dataSource={left.slice(0, placesShown)} columns={placeColumns} pagination={{ pageSize: 12, size: 'small', showSizeChanger: false }} />
        </>
      )}
      {missingCapacity.length > 0 && <p>{t('demand.access.missingCapacity', { n: formatCount(missingCapacity.length) })} {missingCapacity.slice(0, 20).map(({ name }) => name).join(t('common.separator'))}</p>}
      {missingPlace.length > 0 && <p>{t('demand.access.missingPlace', { n: formatCount(missingPlace.length) })} {missingPlace.slice(0, 20).map(({ name }) => name).join(t('common.separator'))}</p>}
      <p className="muted">{t('demand.access.inputs')} {inputs}</p>
      <ul className="notes">{notes.map((note) => <li key={note.zh}>{say(note)}</li>)}</ul>
    </section>
  )
}
