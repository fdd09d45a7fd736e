import type { CountySummary } from '../../server/contract/counties.ts'
import { useText } from '../i18n/index.ts'

type ClauseText = NonNullable<NonNullable<CountySummary['areaPer100Households']>['rule']['clause']>

/** A clause as printed, in its own language, with its reference. */
export function Clause({ clause }: { clause: ClauseText }) {
  const { t } = useText()
  return (
    <figure className="clause">
      <blockquote lang="zh-CN">{clause.quote}</blockquote>
      <figcaption>
        {t('overview.area.clauseRef', {
          document: clause.document,
          number: clause.documentNumber ?? '',
          ref: clause.ref,
          issued: clause.issued,
        })}
      </figcaption>
    </figure>
  )
}
