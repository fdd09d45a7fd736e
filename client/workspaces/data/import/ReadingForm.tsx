import { Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import type { ExamineDraftReply, ImportDraft } from '../../../../server/contract/import-drafts.ts'
import { useImportKinds } from '../../../api/import-queries.ts'
import { formatCount } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { headerText, parseHeaderRows, withReading, type DraftWork } from '../../../state/import-draft.ts'

interface ReadingFormProps {
  draft: ImportDraft
  kind: string | null
  work: DraftWork
  reply: ExamineDraftReply | null
  change: (next: (work: DraftWork) => DraftWork) => void
}

const encodings = ['UTF-8', 'GB18030', 'UTF-16LE', 'Big5']
const textFormats = /\.(csv|txt|tsv|dbf|shp|zip)$/i

/** What the file is read as: kind, layer, encoding, header. */
export function ReadingForm({ draft, kind, work, reply, change }: ReadingFormProps) {
  const { t, say } = useText()
  const kinds = useImportKinds()
  const chosen = kinds.data?.find(({ id }) => id === kind)
  const proposed = new Set(draft.proposedKinds)
  const listed = [...(kinds.data ?? [])].sort((a, b) => rank(a.id) - rank(b.id))
  function rank(id: string): number {
    const at = draft.proposedKinds.indexOf(id)
    return at < 0 ? draft.proposedKinds.length : at
  }
  return (
    <>
      <div className="reading-form">
        <label>
          <span>{t('imports.kind')}</span>
          <Select
            size="small"
            showSearch={{ optionFilterProp: 'label' }}
            value={kind ?? undefined}
            placeholder={t('imports.chooseKind')}
            options={listed.map((item) => ({ value: item.id, label: `${say(item.label)}${proposed.has(item.id) ? ` · ${t('imports.proposed')}` : ''}${item.stored ? '' : ` · ${t('imports.examinedOnly')}`}` }))}
            onChange={(value: string) => change((before) => withReading(before, { kind: value }))}
          />
        </label>
        {draft.layers.length > 1 && (
          <label>
            <span>{t('imports.layer')}</span>
            <Select
              size="small"
              allowClear
              value={work.layer ?? undefined}
              placeholder={t('imports.layerAuto')}
              options={draft.layers.map(({ name, rows }) => ({ value: name, label: t('imports.layerRows', { name, n: formatCount(rows) }) }))}
              onChange={(value: string | undefined) => change((before) => withReading(before, { layer: value ?? null }))}
            />
          </label>
        )}
        {draft.fileNames.some((name) => textFormats.test(name)) && (
          <label>
            <span>{t('imports.encoding')}</span>
            <Select
              size="small"
              allowClear
              value={work.encoding ?? undefined}
              placeholder={t('imports.encodingAuto')}
              options={encodings.map((value) => ({ value, label: value === 'GB18030' ? 'GBK / GB18030' : value }))}
              onChange={(value: string | undefined) => change((before) => withReading(before, { encoding: value ?? null }))}
            />
          </label>
        )}
        <HeaderRows key={headerText(work.header)} work={work} found={reply?.headerRows ?? null} change={change} />
      </div>
      {chosen?.notice && <p className="hint">{say(chosen.notice)}</p>}
    </>
  )
}

function HeaderRows({ work, found, change }: { work: DraftWork; found: { fromRow: number; toRow: number } | null; change: ReadingFormProps['change'] }) {
  const { t } = useText()
  const [text, setText] = useState(headerText(work.header))
  const [wrong, setWrong] = useState(false)
  useEffect(() => setWrong(false), [text])
  const commit = () => {
    if (text.trim() === '') return change((before) => (before.header ? withReading(before, { header: null }) : before))
    const header = parseHeaderRows(text)
    if (!header) return setWrong(true)
    change((before) => (headerText(before.header) === headerText(header) ? before : withReading(before, { header })))
  }
  if (!found && !work.header) return null
  return (
    <label>
      <span>{t('imports.headerRows')}</span>
      <Input
        size="small"
        className="header-rows"
        value={text}
        status={wrong ? 'error' : undefined}
        aria-invalid={wrong}
        placeholder={headerText(found)}
        title={wrong ? t('imports.headerWrong') : t('imports.headerHint')}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onPressEnter={commit}
      />
    </label>
  )
}
