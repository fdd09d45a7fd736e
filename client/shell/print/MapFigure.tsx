import type { ReactNode } from 'react'
import { formatScaleLength } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { palette } from '../../map/palette.ts'
import type { MapPicture } from '../../state/map-handle.tsx'
import { scaleBarOf } from '../../tables/map-scale.ts'
import { metresPerPixelOf } from '../../tables/web-mercator.ts'

interface MapFigureProps {
  picture: MapPicture
  alt: string
  /** Top and bottom are cut alike where a page has room for a band only. */
  shownHeightPixels?: number
  /** Drawn over the picture in its own pixels. */
  children?: ReactNode
}

/** No bar is longer than this part of the picture. */
const barShare = 1 / 4

/** A picture of the map with north and a scale bar of its own: drawn in the picture's pixels, it stays true at any size. */
export function MapFigure({ picture, alt, shownHeightPixels, children }: MapFigureProps) {
  const { t } = useText()
  const { widthPixels, heightPixels, camera } = picture
  const shownPixels = Math.min(heightPixels, shownHeightPixels ?? heightPixels)
  const top = (heightPixels - shownPixels) / 2
  const bar = scaleBarOf(metresPerPixelOf(camera), widthPixels * barShare)
  const length = formatScaleLength(bar.metres)
  return (
    <svg viewBox={`0 ${top} ${widthPixels} ${shownPixels}`} role="img" aria-label={`${alt} · ${t('sheet.scaleBar', { length })}`}>
      <image href={picture.image} width={widthPixels} height={heightPixels} />
      {children}
      <g className="figure-scale" transform={`translate(16 ${top + shownPixels - 22})`}>
        <rect x="-8" y="-18" width={bar.pixels + 76} height="34" fill="#fff" fillOpacity="0.85" />
        <path className="figure-scale-bar" data-metres={bar.metres} d={`M0 -4 V4 H${bar.pixels} V-4`} fill="none" stroke={palette.ink} strokeWidth="2" />
        <text x={bar.pixels + 8} y="6" fontSize="15" fill={palette.ink}>{length}</text>
      </g>
      <g transform={`translate(${widthPixels - 42} ${top + 12})`}>
        <path d="M14 2 L24 38 L14 31 L4 38 Z" fill={palette.ink} stroke="#fff" strokeWidth="1.5" />
        <path d="M14 2 L14 31 L4 38 Z" fill="#fff" stroke={palette.ink} strokeWidth="1" />
        <text x="14" y="54" textAnchor="middle" fontSize="14" fontWeight="600" fill={palette.ink} stroke="#fff" strokeWidth="3" paintOrder="stroke">N</text>
      </g>
    </svg>
  )
}
