import { Button, Drawer } from 'antd'
import type { ReactNode } from 'react'
import type { EvaluationReply, RuleResultReply } from '../../../../server/contract/evaluations.ts'
import { useText } from '../../../i18n/index.ts'
import { RuleStatusTag } from '../../../shell/VerdictTag.tsx'
import type { PlanView } from '../../../state/plan-view.ts'
import { choicesNamedIn, tellsCityFromCountry } from '../../../tables/plan-rows.ts'
import { ChoicesForm } from './ChoicesForm.tsx'
import { CountyShares } from './CountyShares.tsx'
import { DraftStamp } from './DraftStamp.tsx'
import { FailingList } from './FailingList.tsx'
import { Listed, RuleClause, RuleFormula, RulePath, RuleVariants } from './RuleFacts.tsx'
import { ThresholdForm } from './ThresholdForm.tsx'
import type { Evaluate } from './use-evaluate.ts'

const drawerPixels = 420

/** Beside the map, without a mask: table and map stay in use. */
export function MapDrawer({ open, title, onClose, children }: { open: boolean; title: ReactNode; onClose: () => void; children: ReactNode }) {
  const { t } = useText()
  return (
    <Drawer
      open={open}
      onClose={onClose}
      mask={false}
      getContainer={() => document.querySelector<HTMLElement>('.map-frame') ?? document.body}
      size={drawerPixels}
      rootClassName="area-drawer rule-drawer"
      destroyOnHidden
      closable={{ 'aria-label': t('common.close') }}
      title={title}
    >
      {children}
    </Drawer>
  )
}

interface GroundsProps {
  code: string
  view: PlanView
  reply: EvaluationReply
  rule: RuleResultReply
  evaluate: Evaluate
  /** The entry form of a rule that only a person can answer. */
  entry: ReactNode
}

/** Whether only words stand between the figure and a verdict: a threshold of the user's own may then judge it. */
function takesThreshold({ status, value, parts }: RuleResultReply, adopted: boolean): boolean {
  return adopted || (status === 'qualitative' && value !== null && parts.length === 1)
}

/** The grounds of one rule: clause, formula, what it rests on, who fails, and what may be declared otherwise. */
export function RuleGrounds({ code, view, reply, rule, evaluate, entry }: GroundsProps) {
  const { t, say } = useText()
  const { evaluation } = reply
  const compute = view.policy?.rules.find(({ id }) => id === rule.id)?.compute
  const named = [...choicesNamedIn(compute), ...(tellsCityFromCountry(rule) ? choicesNamedIn(view.policy?.placeClass) : [])]
  const choices = view.policy?.choices.filter(({ id }) => named.includes(id)) ?? []
  const started = () => undefined
  return (
    <div className="stack">
      <p className="drawer-tags">
        <RuleStatusTag status={rule.status} /> <DraftStamp pack={evaluation.pack} />
        {evaluation.scenario && <span className="stamp stamp-scenario">{t('basis.stampOf', evaluation.scenario)}</span>}
        {!evaluation.ownJurisdiction && <span className="tag-adopted">{t('plan.otherPack')}</span>}
      </p>
      {rule.adopted && <p className="adopted">{say(rule.adopted)}</p>}
      <RuleClause rule={rule} evaluation={evaluation} />
      {entry}
      <RuleFormula rule={rule} />
      {evaluation.region.level === 'prefecture' && <CountyShares reply={reply} rule={rule} regions={view.regions.data ?? []} />}
      {rule.conflict && <p className="adopted"><strong>{t('plan.drawer.conflict')}: </strong>{say(rule.conflict)}</p>}
      <Listed title={t('plan.drawer.lacking')} items={rule.lacking} />
      <Listed title={t('plan.drawer.notes')} items={rule.notes} />
      <RulePath rule={rule} />
      <section className="block">
        <h2 className="label">{t('plan.drawer.failing')}</h2>
        <FailingList key={rule.id} code={code} evaluation={evaluation} rule={rule} regions={view.regions.data ?? []} />
      </section>
      <RuleVariants rule={rule} />
      <Listed title={t('plan.drawer.assumptions')} items={rule.assumptions} />
      {takesThreshold(rule, Object.hasOwn(evaluation.adoptedThresholds, rule.id)) && (
        <section>
          <h2 className="label">{t('plan.drawer.threshold')}</h2>
          <ThresholdForm key={`${rule.id}-${evaluation.id}`} rule={rule} evaluate={evaluate} onStarted={started} />
        </section>
      )}
      <section>
        <h2 className="label">{t('plan.drawer.choices')}</h2>
        {choices.length === 0 ? <p className="muted">{t('plan.drawer.noChoices')}</p> : (
          <ChoicesForm key={`${rule.id}-${evaluation.id}`} choices={choices} declared={evaluate.declared.choices} evaluate={evaluate} onStarted={started} />
        )}
      </section>
    </div>
  )
}

interface RuleDrawerProps extends Omit<GroundsProps, 'rule'> {
  rule: RuleResultReply | null
  shown: boolean
  onToggle: () => void
  onClose: () => void
}

export function RuleDrawer({ rule, shown, onToggle, onClose, ...grounds }: RuleDrawerProps) {
  const { t } = useText()
  return (
    <MapDrawer
      open={rule !== null}
      onClose={onClose}
      title={rule && (
        <span className="drawer-title">
          <span lang="zh-CN">{rule.id} {rule.name}</span>
          {shown && <Button size="small" onClick={onToggle}>{t('plan.drawer.hideAll')}</Button>}
        </span>
      )}
    >
      {rule && <RuleGrounds {...grounds} rule={rule} />}
    </MapDrawer>
  )
}
