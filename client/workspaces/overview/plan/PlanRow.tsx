import { EnvironmentOutlined, FileTextOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import type { RuleDelta } from '../../../../server/contract/evaluation-deltas.ts'
import type { RuleResultReply } from '../../../../server/contract/evaluations.ts'
import { formatCount } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { RuleStatusTag } from '../../../shell/VerdictTag.tsx'
import { withRuleToggled } from '../../../state/url-state.ts'
import { useUpdateUrl, useUrlState } from '../../../state/use-url-state.ts'
import { countFailing, isJudgedOneByOne, reachBeside, type ReportedRow } from '../../../tables/plan-rows.ts'
import { shownValue } from '../../../tables/reported.ts'
import { BulletBar } from './BulletBar.tsx'
import { DeltaLine } from './DeltaLine.tsx'
import { fractionText, measuredOf, measuredOfPart, targetText, valueText, whenText, type Measured } from './rule-text.ts'

type Part = RuleResultReply['parts'][number]

export const toNumber = (exact: string | null) => (exact === null ? null : Number(exact.split('/')[0]) / Number(exact.split('/')[1] ?? 1))

function Figure({ label, measured, op, part, faint }: { label: string | null; measured: Measured; op: RuleResultReply['op']; part: Part | undefined; faint: boolean }) {
  const { t } = useText()
  const fraction = part ? fractionText(toNumber(part.numerator), toNumber(part.numeratorUpper), toNumber(part.denominator)) : null
  return (
    <span className="rule-figure">
      {label !== null && <span className="rule-part">{label}</span>}
      <BulletBar measured={measured} faint={faint} />
      <span className="rule-figure-line">
        <strong>{valueText({ t }, measured, op)}</strong>
        {fraction !== null && <span className="muted">{fraction}</span>}
        {label !== null && measured.target !== null && <span>{targetText(measured.target, op, measured.unit)}</span>}
      </span>
    </span>
  )
}

/** The target of the year asked, or that there is none. */
export function TargetLine({ rule }: { rule: RuleResultReply }) {
  const { t, word } = useText()
  const { target, op } = rule
  const { unit, target: ofPart } = measuredOf(rule)
  if (!target) return <span className="muted">{ofPart === null ? t('plan.noTarget') : t('plan.target', { target: targetText(ofPart, op, unit) })}</span>
  if (typeof target.value === 'object') return target.due ? null : <span className="muted">{t('plan.notDue', { when: whenText({ word }, target.when) })}</span>
  const key = typeof target.value === 'string' ? 'plan.targetWords' : 'plan.target'
  return (
    <span>
      {t(key, { target: targetText(target.value, op, unit, rule.name) })}
      {!target.due && <span className="muted"> {t('plan.notDue', { when: whenText({ word }, target.when) })}</span>}
    </span>
  )
}

/** What an office has entered for a rule that only a person can answer. */
export function EntryLine({ entered }: { entered: ReportedRow | undefined }) {
  const { t } = useText()
  const entry = entered?.entries.find((one) => !one.withdrawn)
  return <span className="rule-entry">{entry ? t('plan.entered', { value: shownValue(entry) }) : t('plan.notEntered')}</span>
}

function Values({ rule, entered }: { rule: RuleResultReply; entered: ReportedRow | undefined }) {
  const { t, say } = useText()
  const oneByOne = isJudgedOneByOne(rule)
  const several = rule.parts.length > 1
  const shown = several || rule.value !== null
  const reach = reachBeside(rule)
  return (
    <>
      {shown && several && rule.parts.map((part, index) => (
        <Figure key={part.key ?? index} label={part.label ? say(part.label) : part.key} measured={measuredOfPart(rule, part)} op={rule.op} part={part} faint={oneByOne} />
      ))}
      {shown && !several && <Figure label={null} measured={measuredOf(rule)} op={rule.op} part={rule.parts[0]?.denominator ? rule.parts[0] : undefined} faint={oneByOne} />}
      {reach && (
        <span className="rule-figure rule-reach">
          <span className="rule-part">{say(reach.label)}</span>
          <BulletBar measured={{ ...reach, target: null }} faint />
          <span>{valueText({ t }, { ...reach, target: null }, null)}</span>
        </span>
      )}
      {rule.status === 'manual' && <EntryLine entered={entered} />}
      <span className="rule-target">
        <TargetLine rule={rule} />
        {oneByOne && <span className="tag-plain" title={t('plan.oneByOneHint')}>{t('plan.oneByOne')}</span>}
      </span>
    </>
  )
}

interface PlanRowProps {
  rule: RuleResultReply
  entered: ReportedRow | undefined
  /** Over a scenario: what differs from the real state. */
  delta: RuleDelta | undefined
}

/** One rule: its verdict, its figures beside the target, and one click that paints what fails. */
export function PlanRow({ rule, entered, delta }: PlanRowProps) {
  const { t, word, say } = useText()
  const url = useUrlState()
  const update = useUpdateUrl()
  const pressed = url.rule === rule.id
  const { fails, unknown } = countFailing(rule)
  const some = fails + unknown > 0
  const row = useRef<HTMLTableRowElement>(null)
  const opened = useRef(pressed)
  useEffect(() => {
    // A link to a rule opens on it.
    if (opened.current) row.current?.scrollIntoView({ block: 'center' })
  }, [])
  const toggle = () => update((state) => withRuleToggled(state, rule.id), { replace: true })
  return (
    <tr ref={row} className={pressed ? 'rule-row current' : 'rule-row'} onClick={some ? toggle : undefined}>
      <th scope="row">
        <span className="rule-tags">
          <RuleStatusTag status={rule.status} />
          {rule.nature !== '未标注' && <span className={rule.nature === '约束性' ? 'tag-binding' : 'tag-plain'}>{word('nature', rule.nature)}</span>}
          {rule.adopted && <span className="tag-adopted" title={say(rule.adopted)}>{t('plan.adoptedTag')}</span>}
        </span>
        <span className="rule-name" lang="zh-CN">{rule.name}</span>
        <span className="muted rule-ref">{rule.id} · {word('ruleKind', rule.kind)}{rule.nature === '未标注' && ` · ${word('nature', rule.nature)}`}</span>
        {rule.adopted && <span className="rule-adopted">{say(rule.adopted)}</span>}
      </th>
      <td><Values rule={rule} entered={entered} /><DeltaLine delta={delta} /></td>
      <td>
        {some ? (
          <Button
            size="small"
            type={pressed ? 'primary' : 'default'}
            icon={<EnvironmentOutlined />}
            aria-pressed={pressed}
            aria-label={t(pressed ? 'plan.hideFailing' : 'plan.showFailing', { name: rule.name })}
            onClick={(event) => {
              event.stopPropagation()
              toggle()
            }}
          >
            <span className="failing-count">
              {fails > 0 && <span>{t('plan.fails', { n: formatCount(fails) })}</span>}
              {unknown > 0 && <span>{t('plan.unknown', { n: formatCount(unknown) })}</span>}
            </span>
          </Button>
        ) : (
          <span className="muted">{t(rule.status === 'not_met' ? 'plan.judgedAsWhole' : 'plan.noneFailing')}</span>
        )}
      </td>
      <td>
        <Button
          size="small"
          icon={<FileTextOutlined />}
          aria-label={t('plan.openGrounds', { name: rule.name })}
          title={t('plan.openGrounds', { name: rule.name })}
          onClick={(event) => {
            event.stopPropagation()
            update((state) => ({ ...state, rule: rule.id, clause: true }), { replace: true })
          }}
        />
      </td>
    </tr>
  )
}
