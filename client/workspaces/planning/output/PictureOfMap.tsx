import type { MultiPolygon } from 'geojson'
import { useText } from '../../../i18n/index.ts'
import type { MapPicture } from '../../../state/map-handle.tsx'
import { projectOn } from '../../../tables/web-mercator.ts'
import { palette } from '../../../map/palette.ts'

interface PictureOfMapProps {
  picture: MapPicture | null
  alt: string
  /** Drawn over it: the circle and the site itself. */
  shape?: MultiPolygon | null
  site?: readonly [number, number]
}

const ring = (points: string[]) => `M${points.join('L')}Z`
/** Height of the picture on a page for its width. */
const pageShare = 0.52
const scaleSteps = [50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000]

/** A picture of the map with the circle of one site, a scale and north. */
export function PictureOfMap({ picture, alt, shape, site }: PictureOfMapProps) {
  const { t } = useText()
  if (!picture) return <div className="report-map report-map-none">{t('planner.report.noMap')}</div>
  const { widthPixels, heightPixels, camera } = picture
  const at = (position: readonly [number, number]) => projectOn(picture, position)
  const path = shape?.coordinates.flat().map((points) => ring(points.map((point) => at([point[0], point[1]]).map((value) => value.toFixed(1)).join(',')))).join('')
  const metresPerPixel = (40_075_016.686 / 512 / 2 ** camera.zoom) * Math.cos((camera.centre[1] * Math.PI) / 180)
  const scale = [...scaleSteps].reverse().find((metres) => metres / metresPerPixel <= widthPixels / 4) ?? scaleSteps[0]
  const [x, y] = site ? at(site) : [0, 0]
  // A page has room for a band of it: top and bottom are cut alike.
  const shownPixels = Math.min(heightPixels, widthPixels * pageShare)
  const top = (heightPixels - shownPixels) / 2
  return (
    <figure className="report-map">
      <svg viewBox={`0 ${top} ${widthPixels} ${shownPixels}`} role="img" aria-label={alt}>
        <image href={picture.image} width={widthPixels} height={heightPixels} />
        {path && <path d={path} fill={palette.plan} fillOpacity="0.14" fillRule="evenodd" stroke={palette.plan} strokeWidth="2.5" strokeDasharray="7 4" />}
        {site && <path d={`M${x} ${y - 13} L${x + 11} ${y} L${x} ${y + 13} L${x - 11} ${y} Z`} fill={palette.plan} stroke="#fff" strokeWidth="2.5" />}
        <g transform={`translate(16 ${top + shownPixels - 22})`}>
          <rect x="-8" y="-18" width={scale / metresPerPixel + 76} height="34" fill="#fff" fillOpacity="0.85" />
          <path d={`M0 -4 V4 H${scale / metresPerPixel} V-4`} fill="none" stroke={palette.ink} strokeWidth="2" />
          <text x={scale / metresPerPixel + 8} y="6" fontSize="15" fill={palette.ink}>{scale < 1000 ? `${scale} m` : `${scale / 1000} km`}</text>
        </g>
        <g transform={`translate(${widthPixels - 42} ${top + 12})`}>
          <path d="M14 2 L24 38 L14 31 L4 38 Z" fill={palette.ink} stroke="#fff" strokeWidth="1.5" />
        </g>
      </svg>
    </figure>
  )
}
