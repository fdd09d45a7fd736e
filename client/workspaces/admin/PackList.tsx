import { DownloadOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import type { PolicyDetail, PolicyListItem } from '../../../server/contract/policies.ts'
import { getJson } from '../../api/client.ts'
import { usePolicies } from '../../api/plan-queries.ts'
import { formatCount } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { saveFile } from '../../shell/save-file.ts'
import { ErrorNotice, LoadingBlock } from '../../shell/states.tsx'

function Downloads({ pack }: { pack: PolicyListItem }) {
  const { t } = useText()
  const { message } = App.useApp()
  const download = async (form: 'json' | 'yaml') => {
    try {
      const detail = await getJson<PolicyDetail>(`/policies/${pack.id}`)
      if (form === 'json') saveFile(`${pack.id}.json`, JSON.stringify(detail.pack, null, 2), 'application/json')
      else {
        const { stringify } = await import('yaml')
        saveFile(`${pack.id}.yaml`, stringify(detail.pack), 'text/yaml;charset=utf-8')
      }
    } catch {
      void message.error(t('admin.downloadFailed'))
    }
  }
  return (
    <span className="button-line">
      <Button size="small" icon={<DownloadOutlined />} aria-label={t('admin.downloadYaml', { id: pack.id })} onClick={() => void download('yaml')}>YAML</Button>
      <Button size="small" aria-label={t('admin.downloadJson', { id: pack.id })} onClick={() => void download('json')}>JSON</Button>
    </span>
  )
}

/** Every pack at hand, with its state and where it came from. */
export function PackList() {
  const { t } = useText()
  const policies = usePolicies()
  if (policies.isError) return <ErrorNotice what={t('error.what.plan')} error={policies.error} onRetry={() => void policies.refetch()} />
  if (!policies.data) return <LoadingBlock rows={6} />
  return (
    <section className="block">
      <h2 className="section-title">{t('admin.packs')}</h2>
      <table className="figures figures-text pack-list">
        <thead>
          <tr>{(['title', 'rules', 'reported', 'origin', 'file'] as const).map((column) => <th key={column} scope="col">{t(`admin.columns.${column}`)}</th>)}</tr>
        </thead>
        <tbody>
          {policies.data.map((pack) => (
            <tr key={`${pack.id}-${pack.version ?? ''}`}>
              <th scope="row">
                <span className="rule-name" lang="zh-CN">{pack.title}</span>
                <span className="muted rule-ref" lang="zh-CN">
                  {pack.id} · {pack.region.name} {pack.region.code} · {pack.status === 'draft' ? <span className="stamp stamp-small">{pack.statusText}</span> : pack.statusText}
                </span>
              </th>
              <td>{formatCount(pack.ruleCount)}</td>
              <td>{formatCount(pack.reportedCount)}</td>
              <td>{pack.origin === 'built_in' ? t('admin.origin.built_in') : t('admin.origin.uploaded', { version: pack.version ?? '' })}</td>
              <td><Downloads pack={pack} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
