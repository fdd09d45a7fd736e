import { Input, Tooltip } from 'antd'
import type { DraftRows, ExamineDraftReply } from '../../../../server/contract/import-drafts.ts'
import { useText } from '../../../i18n/index.ts'
import { SeverityIcon, type Severity } from './SeverityIcon.tsx'

interface GridRowProps {
  index: number
  top: number
  row: DraftRows['rows'][number] | undefined
  columns: readonly string[]
  valueOf: (column: number) => string
  isEdited: (column: number) => boolean
  dropped: boolean
  active: number | null
  editing: string | null
  problems: ExamineDraftReply['problems']
  onPick: (column: number) => void
  onEdit: (column: number) => void
  onCommit: (text: string) => void
  onCancel: () => void
}

const gravity: Severity[] = ['error', 'question', 'warning']

function worst(problems: readonly { severity: Severity }[]): Severity | null {
  return gravity.find((severity) => problems.some((problem) => problem.severity === severity)) ?? null
}

/** One row: its number and state, its cells with what is wrong in each. */
export function GridRow({ index, top, row, columns, valueOf, isEdited, dropped, active, editing, problems, onPick, onEdit, onCommit, onCancel }: GridRowProps) {
  const { t, say } = useText()
  if (!row) return <div className="grid-line grid-waiting" style={{ top }} role="row" aria-rowindex={index + 2} />
  const whole = row.problems.filter(({ column }) => column === null || !columns.includes(column))
  const words = (list: readonly { code: string; column: string | null }[]) =>
    list.map(({ code, column }) => {
      const found = problems.find((problem) => problem.row === row.row && problem.code === code && (problem.column ?? null) === column) ?? problems.find((problem) => problem.code === code)
      return <p key={`${code} ${column}`}>{found ? say(found.message) : code}{found?.fix && <><br />{say(found.fix)}</>}</p>
    })
  const state = dropped ? 'left_out' : row.state
  const rowWorst = worst(whole)
  return (
    <div className={`grid-line grid-${state}${active !== null ? ' grid-current' : ''}`} style={{ top }} role="row" aria-rowindex={index + 2} aria-label={t(`imports.state.${state}`)}>
      <span role="rowheader" className="grid-number" title={t(`imports.state.${state}`)}>
        {rowWorst && <Tooltip title={words(whole)}><span><SeverityIcon severity={rowWorst} /></span></Tooltip>} {row.row}
      </span>
      {columns.map((column, position) => {
        const own = row.problems.filter((problem) => problem.column === column)
        const severity = worst(own)
        const current = active === position
        if (current && editing !== null) return <CellEditor key={position} column={column} text={editing} onCommit={onCommit} onCancel={onCancel} />
        const text = valueOf(position)
        const content = (
          <span
            key={position}
            id={`cell-${row.row}-${position}`}
            role="gridcell"
            aria-selected={current}
            className={`grid-cell${current ? ' cell-active' : ''}${severity ? ` cell-${severity}` : ''}${isEdited(position) || row.edited.includes(position) ? ' cell-edited' : ''}`}
            title={severity ? undefined : text}
            onClick={() => onPick(position)}
            onDoubleClick={() => onEdit(position)}
          >
            {severity && <SeverityIcon severity={severity} />}
            {text}
          </span>
        )
        return severity ? <Tooltip key={position} title={words(own)}>{content}</Tooltip> : content
      })}
    </div>
  )
}

function CellEditor({ column, text, onCommit, onCancel }: { column: string; text: string; onCommit: (text: string) => void; onCancel: () => void }) {
  const { t } = useText()
  return (
    <span role="gridcell" className="grid-cell cell-editing">
      <Input
        size="small"
        autoFocus
        defaultValue={text}
        maxLength={2000}
        aria-label={t('imports.editCell', { column })}
        onBlur={(event) => onCommit(event.target.value)}
        onKeyDown={(event) => {
          event.stopPropagation()
          if (event.key === 'Enter') onCommit(event.currentTarget.value)
          else if (event.key === 'Escape') onCancel()
        }}
      />
    </span>
  )
}
