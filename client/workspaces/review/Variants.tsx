import type { AreaRow } from '../../../server/contract/tables.ts'
import { formatExact } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { StatusTag } from '../../shell/VerdictTag.tsx'

type Variant = NonNullable<AreaRow['withUndersized']>

function isSame(a: Variant, b: Variant): boolean {
  return a.providedM2 === b.providedM2 && a.missingM2 === b.missingM2 && a.status === b.status
}

/** The verdict with the area of undersized sites and without it, side by side; the plan’s own rule is above. */
export function Variants({ row }: { row: AreaRow }) {
  const { t } = useText()
  const { withUndersized, withoutUndersized } = row
  if (!withUndersized || !withoutUndersized) return null
  const columns = [
    { key: 'withUndersized', variant: withUndersized },
    { key: 'withoutUndersized', variant: withoutUndersized },
  ] as const
  return (
    <section>
      <h2 className="label">{t('review.drawer.variants')}</h2>
      {isSame(withUndersized, withoutUndersized) ? <p className="muted">{t('review.drawer.sameVariants')}</p> : (
        <table className="figures variants">
          <thead>
            <tr>
              <td />
              {columns.map(({ key }) => <th key={key} scope="col">{t(`review.drawer.${key}`)}</th>)}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{t('review.columns.provided')}</th>
              {columns.map(({ key, variant }) => <td key={key}>{formatExact(variant.providedM2, 'down')}</td>)}
            </tr>
            <tr>
              <th scope="row">{t('review.columns.missing')}</th>
              {columns.map(({ key, variant }) => <td key={key}>{formatExact(variant.missingM2, 'up')}</td>)}
            </tr>
            <tr>
              <th scope="row">{t('review.columns.status')}</th>
              {columns.map(({ key, variant }) => <td key={key}><StatusTag status={variant.status} /></td>)}
            </tr>
          </tbody>
        </table>
      )}
    </section>
  )
}
