import { countChanges, type RuleChange, type RuleDelta } from '../../../../server/contract/evaluation-deltas.ts'
import { formatCount } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'

/** Most telling first; the first two go by name. */
const order: readonly RuleChange[] = ['becomes_met', 'ceases_to_be_met', 'other_status', 'other_figures', 'one_sided', 'same']
const named: readonly RuleChange[] = ['becomes_met', 'ceases_to_be_met']

/** How many rules turn, which of them, and how many stay. */
export function DeltaCounts({ deltas }: { deltas: readonly RuleDelta[] }) {
  const { t } = useText()
  const counts = countChanges(deltas)
  if (counts.same === deltas.length) return <p>{t('basis.delta.none', { total: formatCount(deltas.length) })}</p>
  return (
    <ul className="delta-counts">
      {order.filter((change) => counts[change] > 0 || change === 'becomes_met').map((change) => {
        const names = named.includes(change) ? deltas.filter((delta) => delta.change === change).map(({ name }) => name) : []
        return (
          <li key={change} className={`delta-${change}`}>
            {t(`basis.delta.${change}`, { n: formatCount(counts[change]) })}
            {names.length > 0 && <span lang="zh-CN">{t('basis.delta.names', { names: names.join(t('common.separator')) })}</span>}
          </li>
        )
      })}
    </ul>
  )
}
