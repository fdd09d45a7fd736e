import { FileAddOutlined } from '@ant-design/icons'
import { Alert, Button, Progress } from 'antd'
import { useEffect, useId, useRef, useState, type DragEvent } from 'react'
import type { ImportDraft } from '../../../../server/contract/import-drafts.ts'
import { templateAddress, uploadDraft, useDiscardDraft, useDrafts, useImportKinds, useKeepDraft } from '../../../api/import-queries.ts'
import { formatInstant, toPercent } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { ErrorNotice, ErrorText, LoadingBlock } from '../../../shell/states.tsx'
import { forgetDraft } from '../../../state/import-draft-store.ts'
import { useUpdateUrl } from '../../../state/use-url-state.ts'
import { fileSize, mostFileBytes, mostFiles } from './file-limits.ts'

const accepted = '.xlsx,.xls,.et,.csv,.txt,.tsv,.zip,.shp,.shx,.dbf,.prj,.cpg,.gpkg,.geojson,.json,.ndjson,.geojsonl,.kml,.kmz,.dxf,.fgb,.pbf,.osm,.graphml,.tif,.tiff'

/** Choose or drop a file; it is only looked at, nothing is stored by it. */
export function UploadPage({ code }: { code: string }) {
  const { t } = useText()
  const update = useUpdateUrl()
  const inputId = useId()
  const [share, setShare] = useState<number | null>(null)
  const [over, setOver] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const sending = useRef<AbortController | null>(null)
  const keepDraft = useKeepDraft(code)
  useEffect(() => () => sending.current?.abort(), [])
  useNoDropOutside()

  const send = async (files: readonly File[]) => {
    if (files.length === 0 || sending.current) return
    setError(null)
    setRefusal(null)
    if (files.length > mostFiles) return setRefusal(t('imports.tooMany', { n: mostFiles }))
    if (files.reduce((sum, { size }) => sum + size, 0) > mostFileBytes) return setRefusal(t('imports.tooLarge', { size: fileSize(mostFileBytes) }))
    if (files.some(({ size }) => size === 0)) return setRefusal(t('imports.emptyFile'))
    const controller = new AbortController()
    sending.current = controller
    setShare(0)
    try {
      const draft = await uploadDraft(code, files, setShare, controller.signal)
      keepDraft(draft)
      update((state) => ({ ...state, view: 'import', draft: draft.id }))
    } catch (cause) {
      if (!controller.signal.aborted) setError(cause as Error)
    } finally {
      sending.current = null
      setShare(null)
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    // A FileGDB is a folder; a browser passes on its name and nothing in it.
    if ([...event.dataTransfer.items].some((item) => item.webkitGetAsEntry()?.isDirectory)) return setRefusal(t('imports.folder'))
    void send([...event.dataTransfer.files])
  }
  return (
    <div className="stack import-scroll">
      <p className="hint">{t('imports.classified')}</p>
      <div
        className={over ? 'drop-zone drop-zone-over' : 'drop-zone'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <FileAddOutlined aria-hidden="true" />
        <label htmlFor={inputId} className="drop-label">{t('imports.drop')}</label>
        <input
          id={inputId}
          className="drop-input"
          type="file"
          multiple
          accept={accepted}
          disabled={share !== null}
          onClick={(event) => {
            // The same file chosen again after mending must be read again.
            event.currentTarget.value = ''
          }}
          onChange={(event) => void send([...(event.target.files ?? [])])}
        />
        <p className="muted">{t('imports.formats')}</p>
        <p className="muted">{t('imports.limits', { size: fileSize(mostFileBytes) })}</p>
        {share !== null && (
          <div className="upload-line">
            <Progress percent={toPercent(share)} size="small" aria-label={t('imports.uploading')} />
            <span>{t(share < 1 ? 'imports.uploading' : 'imports.receiving')}</span>
            <Button size="small" onClick={() => sending.current?.abort()}>{t('imports.cancelUpload')}</Button>
          </div>
        )}
      </div>
      {refusal && <Alert type="error" showIcon title={refusal} />}
      {error && <Alert type="error" showIcon title={t('imports.uploadFailed')} description={<ErrorText error={error} />} />}
      <OpenDrafts code={code} />
      <Templates />
    </div>
  )
}

/** A file dropped beside the zone would be opened by the browser in place of this page: it is let fall. */
function useNoDropOutside() {
  useEffect(() => {
    const refuse = (event: globalThis.DragEvent) => event.preventDefault()
    window.addEventListener('dragover', refuse)
    window.addEventListener('drop', refuse)
    return () => {
      window.removeEventListener('dragover', refuse)
      window.removeEventListener('drop', refuse)
    }
  }, [])
}

/** Files that wait: whoever was interrupted goes on where they were. */
function OpenDrafts({ code }: { code: string }) {
  const { t } = useText()
  const update = useUpdateUrl()
  const drafts = useDrafts(code)
  const discard = useDiscardDraft(code)
  if (drafts.isError) return <ErrorNotice what={t('imports.waiting')} error={drafts.error} onRetry={() => void drafts.refetch()} />
  if (!drafts.data || drafts.data.length === 0) return null
  const remove = (draft: ImportDraft) => discard.mutate(draft.id, { onSuccess: () => forgetDraft(draft.id) })
  return (
    <section className="stack">
      <h2 className="section-title">{t('imports.waiting')}</h2>
      <ul className="draft-list">
        {drafts.data.map((draft) => (
          <li key={draft.id}>
            <span>
              <strong>{draft.fileNames.join(t('common.separator'))}</strong>
              <br />
              <span className="muted">{t('imports.draftFacts', { size: fileSize(draft.bytes), at: formatInstant(draft.createdAt), until: formatInstant(draft.expiresAt) })}</span>
            </span>
            <span className="button-line">
              <Button size="small" type="primary" onClick={() => update((state) => ({ ...state, draft: draft.id }))}>{t('imports.goOn')}</Button>
              <Button size="small" loading={discard.isPending && discard.variables === draft.id} onClick={() => remove(draft)}>{t('imports.discard')}</Button>
            </span>
          </li>
        ))}
      </ul>
      {discard.error && <p className="field-error" role="alert"><ErrorText error={discard.error} /></p>}
    </section>
  )
}

function Templates() {
  const { t, say } = useText()
  const kinds = useImportKinds()
  if (kinds.isError) return <ErrorNotice what={t('imports.kinds')} error={kinds.error} onRetry={() => void kinds.refetch()} />
  if (!kinds.data) return <LoadingBlock rows={4} />
  return (
    <section className="stack">
      <h2 className="section-title">{t('imports.kinds')}</h2>
      <p className="muted">{t('imports.kindsHint')}</p>
      <ul className="kind-list">
        {kinds.data.map((kind) => (
          <li key={kind.id}>
            <span>{say(kind.label)}{!kind.stored && <span className="muted"> {t('imports.examinedOnly')}</span>}</span>
            {kind.hasTemplate ? <a href={templateAddress(kind.id)} download>{t('imports.template')}</a> : <span className="muted">{t('imports.noTemplate')}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}
