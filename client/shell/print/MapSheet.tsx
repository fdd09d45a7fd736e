import type { ReactNode } from 'react'
import { Stamps, type StampsProps } from '../../map/Stamps.tsx'
import { useText } from '../../i18n/index.ts'
import type { MapPicture } from '../../state/map-handle.tsx'
import { FactList } from '../FactList.tsx'
import { MapFigure } from './MapFigure.tsx'
import { papers, type PaperKey } from './paper.ts'

interface MapSheetProps {
  paper: PaperKey
  title: string
  stamps: StampsProps
  /** Undefined while it is drawn, null where there is none. */
  picture: MapPicture | null | undefined
  legend: ReactNode
  facts: readonly (readonly [label: string, value: ReactNode])[]
  attribution: readonly string[]
}

/** A map that can be handed in: title, stamps, frame with scale and north, legend, what it rests on, sources. */
export function MapSheet({ paper, title, stamps, picture, legend, facts, attribution }: MapSheetProps) {
  const { t } = useText()
  const { widthMillimetres, heightMillimetres } = papers[paper].map
  return (
    <article className={`sheet sheet-map sheet-${paper}`}>
      <h1>{title}</h1>
      <div className="sheet-body">
        <div className="sheet-left" style={{ width: `${widthMillimetres + 1}mm` }}>
          <figure className="sheet-frame" style={{ width: `${widthMillimetres}mm`, height: `${heightMillimetres}mm` }}>
            {picture ? <MapFigure picture={picture} alt={t('sheet.mapAlt', { title })} /> : <p>{t(picture === null ? 'sheet.noMap' : 'sheet.making')}</p>}
            <p className="sheet-stamps"><Stamps {...stamps} /></p>
          </figure>
          <footer>
            {attribution.length > 0 && <span>{t('sheet.sources', { sources: attribution.join(' · ') })}</span>}
            {stamps.detail.demo && <span> · {t('shell.demoHint')}</span>}
          </footer>
        </div>
        <div className="sheet-side">
          <section aria-label={t('map.legend.title')}>
            <h2>{t('map.legend.title')}</h2>
            {legend}
          </section>
          <FactList className="sheet-facts" facts={facts} />
        </div>
      </div>
    </article>
  )
}
