import { Radio } from 'antd'
import { useText } from '../../../i18n/index.ts'
import type { FieldsProps } from './choice.ts'
import { NumberField } from '../fields.tsx'

/** What a site costs, what may be spent, and how long may be thought. */
export function CostFields({ choice, faults, onChange }: FieldsProps) {
  const { t } = useText()
  const free = t('planner.optimise.free')
  return (
    <>
      <fieldset>
        <legend>{t('planner.optimise.costs')}</legend>
        <NumberField label={t('planner.cost.premises')} unit={t('planner.cost.perM2')} value={choice.premisesYuanPerM2} fault={faults.has('cost')} placeholder={t('planner.site.unknown')} onChange={(premisesYuanPerM2) => onChange({ premisesYuanPerM2 })} />
        <NumberField label={t('planner.cost.new')} unit={t('planner.cost.perM2')} value={choice.newYuanPerM2} fault={faults.has('cost')} placeholder={t('planner.site.unknown')} onChange={(newYuanPerM2) => onChange({ newYuanPerM2 })} />
        <NumberField label={t('planner.cost.site')} unit={t('planner.cost.yuan')} value={choice.yuanPerSite} fault={faults.has('cost')} placeholder={t('planner.site.unknown')} onChange={(yuanPerSite) => onChange({ yuanPerSite })} />
        <NumberField label={t('planner.cost.floorArea')} unit="m²" min={1} value={choice.floorAreaM2} placeholder={t('planner.site.unknown')} onChange={(floorAreaM2) => onChange({ floorAreaM2 })} />
        <NumberField label={t('planner.cost.budgetYuan')} unit={t('planner.cost.yuan')} value={choice.budgetYuan} placeholder={free} onChange={(budgetYuan) => onChange({ budgetYuan })} />
        <NumberField label={t('planner.cost.budgetM2')} unit="m²" value={choice.budgetM2} placeholder={free} onChange={(budgetM2) => onChange({ budgetM2 })} />
      </fieldset>
      <fieldset>
        <legend>{t('planner.optimise.method')}</legend>
        <Radio.Group value={choice.method} aria-label={t('planner.optimise.method')} onChange={(event) => onChange({ method: event.target.value as 'exact' | 'heuristic' })}>
          {(['exact', 'heuristic'] as const).map((value) => <Radio key={value} value={value}>{t(`planner.method.${value}`)}</Radio>)}
        </Radio.Group>
        <NumberField label={t('planner.optimise.time')} unit="s" min={1} max={600} whole value={choice.timeLimitSeconds} fault={faults.has('time')} onChange={(timeLimitSeconds) => onChange({ timeLimitSeconds })} />
        <NumberField label={t('planner.optimise.alternatives')} whole max={20} value={choice.alternatives} onChange={(alternatives) => onChange({ alternatives })} />
      </fieldset>
    </>
  )
}
