import { Alert, Button } from 'antd'
import { useId, useState } from 'react'
import type { PolicyCheck } from '../../../server/contract/policies.ts'
import { useCheckPolicy, useStorePolicy } from '../../api/plan-queries.ts'
import { formatCount } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { ErrorText } from '../../shell/states.tsx'
import { choiceValueWords } from './choice-words.ts'

/** The server takes 1 MB of JSON around it. */
const yamlBytesMost = 900_000

function Problems({ problems }: { problems: PolicyCheck['problems'] }) {
  const { t, say } = useText()
  return (
    <table className="figures figures-text pack-problems">
      <thead>
        <tr>{(['line', 'field', 'message', 'fix'] as const).map((column) => <th key={column} scope="col">{t(`admin.problem.${column}`)}</th>)}</tr>
      </thead>
      <tbody>
        {problems.map((problem, index) => (
          <tr key={index}>
            <th scope="row">{problem.row ?? ''}</th>
            <td>{problem.column}{problem.value !== undefined && <> <code>{problem.value}</code></>}</td>
            <td className={problem.severity === 'error' ? 'gap-text' : undefined}>{say(problem.message)} <span className="muted">{problem.code}</span></td>
            <td>{problem.fix && say(problem.fix)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Preview({ preview }: { preview: NonNullable<PolicyCheck['preview']> }) {
  const { t, word, say } = useText()
  const { summary, choices } = preview
  return (
    <section className="card">
      <h3>{t('admin.preview')}</h3>
      <p lang="zh-CN"><strong>{summary.title}</strong> · {summary.id} · {summary.region.name} {summary.region.code} · {summary.statusText} · {summary.period.join('–')}</p>
      <p>{t('admin.ruleCount', { n: formatCount(summary.ruleCount) })}；{t('admin.reportedCount', { n: formatCount(summary.reportedCount) })}；{t('admin.choiceCount', { n: formatCount(choices.length) })}</p>
      <dl className="facts">
        {Object.entries(summary.countsByKind).map(([kind, count]) => (
          <div key={kind}>
            <dt>{word('ruleKind', kind)}</dt>
            <dd>{formatCount(count)}</dd>
          </div>
        ))}
      </dl>
      <ul className="notes">
        {choices.map((choice) => <li key={choice.id}>{say(choice.label)}: {choiceValueWords(t, choice.default)}</li>)}
      </ul>
    </section>
  )
}

/** A pack of one's own: checked line by line, previewed, then stored. */
export function UploadPack() {
  const { t } = useText()
  const inputId = useId()
  const check = useCheckPolicy()
  const store = useStorePolicy()
  const [yaml, setYaml] = useState<string | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)

  const read = async (file: File | undefined) => {
    store.reset()
    check.reset()
    setYaml(null)
    setTrouble(null)
    if (!file) return
    if (file.size > yamlBytesMost) return setTrouble(t('admin.tooLarge'))
    const text = await file.text().catch(() => null)
    if (text === null) return setTrouble(t('admin.readFailed'))
    setYaml(text)
    check.mutate(text)
  }
  const errors = check.data?.problems.filter(({ severity }) => severity === 'error').length ?? 0
  const preview = check.data?.preview ?? null
  return (
    <section className="block">
      <h2 className="section-title">{t('admin.upload')}</h2>
      <p className="muted">{t('admin.uploadHint')}</p>
      <div className="field">
        <label htmlFor={inputId}>{t('admin.choose')}</label>
        {/* The same file chosen again after mending must be read again. */}
        <input id={inputId} type="file" accept=".yaml,.yml" onClick={(event) => { event.currentTarget.value = '' }} onChange={(event) => void read(event.target.files?.[0])} />
      </div>
      {trouble && <p className="field-error" role="alert">{trouble}</p>}
      {check.error && <p className="field-error" role="alert"><ErrorText error={check.error} /></p>}
      {check.data && (
        <Alert type={preview ? 'success' : 'error'} showIcon role="status" title={preview ? t('admin.sound') : t('admin.unsound', { n: formatCount(errors) })} />
      )}
      {check.data && check.data.problems.length > 0 && <Problems problems={check.data.problems} />}
      {preview && (
        <>
          <Preview preview={preview} />
          {store.error && <p className="field-error" role="alert">{t('admin.saveFailed')}: <ErrorText error={store.error} /></p>}
          {store.data && (
            <p role="status">{store.data.created ? t('admin.saved', { id: store.data.id, version: store.data.version }) : t('admin.unchanged', { version: store.data.version })}</p>
          )}
          <Button type="primary" className="save-pack" loading={store.isPending} disabled={store.data !== undefined} onClick={() => yaml !== null && store.mutate({ id: preview.summary.id, yaml })}>
            {t('admin.save')}
          </Button>
        </>
      )}
    </section>
  )
}
