import { Button, Table, type TableColumnsType } from 'antd'
import type { RunRecord } from '../../../server/contract/runs.ts'
import { useRuns } from '../../api/queries.ts'
import { formatInstant, formatShortId, missing } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { EmptyState, ErrorNotice, LoadingBlock } from '../../shell/states.tsx'
import { useCountyView } from '../../state/county-view.ts'
import { withSubject } from '../../state/url-state.ts'
import { useUpdateUrl } from '../../state/use-url-state.ts'
import { walkSuffix } from '../../tables/run-walk.ts'
import { studyAreaName } from '../../tables/study-area.ts'
import { ExpandButton } from './ExpandButton.tsx'

type Text = ReturnType<typeof useText>

/** Parameters are open-ended: words for the known names, plain text for the values. */
function parameterText({ word, words }: Text, name: string, value: unknown): string {
  if (value === null || value === undefined) return missing
  if (value === true) return '✓'
  if (Array.isArray(value)) {
    const items = value.map((item) => (typeof item === 'object' ? JSON.stringify(item) : String(item)))
    return words('facilityType', items)
  }
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([key, inner]) => `${name === 'typeLimitsMetres' ? word('facilityType', key) : word('parameter', key)} ${typeof inner === 'object' ? JSON.stringify(inner) : String(inner)}`)
      .join(' · ')
  }
  return name === 'profile' ? word('profile', String(value)) : String(value)
}

function RunDetail({ run }: { run: RunRecord }) {
  const text = useText()
  const { t, word, say } = text
  return (
    <div className="version-detail">
      <h2 className="label">{t('data.parameters')}</h2>
      <dl className="facts facts-wide">
        {run.studyArea && (
          <div>
            <dt>{t('basis.area.title')}</dt>
            <dd>{studyAreaName(run.studyArea, say)}</dd>
          </div>
        )}
        {Object.entries(run.parameters).map(([name, value]) => (
          <div key={name}>
            <dt>{word('parameter', name)}</dt>
            <dd>{parameterText(text, name, value)}</dd>
          </div>
        ))}
      </dl>
      <h2 className="label">{t('data.inputs')}</h2>
      <p>
        {Object.entries(run.inputVersions)
          .map(([kind, version]) => `${word('dataKind', kind)} v${version}`)
          .join(t('common.separator')) || t('common.none')}
      </p>
      <dl className="facts facts-wide">
        <div>
          <dt>{t('data.inputHash')}</dt>
          <dd className="hash">{run.inputHash}</dd>
        </div>
        <div>
          <dt>{t('data.resultHash')}</dt>
          <dd className="hash">{run.resultHash ?? missing}</dd>
        </div>
      </dl>
      {run.notes.map((note) => (
        <p key={note.zh} className="muted">
          {say(note)}
        </p>
      ))}
    </div>
  )
}

/** Every run with what it was computed from; a published one can be put on the map. */
export function RunTable({ code }: { code: string }) {
  const { t, word, say } = useText()
  const update = useUpdateUrl()
  const { runId, newestRunId } = useCountyView(code)
  const runs = useRuns(code)
  if (runs.isError) {
    return <ErrorNotice what={t('error.what.runs')} error={runs.error} onRetry={() => void runs.refetch()} />
  }
  if (!runs.data) return <LoadingBlock />
  if (runs.data.length === 0) return <EmptyState title={t('data.runsEmpty')} next={t('data.runsEmptyNext')} />
  const show = (run: RunRecord) =>
    update((state) => ({ ...withSubject(state, null), run: run.id === newestRunId ? null : run.id }))
  const columns: TableColumnsType<RunRecord> = [
    {
      title: t('data.run'),
      width: 150,
      render: (_, run) => (
        <>
          <span className="hash">{formatShortId(run.id)}</span>
          <br />
          <span className="muted">{formatInstant(run.createdAt)}</span>
        </>
      ),
    },
    {
      title: t('data.profile'),
      render: (_, run) => (
        <>
          {word('profile', run.profile)}{walkSuffix(run.parameters, t)}
          {run.studyArea?.kind === 'planning_unit' && <><br /><strong>{t('basis.area.title')} {studyAreaName(run.studyArea, say)}</strong></>}
          <br />
          <span className="muted">{word('runStatus', run.status)}</span>
        </>
      ),
    },
    {
      title: t('data.map'),
      width: 132,
      align: 'right',
      render: (_, run) => {
        if (run.status !== 'published') return missing
        if (run.id === runId) return <strong className="accent-text">{t('data.shown')}</strong>
        return (
          <Button size="small" onClick={() => show(run)}>
            {t('data.show')}
          </Button>
        )
      },
    },
  ]
  return (
    <Table<RunRecord>
      size="small"
      rowKey="id"
      pagination={runs.data.length > 20 ? { pageSize: 20, size: 'small' } : false}
      dataSource={runs.data}
      columns={columns}
      expandable={{
        columnTitle: <span className="visually-hidden">{t('common.more')}</span>,
        expandIcon: ({ expanded, onExpand, record }) => (
          <ExpandButton expanded={expanded} name={formatShortId(record.id)} onToggle={(event) => onExpand(record, event)} />
        ),
        expandedRowRender: (run) => <RunDetail run={run} />,
      }}
    />
  )
}
