import { FactList } from '../../shell/FactList.tsx'
import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { formatSiteArea } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import type { TileFacility } from '../hits.ts'
import { facilityLook } from '../layers/facilities.ts'
import { MapCard } from './MapCard.tsx'

interface FacilityCardProps {
  /** null while its tile loads, undefined when it is not in view. */
  facility: TileFacility | null | undefined
  onClose: () => void
  /** What can be done with it here. */
  actions?: ReactNode
}

export function FacilityCard({ facility, onClose, actions }: FacilityCardProps) {
  const { t, word, words } = useText()
  if (!facility) {
    return (
      <MapCard eyebrow={t('card.facility')} title={facility === undefined ? t('card.gone') : null} onClose={onClose}>
        {facility === undefined ? <p className="card-line">{t('card.goneNext')}</p> : <Skeleton active title={false} />}
      </MapCard>
    )
  }
  const look = facilityLook(facility.status, facility.use)
  const facts: [string, string][] = [
    [t('card.types'), words('facilityType', facility.types)],
    [t('card.area'), facility.areaM2 === null ? t('common.notGiven') : t('common.squareMetres', { area: formatSiteArea(facility.areaM2) })],
    [t('card.beds'), facility.beds === null ? t('common.notGiven') : t('card.bedsCount', { n: facility.beds })],
  ]
  return (
    <MapCard
      eyebrow={t('card.facility')}
      title={facility.name}
      tag={<span className={look === 'operating' ? 'verdict verdict-good' : 'verdict verdict-plain'}>{word('facilityStatus', facility.status)}</span>}
      onClose={onClose}
    >
      {look === 'misused' && <p className="card-sentence">{t('card.misused')}</p>}
      <FactList className="facts facts-stacked" facts={facts} />
      {actions}
    </MapCard>
  )
}
