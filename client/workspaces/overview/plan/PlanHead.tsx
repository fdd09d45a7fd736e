import { ReloadOutlined, SettingOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { formatCount, formatShortId, missing } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { ErrorText } from '../../../shell/states.tsx'
import { isOpen, type Basis } from '../../../state/plan-basis.ts'
import type { PlanView } from '../../../state/plan-view.ts'
import { withPlan } from '../../../state/url-state.ts'
import { useUpdateUrl } from '../../../state/use-url-state.ts'
import { isOwnPack, yearsOf } from '../../../tables/plan-rows.ts'
import { BasisPicker } from './BasisPicker.tsx'
import { ChangedChoices } from './ChangedChoices.tsx'
import { DraftStamp } from './DraftStamp.tsx'
import type { Evaluate } from './use-evaluate.ts'

export function PackPicker({ view }: { view: PlanView }) {
  const { t } = useText()
  const update = useUpdateUrl()
  const { region } = view
  return (
    <Select
      className="pack-picker"
      aria-label={t('plan.choosePack')}
      placeholder={t('plan.choosePack')}
      value={view.pack?.id}
      options={view.packs.map((pack) => {
        const draft = pack.status === 'draft' ? `（${pack.statusText}）` : ''
        const other = region && !isOwnPack(pack, region) ? ` · ${t('plan.otherPack')}` : ''
        return { value: pack.id, label: `${pack.title}${draft}${other}` }
      })}
      onChange={(pack: string) => update((state) => withPlan(state, { pack, year: null }))}
      popupMatchSelectWidth={false}
    />
  )
}

function YearPicker({ view }: { view: PlanView }) {
  const { t } = useText()
  const update = useUpdateUrl()
  if (!view.policy || view.year === null) return null
  const years = [...new Set([...yearsOf(view.policy), view.year])].sort((a, b) => a - b)
  return (
    <Select
      aria-label={t('plan.year')}
      value={view.year}
      options={years.map((year) => ({ value: year, label: t('plan.yearValue', { year }) }))}
      onChange={(year: number) => update((state) => withPlan(state, { year }))}
      popupMatchSelectWidth={false}
    />
  )
}

interface PlanHeadProps {
  view: PlanView
  basis: Basis
  evaluate: Evaluate
  onChoices: () => void
}

/** Which plan, which year, from which data; and what was declared otherwise. */
export function PlanHead({ view, basis, evaluate, onChoices }: PlanHeadProps) {
  const { t } = useText()
  const { pack, policy, evaluation, year } = view
  return (
    <div className="stack plan-head">
      <div className="filter-line">
        <PackPicker view={view} />
        <YearPicker view={view} />
        <BasisPicker view={view} basis={basis} />
        {pack && policy && (
          <Button
            type={evaluation ? 'default' : 'primary'} icon={<ReloadOutlined />} loading={evaluate.start.isPending}
            disabled={view.basis !== null && !isOpen(basis.scenario)} onClick={() => evaluate.evaluate()}
          >
            {view.basis === null ? t(evaluation ? 'plan.evaluate' : 'plan.evaluateFirst') : t(evaluation ? 'basis.again' : 'basis.evaluate', { name: basis.name })}
          </Button>
        )}
        {policy && policy.choices.length > 0 && (
          <Button icon={<SettingOutlined />} onClick={onChoices}>{t('plan.choicesButton', { n: policy.choices.length })}</Button>
        )}
      </div>
      {evaluate.start.error && <p className="field-error" role="alert">{t('plan.startFailed')}: <ErrorText error={evaluate.start.error} /></p>}
      {pack && (
        <p className="plan-document">
          <DraftStamp pack={pack} />
          {evaluation?.scenario && <span className="stamp stamp-scenario">{t('basis.stamp')}</span>}
          <strong lang="zh-CN">{t('plan.document', { title: policy?.document.title ?? pack.title, number: policy?.document.number ?? '' })}</strong>{' '}
          {pack.status === 'in_force' && <span className="muted" lang="zh-CN">{pack.statusText}{policy?.document.issued && ` · ${policy.document.issued}`}</span>}
          {evaluation && (
            <span className="plan-line">
              {t('plan.dataLine', { year: year ?? '', date: evaluation.dataDate ?? missing, run: formatShortId(evaluation.id) })}
              {evaluation.demo && ` · ${t('shell.demo')}`}
            </span>
          )}
        </p>
      )}
      {pack && !view.isOwn && <p className="adopted" role="note">{t('plan.otherPack')}</p>}
      {evaluation && evaluation.missingCounties.length > 0 && (
        <p className="adopted">
          {t('plan.missingCounties', { n: formatCount(evaluation.missingCounties.length), names: evaluation.missingCounties.map(({ name }) => name).join(t('common.separator')) })}
        </p>
      )}
      <ChangedChoices view={view}>
        <Button size="small" onClick={() => evaluate.evaluate({ choices: {}, adoptedThresholds: {} })}>{t('plan.backToDefaults')}</Button>
      </ChangedChoices>
    </div>
  )
}
