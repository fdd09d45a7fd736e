import { Button, Segmented } from 'antd'
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import type { ExamineDraftReply } from '../../../../server/contract/import-drafts.ts'
import { rowsPerPage, useDraftPages } from '../../../api/import-queries.ts'
import { formatCount } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { ErrorNotice } from '../../../shell/states.tsx'
import { useElementSize } from '../../../shell/use-element-size.ts'
import { withCell, withRowDropped } from '../../../state/import-draft.ts'
import type { DraftControl } from '../../../state/import-draft-store.ts'
import { GridRow } from './GridRow.tsx'

const rowHeight = 32
const overscan = 8

interface RowsGridProps {
  code: string
  draftId: string
  reply: ExamineDraftReply
  examinedAt: number
  control: DraftControl
}

/** The rows as the file has them, marked and mended in place. Arrow keys move, Enter or F2 edits, Esc leaves. */
export function RowsGrid({ code, draftId, reply, examinedAt, control }: RowsGridProps) {
  const { t } = useText()
  const { work, change, select, selectedRow } = control
  const [only, setOnly] = useState<'all' | 'problems'>('all')
  const [frame, size] = useElementSize<HTMLDivElement>()
  const scroller = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const [cell, setCell] = useState({ index: 0, column: 0 })
  const [editing, setEditing] = useState<string | null>(null)

  const height = Math.max(160, size.height)
  const first = Math.max(0, Math.floor(top / rowHeight) - overscan)
  const last = Math.ceil((top + height) / rowHeight) + overscan
  const pages = useMemo(() => Array.from({ length: Math.floor(last / rowsPerPage) - Math.floor(first / rowsPerPage) + 1 }, (_, i) => Math.floor(first / rowsPerPage) + i), [first, last])
  const answers = useDraftPages(code, draftId, examinedAt, only, pages)
  const failed = answers.find(({ isError }) => isError)
  const total = answers.find(({ data }) => data)?.data?.total ?? (only === 'all' ? reply.rowCount : 0)
  const rowAt = (index: number) => {
    const page = pages.indexOf(Math.floor(index / rowsPerPage))
    return page < 0 ? undefined : answers[page].data?.rows[index % rowsPerPage]
  }
  const columns = reply.columns
  const edits = useMemo(() => new Map(work.cells.map(({ row, column, value }) => [`${row} ${column}`, value])), [work.cells])
  const dropped = useMemo(() => new Set(work.dropRows), [work.dropRows])

  const bring = (index: number) => {
    const box = scroller.current
    if (!box) return
    const y = index * rowHeight
    if (y < box.scrollTop) box.scrollTop = y
    else if (y + 2 * rowHeight > box.scrollTop + box.clientHeight) box.scrollTop = y + 2 * rowHeight - box.clientHeight
  }
  // A row that the report or the map points at is brought into view: rows of a file stand in its own order.
  useEffect(() => {
    if (selectedRow === null || rowAt(cell.index)?.row === selectedRow) return
    const known = answers.flatMap(({ data }, page) => (data?.rows ?? []).map((row, i) => ({ row: row.row, index: pages[page] * rowsPerPage + i }))).find(({ row }) => row === selectedRow)
    const firstRow = rowAt(0)?.row ?? 1
    const index = known?.index ?? Math.min(Math.max(0, total - 1), Math.max(0, selectedRow - firstRow))
    setCell((before) => ({ ...before, index }))
    bring(index)
  }, [selectedRow, examinedAt]) // pages that arrive later must not move the view

  const go = (index: number, column: number) => {
    const next = { index: Math.min(Math.max(0, index), Math.max(0, total - 1)), column: Math.min(Math.max(0, column), columns.length - 1) }
    setCell(next)
    setEditing(null)
    bring(next.index)
    const row = rowAt(next.index)
    if (row) select(row.row)
  }
  const valueOf = (index: number, column: number): string => {
    const row = rowAt(index)
    if (!row) return ''
    const key = `${row.row} ${columns[column]}`
    return (edits.has(key) ? edits.get(key) : row.cells[column]) ?? ''
  }
  const commit = (text: string) => {
    const row = rowAt(cell.index)
    setEditing(null)
    scroller.current?.focus()
    if (row && text !== valueOf(cell.index, cell.column)) change((before) => withCell(before, row.row, columns[cell.column], text === '' ? null : text))
  }
  const keys = (event: KeyboardEvent) => {
    if (editing !== null || event.ctrlKey || event.metaKey || event.altKey) return
    const page = Math.max(1, Math.floor(height / rowHeight) - 2)
    const moves: Record<string, [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-page, 0], PageDown: [page, 0] }
    const move = moves[event.key]
    const row = rowAt(cell.index)
    if (move) go(cell.index + move[0], cell.column + move[1])
    else if (event.key === 'Home') go(event.shiftKey ? 0 : cell.index, 0)
    else if (event.key === 'End') go(event.shiftKey ? total - 1 : cell.index, columns.length - 1)
    else if ((event.key === 'Enter' || event.key === 'F2') && row) setEditing(valueOf(cell.index, cell.column))
    else if (event.key === 'Delete' && row) change((before) => withRowDropped(before, row.row))
    else return
    event.preventDefault()
  }
  const shown = Array.from({ length: Math.max(0, Math.min(total, last) - first) }, (_, i) => first + i)
  const current = rowAt(cell.index)
  return (
    <div className="rows-page">
      <div className="table-head">
        <Segmented
          size="small"
          value={only}
          options={[{ value: 'all' as const, label: t('imports.allRows') }, { value: 'problems' as const, label: t('imports.problemRows') }]}
          onChange={(value: 'all' | 'problems') => {
            setOnly(value)
            setCell({ index: 0, column: 0 })
            if (scroller.current) scroller.current.scrollTop = 0
          }}
        />
        <span className="muted">{t('imports.gridHint')}</span>
        <Button size="small" disabled={!current} onClick={() => current && change((before) => withRowDropped(before, current.row))}>
          {t(current && dropped.has(current.row) ? 'imports.takeRow' : 'imports.dropRow', { row: current?.row ?? '' })}
        </Button>
      </div>
      {failed && <ErrorNotice what={t('imports.rows')} error={failed.error!} onRetry={() => void failed.refetch()} />}
      <div className="rows-frame" ref={frame}>
        <div
          ref={scroller}
          className="rows-scroll"
          style={{ height }}
          role="grid"
          tabIndex={0}
          aria-label={t('imports.gridLabel')}
          aria-rowcount={total + 1}
          aria-colcount={columns.length + 1}
          aria-activedescendant={current ? `cell-${current.row}-${cell.column}` : undefined}
          onScroll={(event) => setTop(event.currentTarget.scrollTop)}
          onKeyDown={keys}
        >
          <div className="grid-line grid-header" role="row" aria-rowindex={1}>
            <span role="columnheader" className="grid-number">{t('imports.rowNumber')}</span>
            {columns.map((column, index) => <span key={`${index} ${column}`} role="columnheader" className="grid-cell" title={column}>{column}</span>)}
          </div>
          <div className="grid-body" role="rowgroup" style={{ height: total * rowHeight }}>
            {shown.map((index) => (
              <GridRow
                key={index}
                index={index}
                top={index * rowHeight}
                row={rowAt(index)}
                columns={columns}
                valueOf={(column) => valueOf(index, column)}
                isEdited={(column) => edits.has(`${rowAt(index)?.row} ${columns[column]}`)}
                dropped={dropped.has(rowAt(index)?.row ?? -1)}
                active={cell.index === index ? cell.column : null}
                editing={cell.index === index ? editing : null}
                problems={reply.problems}
                onPick={(column) => go(index, column)}
                onEdit={(column) => {
                  go(index, column)
                  setEditing(valueOf(index, column))
                }}
                onCommit={commit}
                onCancel={() => {
                  setEditing(null)
                  scroller.current?.focus()
                }}
              />
            ))}
          </div>
        </div>
      </div>
      <p className="muted">{t('imports.editCount', { cells: formatCount(work.cells.length), places: formatCount(work.places.length), rows: formatCount(work.dropRows.length) })}</p>
    </div>
  )
}
