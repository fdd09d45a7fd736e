import { Drawer, Segmented } from 'antd'
import { useState } from 'react'
import type { VersionDiff } from '../../../server/contract/import-drafts.ts'
import { useVersionDiff } from '../../api/import-queries.ts'
import { formatCount, missing } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { ErrorNotice, LoadingBlock } from '../../shell/states.tsx'

export interface WantedDiff {
  kind: string
  from: number
  to: number
}

const changes = ['inserted', 'updated', 'ended'] as const
type Change = (typeof changes)[number]

/** What one version changed in the one before, record by record. */
export function DiffDrawer({ code, wanted, onClose }: { code: string; wanted: WantedDiff | null; onClose: () => void }) {
  const { t, word } = useText()
  return (
    <Drawer
      open={wanted !== null}
      onClose={onClose}
      size={560}
      closable={{ 'aria-label': t('common.close') }}
      title={wanted ? t('imports.diffTitle', { kind: word('dataKind', wanted.kind), from: wanted.from, to: wanted.to }) : ''}
      destroyOnHidden
    >
      {wanted && <Diff code={code} wanted={wanted} />}
    </Drawer>
  )
}

function Diff({ code, wanted }: { code: string; wanted: WantedDiff }) {
  const { t } = useText()
  const diff = useVersionDiff(code, wanted.kind, wanted.from, wanted.to)
  const [shown, setShown] = useState<Change | 'all'>('all')
  if (diff.isError) return <ErrorNotice what={t('imports.diff')} error={diff.error} onRetry={() => void diff.refetch()} />
  if (!diff.data) return <LoadingBlock />
  const { counts, records } = diff.data
  const rows = records.filter(({ change }) => shown === 'all' || change === shown)
  const total = counts.inserted + counts.updated + counts.ended
  return (
    <div className="stack">
      <Segmented
        value={shown}
        onChange={(value) => setShown(value)}
        options={[{ value: 'all' as const, label: t('imports.all', { n: formatCount(total) }) }, ...changes.map((value) => ({ value, label: `${t(`imports.change.${value}`)} ${formatCount(counts[value])}` }))]}
      />
      <p className="muted">{t('imports.unchanged', { n: formatCount(counts.unchanged) })}</p>
      {rows.length === 0 && <p>{t(total === 0 ? 'imports.same' : 'imports.noneOfIt')}</p>}
      <ul className="diff-list">{rows.slice(0, 500).map((record) => <Record key={`${record.change} ${record.id}`} record={record} />)}</ul>
      {(rows.length > 500 || total > records.length) && <p className="muted">{t('imports.moreRecords', { n: formatCount(total - Math.min(rows.length, 500)) })}</p>}
    </div>
  )
}

function Record({ record: { name, change, fields } }: { record: VersionDiff['records'][number] }) {
  const { t, say } = useText()
  return (
    <li className={`diff diff-${change}`}>
      <p><span className="diff-mark" aria-hidden="true">{{ inserted: '+', updated: '~', ended: '−' }[change]}</span> <strong>{name}</strong> <span className="muted">{t(`imports.change.${change}`)}</span></p>
      {change === 'updated' && (
        <dl>
          {fields.map((field) => (
            <div key={field.name}>
              <dt>{say(field.label)}</dt>
              <dd><del>{field.before ?? missing}</del> → <ins>{field.after ?? missing}</ins></dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  )
}
