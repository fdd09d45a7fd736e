import { App, Button } from 'antd'
import type { DataVersion } from '../../../server/contract/counties.ts'
import { useRollback } from '../../api/queries.ts'
import { formatCount, formatInstant, formatShortId, missing } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { originText } from '../../tables/origin.ts'
import { ErrorText } from '../../shell/states.tsx'

type Source = DataVersion['sources'][number]

/** Where one input comes from, under which licence and as of when. */
export function SourceFacts({ source }: { source: Source }) {
  const { t, say } = useText()
  const facts: [string, string, boolean?][] = [
    [t('data.origin'), originText(source.origin, t)],
    [t('data.licence'), source.licence],
    [t('data.crs'), source.crs],
    [t('data.date'), source.date ?? missing],
    [t('data.file'), source.file ?? missing],
    [t('data.checksum'), source.sha256 ?? missing, true],
  ]
  return (
    <div className="source">
      <dl className="facts facts-wide">
        {facts.map(([label, value, code]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className={code ? 'hash' : undefined}>{value}</dd>
          </div>
        ))}
        {source.assumptions.length > 0 && (
          <div>
            <dt>{t('data.assumptions')}</dt>
            <dd>{source.assumptions.map(say).join(t('common.separator'))}</dd>
          </div>
        )}
      </dl>
      {source.synthetic && <span className="stamp stamp-small">{t('shell.demo')}</span>}
    </div>
  )
}

function VersionLine({ version }: { version: DataVersion }) {
  const { t, word } = useText()
  return (
    <p className="version-line">
      <strong>{t('data.version', { version: version.version })}</strong>
      <span>{word('action', version.action)}</span>
      {version.restoredVersion !== null && <span>{t('data.restored', { version: version.restoredVersion })}</span>}
      <span>{formatInstant(version.createdAt)}</span>
      <span>{version.actorId}</span>
      <span>
        {t('data.rows')} {formatCount(version.rowCount)}
      </span>
      <span className="hash" title={version.contentHash}>
        {formatShortId(version.contentHash)}
      </span>
    </p>
  )
}

/** Sources of the version in use, and the earlier ones with a way back to each. */
export function VersionDetail({ code, current, history }: { code: string; current: DataVersion; history: DataVersion[] }) {
  const { t, word } = useText()
  const { modal, message } = App.useApp()
  const rollback = useRollback(code)
  const ask = (version: DataVersion) => {
    const kind = word('dataKind', version.kind)
    void modal.confirm({
      title: t('data.rollbackTitle', { kind, version: version.version }),
      content: t('data.rollbackBody', { version: version.version }),
      okText: t('data.confirm'),
      cancelText: t('data.dismiss'),
      onOk: () =>
        rollback.mutateAsync({ kind: version.kind, version: version.version }).then(
          () => void message.success(t('data.rollbackDone')),
          (error: Error) =>
            void modal.error({ title: t('data.rollbackFailed'), content: <ErrorText error={error} />, okText: t('common.close') }),
        ),
    })
  }
  return (
    <div className="version-detail">
      <VersionLine version={current} />
      {current.sources.map((source) => (
        <SourceFacts key={`${source.origin}${source.file}`} source={source} />
      ))}
      <h2 className="label">{t('data.history')}</h2>
      {history.length === 0 && <p className="muted">{t('data.noHistory')}</p>}
      {history.map((version) => (
        <div key={version.version} className="history-row">
          <VersionLine version={version} />
          <Button size="small" onClick={() => ask(version)}>
            {t('data.rollback')}
          </Button>
        </div>
      ))}
    </div>
  )
}
