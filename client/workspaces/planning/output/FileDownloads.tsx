import { DownloadOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useEffect, useId, useRef, useState } from 'react'
import type { OutputCrs } from '../../../../server/contract/outputs.ts'
import { getFile } from '../../../api/client.ts'
import { useText } from '../../../i18n/index.ts'
import { saveBlob } from '../../../shell/save-file.ts'
import { ErrorText } from '../../../shell/states.tsx'
import { useCountyView } from '../../../state/county-view.ts'
import { usePlanning } from '../../../state/planning/planning-context.tsx'
import type { ScenarioState } from '../../../state/planning/scenario-store.ts'
import { fileSize } from '../../data/import/file-limits.ts'
import { fileFormats, pathOfFile, systemFor, systemsOf, systemWords, type FileFormat } from './file-choice.ts'

/** The scenario as a file of one's choice: format, coordinate system, and what came of it. */
export function FileDownloads({ code, scenario }: { code: string; scenario: ScenarioState }) {
  const { t, language } = useText()
  const { baseRunId } = usePlanning()
  const { detail } = useCountyView(code)
  const [format, setFormat] = useState<FileFormat>('gpkg')
  const [chosen, setChosen] = useState<OutputCrs>('degrees')
  const [formatId, crsId, hintId] = [useId(), useId(), useId()]
  const { record, changes, unsaved, saving } = scenario
  const crs = systemFor(format, chosen)
  const work = useRef<AbortController | null>(null)
  useEffect(() => () => work.current?.abort(), [])
  const { mutate, reset, isPending, data, error } = useMutation({
    mutationFn: async () => {
      work.current = new AbortController()
      const path = pathOfFile({ code, scenarioId: record.id, revision: record.revision, runId: baseRunId, format, crs, language })
      const { name, content } = await getFile(path, work.current.signal)
      saveBlob(name, content)
      return { name, bytes: content.size }
    },
  })
  // What came of it may lie below the panel's edge.
  const outcome = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (data || error) outcome.current?.scrollIntoView({ block: 'nearest' })
  }, [data, error])
  const stop = () => {
    work.current?.abort()
    reset()
  }
  const waiting = unsaved || saving
  const bbox = detail.data?.bbox
  const hint = changes.length === 0 ? t('planner.output.files.empty') : waiting ? t('planner.output.files.unsaved', { revision: record.revision }) : t(`planner.output.files.holds.${format}`)
  return (
    <fieldset className="file-downloads" aria-busy={isPending}>
      <legend className="visually-hidden">{t('planner.output.files.legend')}</legend>
      <label htmlFor={formatId}>{t('planner.output.files.format')}</label>
      <Select<FileFormat>
        id={formatId}
        size="small"
        value={format}
        disabled={isPending}
        options={(Object.keys(fileFormats) as FileFormat[]).map((value) => ({ value, label: t(`planner.output.files.formats.${value}`) }))}
        onChange={(value) => {
          setFormat(value)
          reset()
        }}
      />
      {crs && bbox && (
        <>
          <label htmlFor={crsId}>{t('planner.output.files.crs')}</label>
          <Select<OutputCrs>
            id={crsId}
            size="small"
            value={crs}
            disabled={isPending}
            options={systemsOf(format).map((value) => ({ value, label: t(`planner.output.files.systems.${value}`, systemWords(bbox, value)) }))}
            onChange={(value) => {
              setChosen(value)
              reset()
            }}
          />
        </>
      )}
      <p className="muted" id={hintId}>{hint}{changes.length > 0 && baseRunId === null && ` ${t('planner.output.files.noRun')}`}</p>
      <div className="file-downloads-foot" ref={outcome}>
        <Button size="small" type="primary" icon={<DownloadOutlined />} loading={isPending} disabled={changes.length === 0 || waiting} aria-describedby={hintId} onClick={() => mutate()}>
          {t('planner.output.files.download')}
        </Button>
        {isPending && <Button size="small" onClick={stop}>{t('planner.output.files.stop')}</Button>}
        <span role="status">
          {isPending && t('planner.output.files.making')}
          {data && !isPending && t('planner.output.files.saved', { name: data.name, size: fileSize(data.bytes) })}
        </span>
        {error && !isPending && <p className="field-error" role="alert">{t('planner.output.files.failed')} <ErrorText error={error} /></p>}
      </div>
    </fieldset>
  )
}
