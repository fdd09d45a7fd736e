import { CopyOutlined, DownloadOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { formatCount, formatShortId, missing } from '../format.ts'
import { useText } from '../i18n/index.ts'
import { useCountyView } from '../state/county-view.ts'
import { toCsv, type CsvCell } from '../tables/csv.ts'
import { copyText, saveFile } from './save-file.ts'

export interface ExportedTable {
  headings: readonly string[]
  rows: readonly (readonly CsvCell[])[]
}

interface TableExportProps {
  code: string
  title: string
  /** How many rows are shown: the file has exactly these. */
  count: number
  table: () => ExportedTable
}

interface ExportButtonsProps {
  fileName: string
  count: number
  csv: () => string
}

/** Copies or downloads a table as text. */
export function ExportButtons({ fileName, count, csv }: ExportButtonsProps) {
  const { t } = useText()
  const { message } = App.useApp()
  const copy = async () => {
    const done = await copyText(csv())
    if (done) void message.success(t('tables.copied', { n: formatCount(count) }))
    else void message.error(t('tables.copyFailed'))
  }
  const download = () => {
    saveFile(fileName, csv(), 'text/csv;charset=utf-8')
    void message.success(t('tables.saved', { n: formatCount(count) }))
  }
  return (
    <span className="table-export">
      <Button size="small" icon={<CopyOutlined />} disabled={count === 0} onClick={() => void copy()}>
        {t('tables.copy')}
      </Button>
      <Button size="small" icon={<DownloadOutlined />} disabled={count === 0} onClick={download}>
        {t('tables.download')}
      </Button>
    </span>
  )
}

/** The rows on screen as a file, with their method and, for samples, the demo mark on top. */
export function TableExport({ code, title, count, table }: TableExportProps) {
  const { t, say, nameOf } = useText()
  const { detail, summary, runId } = useCountyView(code)
  const csv = () => {
    const shown = summary.data
    const method = shown?.coverage ? `${say(shown.coverage.methodLine)} · ` : ''
    const comments = [
      `${detail.data ? nameOf(detail.data) : code} · ${title} · ${t('tables.rowCount', { n: formatCount(count) })}`,
      method + t('shell.methodTail', { date: shown?.dataDate ?? missing, run: formatShortId(runId) }),
      ...(detail.data?.demo ? [`${t('shell.demo')} · ${t('shell.demoHint')}`] : []),
    ]
    const { headings, rows } = table()
    return toCsv(comments, headings, rows)
  }
  return <ExportButtons fileName={`${code}-${title}-${formatShortId(runId)}.csv`} count={count} csv={csv} />
}
