import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { CountyDetail } from '../../../server/contract/counties.ts'
import { formatCount } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { FactList } from '../../shell/FactList.tsx'
import type { AreaHit, AreasUnderPointer } from '../use-area-under-pointer.ts'

const kinds = { planningUnits: 'study_areas', development: 'development_boundary' } as const

function Area({ hit, detail }: { hit: AreaHit; detail: CountyDetail }) {
  const { t } = useText()
  const version = detail.versions.find(({ kind }) => kind === kinds[hit.layer])
  const facts: [string, string][] = [
    ...(hit.code === null ? [] : [[t('basis.layer.code'), hit.code] as [string, string]]),
    ...(hit.zone === null ? [] : [[t('basis.layer.zone'), hit.zone] as [string, string]]),
    ...(hit.plannedResidents === null ? [] : [[t('basis.layer.plannedResidents'), t('basis.layer.people', { n: formatCount(hit.plannedResidents) })] as [string, string]]),
    ...(version
      ? ([
          [t('basis.layer.source'), [...new Set(version.sources.map(({ origin, file }) => file ?? origin))].join(t('common.separator')) || t('common.notGiven')],
          [t('basis.layer.date'), version.dataDate ?? t('basis.layer.unknownDate')],
        ] as [string, string][])
      : []),
  ]
  return (
    <section>
      <p className="card-eyebrow">{t(hit.layer === 'planningUnits' ? 'basis.layer.planningUnit' : 'basis.layer.development')}</p>
      <strong>{hit.name ?? hit.code ?? t('basis.layer.unnamed')}</strong>
      <FactList className="area-facts" facts={facts} />
    </section>
  )
}

/** What planning areas lie under the pointer; a click keeps the card for reading. */
export function AreaCard({ areas: { hits, kept, close }, detail }: { areas: AreasUnderPointer & { close: () => void }; detail: CountyDetail }) {
  const { t } = useText()
  if (hits.length === 0) return null
  return (
    <div className={kept ? 'area-card area-card-kept' : 'area-card'} role="status">
      {kept && <Button className="area-card-close" type="text" size="small" icon={<CloseOutlined />} aria-label={t('common.close')} onClick={close} />}
      {hits.map((hit) => <Area key={`${hit.layer}${hit.id}`} hit={hit} detail={detail} />)}
    </div>
  )
}
