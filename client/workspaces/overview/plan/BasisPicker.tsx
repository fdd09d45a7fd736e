import { Select } from 'antd'
import { useText } from '../../../i18n/index.ts'
import type { Basis } from '../../../state/plan-basis.ts'
import type { PlanView } from '../../../state/plan-view.ts'
import { withBasis } from '../../../state/url-state.ts'
import { useUpdateUrl } from '../../../state/use-url-state.ts'

const realState = 'baseline'

/** What the plan is judged over: the real state, or a scenario of the county. */
export function BasisPicker({ view, basis }: { view: PlanView; basis: Basis }) {
  const { t } = useText()
  const update = useUpdateUrl()
  if (view.region?.level !== 'county' || (basis.choices.length === 0 && view.basis === null)) return null
  const options = basis.choices.map(({ id, name, archived }) => ({ value: id, label: t(archived ? 'basis.archived' : 'basis.scenario', { name }) }))
  const unknown = view.basis !== null && !options.some(({ value }) => value === view.basis) ? [{ value: view.basis, label: t('basis.scenario', { name: basis.name }) }] : []
  return (
    <label className="basis-picker">
      <span>{t('basis.label')}</span>
      <Select
        aria-label={t('basis.label')}
        value={view.basis ?? realState}
        options={[{ value: realState, label: t('basis.baseline') }, ...options, ...unknown]}
        onChange={(value: string) => update((state) => withBasis(state, value === realState ? null : value))}
        popupMatchSelectWidth={false}
        showSearch={{ optionFilterProp: 'label' }}
      />
    </label>
  )
}
