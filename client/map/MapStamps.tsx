import { InfoCircleOutlined } from '@ant-design/icons'
import { useState } from 'react'
import type { CountyDetail } from '../../server/contract/counties.ts'
import { useText } from '../i18n/index.ts'
import { Stamps, type StampsProps } from './Stamps.tsx'

interface MapStampsProps extends StampsProps {
  detail: CountyDetail
}

/** What no map of ours goes without: the stamps, the sources and, on paper, the north arrow. */
export function MapStamps({ detail, evaluation, studyArea }: MapStampsProps) {
  const { t } = useText()
  const [whole, setWhole] = useState(false)
  return (
    <>
      <div className="map-stamps">
        <Stamps detail={detail} evaluation={evaluation} studyArea={studyArea} />
      </div>
      <svg className="map-north" viewBox="0 0 28 44" role="img" aria-label={t('map.north')}>
        <path d="M14 2 L24 38 L14 31 L4 38 Z" fill="#16302f" />
        <path d="M14 2 L14 31 L4 38 Z" fill="#ffffff" stroke="#16302f" />
      </svg>
      <div className={whole ? 'map-attribution map-attribution-whole' : 'map-attribution'}>
        <p>
          <span className="visually-hidden">{t('map.attribution')}</span>
          {detail.attribution.map((source) => (
            <span key={source}>{source}</span>
          ))}
        </p>
        {detail.attribution.length > 1 && (
          <button
            type="button"
            aria-expanded={whole}
            aria-label={t(whole ? 'map.attributionLess' : 'map.attributionMore')}
            onClick={() => setWhole(!whole)}
          >
            <InfoCircleOutlined />
          </button>
        )}
      </div>
    </>
  )
}
