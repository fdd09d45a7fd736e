import type { EvaluationReply, RegionItem, RuleResultReply } from '../../../../server/contract/evaluations.ts'
import { missing } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { RuleStatusTag } from '../../../shell/VerdictTag.tsx'
import { withCounty } from '../../../state/url-state.ts'
import { useUpdateUrl } from '../../../state/use-url-state.ts'
import { fractionText, measuredOf, valueText } from './rule-text.ts'

/** The counties behind a prefecture's figure, in the order of their codes; those without data are named, never left out. */
export function CountyShares({ reply, rule, regions }: { reply: EvaluationReply; rule: RuleResultReply; regions: readonly RegionItem[] }) {
  const { t, nameOf } = useText()
  const update = useUpdateUrl()
  const { evaluation } = reply
  const shares = reply.counties.filter(({ ruleId }) => ruleId === rule.id)
  if (shares.length === 0 && evaluation.missingCounties.length === 0) return null
  const { target, unit } = measuredOf(rule)
  const labelOf = (code: string, name: string) => {
    const region = regions.find((item) => item.code === code)
    return region ? nameOf(region) : name
  }
  const open = (code: string) => update((state) => ({ ...withCounty(state, code), view: 'plan', pack: evaluation.pack.id, year: state.year, rule: rule.id }))
  return (
    <section>
      <h2 className="label">{t('plan.counties.title')}</h2>
      <table className="figures county-shares">
        <thead>
          <tr>
            <th scope="col">{t('plan.counties.county')}</th>
            <th scope="col">{t('review.columns.status')}</th>
            <th scope="col">{t('plan.drawer.numerator')} / {t('plan.drawer.denominator')}</th>
            <th scope="col">{t('plan.drawer.value')}</th>
          </tr>
        </thead>
        <tbody>
          {shares.map((share) => (
            <tr key={share.code}>
              <th scope="row">
                <button type="button" className="row-link" aria-label={t('plan.counties.open', { name: labelOf(share.code, share.name) })} onClick={() => open(share.code)}>
                  {labelOf(share.code, share.name)}
                </button>
              </th>
              <td><RuleStatusTag status={share.status} /></td>
              <td>{fractionText(share.numerator, null, share.denominator) ?? missing}</td>
              <td>{valueText({ t }, { ...share, unit: share.unit ?? unit, target }, rule.op)}</td>
            </tr>
          ))}
          {evaluation.missingCounties.map(({ code, name }) => (
            <tr key={code}>
              <th scope="row">{labelOf(code, name)}</th>
              <td colSpan={3} className="muted">{t('plan.counties.noData')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
