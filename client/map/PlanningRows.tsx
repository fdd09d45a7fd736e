import { useText } from '../i18n/index.ts'
import type { PlanningOnMap } from './layers/planning-on-map.ts'
import { Row } from './legend-parts.tsx'
import { crossPath, housePath } from './images.ts'
import { palette } from './palette.ts'
import { circlePath, diamondPath, minusPath, plusPath, smallCirclePath, squarePath } from './planning-images.ts'

interface Sign {
  shape: string
  fill: string
  stroke: string
  mark?: { path: string; color: string; filled?: boolean }
  dashed?: boolean
}

const discPath = 'M7.5 12 A4.5 4.5 0 1 0 16.5 12 A4.5 4.5 0 1 0 7.5 12 Z'

const signs = {
  gained: { shape: circlePath, fill: palette.plan, stroke: palette.plan, mark: { path: plusPath, color: '#fff' } },
  lost: { shape: circlePath, fill: '#fff', stroke: palette.lost, mark: { path: minusPath, color: palette.lost } },
  added: { shape: housePath, fill: palette.plan, stroke: palette.plan, mark: { path: 'M12 10 V19 M7.5 14.5 H16.5', color: '#fff' } },
  closed: { shape: housePath, fill: '#fff', stroke: palette.lost, mark: { path: crossPath, color: palette.lost } },
  changed: { shape: housePath, fill: '#fff', stroke: palette.plan, mark: { path: 'M7.5 12.5 H16.5 M7.5 17 H16.5', color: palette.plan } },
  premises: { shape: squarePath, fill: '#fff', stroke: palette.plan, dashed: true },
  proposal: { shape: circlePath, fill: palette.plan, stroke: palette.plan },
  common: { shape: circlePath, fill: '#fff', stroke: palette.plan, mark: { path: discPath, color: palette.plan, filled: true } },
  elsewhere: { shape: smallCirclePath, fill: '#fff', stroke: palette.plan, dashed: true },
  point: { shape: diamondPath, fill: '#fff', stroke: palette.plan, mark: { path: 'M12 9 V15 M9 12 H15', color: palette.plan } },
  unreachable: { shape: circlePath, fill: palette.unreached, stroke: palette.unreachedLine },
} satisfies Record<string, Sign>

function Swatch({ sign }: { sign: Sign }) {
  return (
    <svg className="legend-swatch" width="20" height="20" viewBox="0 0 24 24" strokeWidth="2" strokeLinejoin="round" aria-hidden="true">
      <path d={sign.shape} fill={sign.fill} stroke={sign.stroke} strokeDasharray={sign.dashed ? '3 2.6' : undefined} />
      {sign.mark && <path d={sign.mark.path} fill={sign.mark.filled ? sign.mark.color : 'none'} stroke={sign.mark.color} />}
    </svg>
  )
}

/** What of planning is on the map now, and how many of each. */
export function PlanningRows({ planning, straightLine }: { planning: PlanningOnMap; straightLine: boolean }) {
  const { t } = useText()
  const of = (...kinds: PlanningOnMap['changed'][number]['change'][]) => planning.changed.filter(({ change }) => kinds.includes(change)).length
  const counts: Record<keyof typeof signs, number> = {
    gained: planning.gained.length, lost: planning.lost.length, added: of('added', 'moved'), closed: of('closed'), changed: of('changed'),
    premises: planning.premises.length, proposal: planning.proposals.filter(({ common }) => !common).length, common: planning.proposals.filter(({ common }) => common).length,
    elsewhere: planning.elsewhere.length, point: planning.points.length, unreachable: planning.unreachable.length,
  }
  const shown = (Object.keys(signs) as (keyof typeof signs)[]).filter((key) => counts[key] > 0)
  if (shown.length === 0 && !planning.streets) return null
  return (
    <>
      <p className="legend-caption">{t('planner.legend.title')}</p>
      <ul>
        {planning.streets && <Row swatch={<svg className="legend-swatch" width="20" height="16" aria-hidden="true"><path d="M0 8 H20" stroke={palette.plan} strokeWidth="3" /></svg>} label={t(straightLine ? 'planner.legend.ring' : 'planner.legend.streets')} />}
        {shown.map((key) => <Row key={key} swatch={<Swatch sign={signs[key]} />} label={t(`planner.legend.${key}`)} count={counts[key]} />)}
      </ul>
    </>
  )
}
