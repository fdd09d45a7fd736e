import { FactList } from '../../../shell/FactList.tsx'
import { useQuery } from '@tanstack/react-query'
import type { MultiPolygon } from 'geojson'
import { useMemo } from 'react'
import type { SiteChange } from '../../../../server/contract/scenarios.ts'
import { useChangesEffect, useCircleShape, useSiteChecks, whatIfOf } from '../../../api/planning-queries.ts'
import { formatAreaOfCircle, formatMetres, formatYuan } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { CheckList } from '../../../map/planning/CheckList.tsx'
import { EffectFigures } from '../../../map/planning/EffectFigures.tsx'
import type { MapPicture } from '../../../state/map-handle.tsx'
import { pinOfChange, questionOf, type PinDraft } from '../../../state/planning/pin.ts'
import { usePlanning } from '../../../state/planning/planning-context.tsx'
import type { ScenarioState } from '../../../state/planning/scenario-store.ts'
import { factsOfChange } from '../scenarios/change-text.ts'
import { PictureOfMap } from './PictureOfMap.tsx'
import { ReportPage } from './ReportPage.tsx'

interface SiteSheetProps {
  code: string
  scenario: ScenarioState
  change: SiteChange
  number: number
  picture: MapPicture | null
}

const neighboursShown = 8

function Sheet({ code, scenario, change, number, picture, pin }: SiteSheetProps & { pin: PinDraft }) {
  const text = useText()
  const { t, language } = text
  const { baseRunId } = usePlanning()
  const question = useMemo(() => questionOf(pin, pin.location, scenario.changes), [pin, scenario.changes])
  const reply = useQuery({
    queryKey: ['run', code, baseRunId, 'what-if', question],
    queryFn: ({ signal }) => whatIfOf(code, baseRunId!)(question, signal),
    enabled: baseRunId !== null,
    staleTime: Infinity,
    retry: false,
  }).data
  const others = pin.purpose === 'move' ? [] : question.changes
  const without = useChangesEffect(code, baseRunId, others).data
  const circle = useMemo(() => ({ location: pin.location, facilityTypes: [...pin.fields.facilityTypes] }), [pin])
  const shape = useCircleShape(code, baseRunId, circle).data
  const site = useMemo(() => ({ ...circle, build: pin.purpose === 'convert' ? ('convert' as const) : ('new' as const), ...(pin.fields.landAreaM2 === null ? {} : { landAreaM2: pin.fields.landAreaM2 }), ...(pin.fields.floorAreaM2 === null ? {} : { floorAreaM2: pin.fields.floorAreaM2 }), ...(pin.fields.beds === null ? {} : { beds: pin.fields.beds }) }), [circle, pin])
  const checks = useSiteChecks(code, site)
  const [lon, lat] = pin.location
  const facts: [string, string][] = [
    [t('planner.report.kind'), t(`planner.kind.${change.kind}`)],
    [t('planner.report.facts'), factsOfChange(change, text) || '—'],
    [t('planner.report.position'), `${lon.toFixed(6)}°, ${lat.toFixed(6)}° · CGCS2000 / EPSG:4490`],
    [t('planner.report.cost'), formatYuan(change.costYuan, language)],
    ...(reply?.snapped ? [[t('planner.report.access'), formatMetres(reply.snapped.accessMetres)] as [string, string]] : []),
    ...(shape && shape.areaM2 > 0 && reply?.limitMetres ? [[t('planner.pin.circle'), t('planner.pin.circleArea', { limit: reply.limitMetres, area: formatAreaOfCircle(shape.areaM2), cell: Math.round(shape.cellMetres) })] as [string, string]] : []),
  ]
  return (
    <ReportPage code={code} title={t('planner.report.site', { number, name: pin.fields.name })}>
      <p>{t('planner.report.ofScenario', { name: scenario.record.name, revision: scenario.record.revision })}</p>
      <PictureOfMap picture={picture} alt={t('planner.report.siteMap', { name: pin.fields.name })} shape={(shape?.shape as MultiPolygon | undefined) ?? null} site={pin.location} />
      <FactList className="facts facts-stacked" facts={facts} />
      {change.note && <p>{change.note}</p>}
      <h2>{t('planner.report.people')}</h2>
      {reply?.reason && <p className="gap-text">{t(`planner.pin.reason.${reply.reason}`)}</p>}
      {reply ? <EffectFigures reply={reply} busy={false} ofPin others={others.length > 0 ? (without ?? null) : null} /> : <p>{t('planner.pin.asking')}</p>}
      <CheckList checks={checks} settled />
      <h2>{t('planner.report.neighbours')}</h2>
      {reply && reply.overlaps.length > 0 ? (
        <ul>{reply.overlaps.slice(0, neighboursShown).map((one) => <li key={one.facilityId}>{one.name} · {formatMetres(one.metres)}</li>)}</ul>
      ) : (
        <p>{t('planner.pin.noOverlap')}</p>
      )}
    </ReportPage>
  )
}

/** Everything about one proposed site on a page of its own. */
export function SiteSheet(props: SiteSheetProps) {
  const { sites } = usePlanning()
  const pin = useMemo(() => (sites ? pinOfChange(props.change, sites) : null), [props.change, sites])
  return pin ? <Sheet {...props} pin={pin} /> : null
}
