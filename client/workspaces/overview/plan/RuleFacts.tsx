import { FactList } from '../../../shell/FactList.tsx'
import type { Bilingual } from '../../../../server/contract/common.ts'
import type { EvaluationRecord, RuleResultReply } from '../../../../server/contract/evaluations.ts'
import { formatExact, missing } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { RuleStatusTag } from '../../../shell/VerdictTag.tsx'
import { isJudgedOneByOne } from '../../../tables/plan-rows.ts'
import { fractionText, gapText, measuredOf, measuredOfPart, targetText, valueText, whenText } from './rule-text.ts'

type Part = RuleResultReply['parts'][number]

export function Listed({ title, items }: { title: string; items: readonly Bilingual[] }) {
  const { say } = useText()
  if (items.length === 0) return null
  return (
    <section>
      <h2 className="label">{title}</h2>
      <ul className="notes">
        {items.map((item) => <li key={item.zh}>{say(item)}</li>)}
      </ul>
    </section>
  )
}

export function RuleClause({ rule, evaluation }: { rule: { quote: string; ref: string }; evaluation: EvaluationRecord }) {
  const { t } = useText()
  const { title, number, statusText } = evaluation.pack
  return (
    <section>
      <h2 className="label">{t('plan.drawer.clause')}</h2>
      <figure className="clause" lang="zh-CN">
        <blockquote>{rule.quote}</blockquote>
        <figcaption>{t('plan.document', { title, number: number ?? '' })} {rule.ref} · {statusText}</figcaption>
      </figure>
    </section>
  )
}

/** The exact sums of one part, which no rounding has touched. */
function PartFormula({ rule, part }: { rule: RuleResultReply; part: Part }) {
  const { t, say } = useText()
  const measured = measuredOfPart(rule, part)
  const open = part.numeratorUpper !== null && part.numeratorUpper !== part.numerator
  const numerator = part.numerator === null ? missing : open ? `${formatExact(part.numerator, 'down')} – ${formatExact(part.numeratorUpper, 'up')}` : formatExact(part.numerator, 'down')
  const facts: [string, string][] = [
    [t('plan.drawer.numerator'), numerator],
    ...(part.denominator === null ? [] : [[t('plan.drawer.denominator'), formatExact(part.denominator, 'down')] as [string, string]]),
    [t('plan.drawer.value'), valueText({ t }, measured, rule.op)],
    ...(part.target === null ? [] : [[t('plan.drawer.target'), targetText(part.target, rule.op, measured.unit)] as [string, string]]),
  ]
  return (
    <div className="part-formula">
      {(part.label || part.key) && (
        <p className="part-head"><strong>{part.label ? say(part.label) : part.key}</strong> {rule.parts.length > 1 && <RuleStatusTag status={part.status} />}</p>
      )}
      <FactList className="drawer-figures figures-flow" facts={facts} />
    </div>
  )
}

export function RuleFormula({ rule }: { rule: RuleResultReply }) {
  const { t } = useText()
  if (rule.parts.length === 0) return null
  return (
    <section className="block">
      <h2 className="label">{t('plan.drawer.formula')}</h2>
      {rule.parts.map((part, index) => <PartFormula key={part.key ?? index} rule={rule} part={part} />)}
      {isJudgedOneByOne(rule) && <p className="muted">{t('plan.oneByOneHint')}</p>}
    </section>
  )
}

export function RulePath({ rule }: { rule: RuleResultReply }) {
  const text = useText()
  const { t } = text
  if (rule.path.length === 0) return null
  const { unit } = measuredOf(rule)
  return (
    <section>
      <h2 className="label">{t('plan.drawer.path')}</h2>
      <table className="figures figures-text">
        <thead>
          <tr>
            <th scope="col">{t('plan.drawer.when')}</th>
            <th scope="col">{t('plan.drawer.target')}</th>
            <th scope="col">{t('review.columns.status')}</th>
            <th scope="col">{t('plan.drawer.gap')}</th>
          </tr>
        </thead>
        <tbody>
          {rule.path.map((step) => (
            <tr key={step.when} className={step.when === rule.target?.when ? 'current' : undefined}>
              <th scope="row">{whenText(text, step.when)}</th>
              <td>{targetText(step.value, rule.op, unit, rule.name)}</td>
              <td><RuleStatusTag status={step.status} /></td>
              <td>{gapText(text, step)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The same indicator on every other base that the plans use, side by side. */
export function RuleVariants({ rule }: { rule: RuleResultReply }) {
  const { t, say } = useText()
  if (rule.variants.length === 0) return null
  const { target } = measuredOf(rule)
  return (
    <section>
      <h2 className="label">{t('plan.drawer.variants')}</h2>
      <p className="muted">{t('plan.drawer.variantsHint')}</p>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{t('plan.drawer.variant')}</th>
            <th scope="col">{t('plan.drawer.numerator')} / {t('plan.drawer.denominator')}</th>
            <th scope="col">{t('plan.drawer.value')}</th>
          </tr>
        </thead>
        <tbody>
          {rule.variants.map((variant) => (
            <tr key={variant.label.zh}>
              <th scope="row">{say(variant.label)}</th>
              <td>{fractionText(variant.numerator, null, variant.denominator) ?? missing}</td>
              <td>{valueText({ t }, { ...variant, target }, rule.op)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
