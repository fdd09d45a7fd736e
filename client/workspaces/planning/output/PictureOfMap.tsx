import type { MultiPolygon } from 'geojson'
import { useText } from '../../../i18n/index.ts'
import { palette } from '../../../map/palette.ts'
import { MapFigure } from '../../../shell/print/MapFigure.tsx'
import type { MapPicture } from '../../../state/map-handle.tsx'
import { projectOn } from '../../../tables/web-mercator.ts'

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

/** A picture of the map with the circle of one site, a scale and north. */
export function PictureOfMap({ picture, alt, shape, site }: PictureOfMapProps) {
  const { t } = useText()
  if (!picture) return <div className="report-map report-map-none">{t('planner.report.noMap')}</div>
  const at = (position: readonly [number, number]) => projectOn(picture, position)
  const path = shape?.coordinates.flat().map((points) => ring(points.map((point) => at([point[0], point[1]]).map((value) => value.toFixed(1)).join(',')))).join('')
  const [x, y] = site ? at(site) : [0, 0]
  return (
    <figure className="report-map">
      <MapFigure picture={picture} alt={alt} shownHeightPixels={picture.widthPixels * pageShare}>
        {path && <path d={path} fill={palette.plan} fillOpacity="0.14" fillRule="evenodd" stroke={palette.plan} strokeWidth="2.5" strokeDasharray="7 4" />}
        {site && <path d={`M${x} ${y - 13} L${x + 11} ${y} L${x} ${y + 13} L${x - 11} ${y} Z`} fill={palette.plan} stroke="#fff" strokeWidth="2.5" />}
      </MapFigure>
    </figure>
  )
}
