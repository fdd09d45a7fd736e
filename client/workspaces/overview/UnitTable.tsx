import { RightOutlined } from '@ant-design/icons'
import { useMemo } from 'react'
import type { UnitSummaryRow } from '../../../server/contract/run-details.ts'
import { formatCount, formatEldersBeside, formatMetres, formatRate, formatRateInterval, missing } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { useElementSize } from '../../shell/use-element-size.ts'
import { useUpdateUrl } from '../../state/use-url-state.ts'
import { eldersShown, rateTellsSmallCount, type EldersShown } from '../../../server/contract/privacy.ts'
import { summaryAt, type UnitNode } from '../../tables/unit-tree.ts'

/** From here on there is room for a column a limit. */
const bandFromPixels = 520

const eldersOf = (row: UnitSummaryRow) => row.residents60Plus.known + row.residents60Plus.unlocated

interface UnitLineProps {
  node: UnitNode
  limitMetres: number
  withBand: boolean
  failing: boolean
  shown: { covered: EldersShown; all: EldersShown }
  onOpen: (() => void) | undefined
}

function UnitLine({ node, limitMetres, withBand, failing, shown, onOpen }: UnitLineProps) {
  const { t, say } = useText()
  const row = summaryAt(node, limitMetres)
  const elders = row.residents60Plus
  const hidden = rateTellsSmallCount(elders) || shown.covered !== 'exact' || shown.all !== 'exact'
  return (
    <tr>
      <th scope="row">
        {onOpen ? (
          <button type="button" className="row-link unit-link" aria-label={t('units.open', { name: say(node.name) })} onClick={onOpen}>
            {say(node.name)} <RightOutlined aria-hidden="true" />
          </button>
        ) : (
          say(node.name)
        )}
        {failing && <span className="unit-failing">▲ {t('units.failing')}</span>}
      </th>
      <td>
        {formatEldersBeside(elders.covered, shown.covered)} / {formatEldersBeside(eldersOf(row), shown.all)}
      </td>
      <td>{hidden ? <span title={t('units.tooFew')}>{missing}</span> : formatRateInterval(elders.rateLower, elders.rateUpper)}</td>
      {withBand && node.byLimit.map((entry) => (
        <td key={entry.limitMetres} className={entry.limitMetres === limitMetres ? 'current' : undefined}>
          {hidden || rateTellsSmallCount(entry.residents60Plus) ? missing : formatRate(entry.residents60Plus.rateLower)}
        </td>
      ))}
      <td>{formatCount(row.residents.known + row.residents.unlocated)}</td>
    </tr>
  )
}

interface UnitTableProps {
  caption: string
  nodes: readonly UnitNode[]
  limitMetres: number
  failingIds: ReadonlySet<string>
  /** False for city and country, which are no units to go into. */
  drills?: boolean
}

/** Units with their elders; in the order of the register, since rankings are off unless asked for. */
export function UnitTable({ caption, nodes, limitMetres, failingIds, drills = true }: UnitTableProps) {
  const { t } = useText()
  const update = useUpdateUrl()
  const [frame, size] = useElementSize<HTMLDivElement>()
  const withBand = size.width >= bandFromPixels
  const limits = nodes[0]?.byLimit.map((row) => row.limitMetres) ?? []
  const shown = useMemo(() => {
    const rows = nodes.map((node) => summaryAt(node, limitMetres))
    return { covered: eldersShown(rows.map((row) => row.residents60Plus.covered)), all: eldersShown(rows.map(eldersOf)) }
  }, [nodes, limitMetres])
  return (
    <div ref={frame}>
      <table className="figures unit-table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('units.columns.name')}</th>
            <th scope="col">{t('units.columns.covered')}</th>
            <th scope="col">{t('units.columns.rate')}</th>
            {withBand && limits.map((limit) => <th key={limit} scope="col">{formatMetres(limit)}</th>)}
            <th scope="col">{t('units.columns.residents')}</th>
          </tr>
        </thead>
        <tbody>
          {nodes.map((node, index) => (
            <UnitLine
              key={node.id}
              node={node}
              limitMetres={limitMetres}
              withBand={withBand}
              failing={failingIds.has(node.id)}
              shown={{ covered: shown.covered[index], all: shown.all[index] }}
              onOpen={drills && node.level !== null ? () => update((state) => ({ ...state, unit: node.id })) : undefined}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}
