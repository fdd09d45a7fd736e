import { useText } from '../i18n/index.ts'
import type { FailingOnMap } from '../state/failing-on-map.ts'
import { diamondPath } from './images.ts'
import { Row, Swatch } from './legend-parts.tsx'
import { palette } from './palette.ts'

function Mark({ unknown }: { unknown: boolean }) {
  const [fill, line] = unknown ? ['#fff', palette.unreachedLine] : [palette.gapFill, palette.gapLine]
  return (
    <span className="legend-mark">
      <Swatch fill={fill} hatch={line} />
      <svg className="legend-swatch" width="16" height="16" viewBox="0 0 24 24" aria-hidden="true">
        <path d={diamondPath} fill={fill} stroke={line} strokeWidth="3" />
      </svg>
    </span>
  )
}

/** The rule on the map: how many fail, how many could not be judged, and how many have no place to be drawn at. */
export function FailingRows({ rule, evaluation, failing }: FailingOnMap) {
  const { t } = useText()
  const fails = failing.features.filter(({ properties }) => properties.state === 'fails').length
  const unknown = failing.features.length - fails
  return (
    <>
      <p className="legend-caption">{t('plan.legend.title', { rule })}</p>
      {evaluation.scenario && <p className="legend-caption">{t('basis.line', evaluation.scenario)}</p>}
      <ul>
        <Row swatch={<Mark unknown={false} />} label={t('plan.legend.fails')} count={fails} />
        {unknown > 0 && <Row swatch={<Mark unknown />} label={t('plan.legend.unknown')} count={unknown} />}
      </ul>
      {failing.withoutPlace > 0 && <p className="legend-caption">{t('plan.legend.withoutPlace', { n: failing.withoutPlace })}</p>}
      <p className="legend-caption">{t('plan.legend.alone')}</p>
    </>
  )
}
