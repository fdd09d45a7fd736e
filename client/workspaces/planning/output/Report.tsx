import { useIsFetching } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { SiteChange } from '../../../../server/contract/scenarios.ts'
import { useText } from '../../../i18n/index.ts'
import { PrintPreview } from '../../../shell/print/PrintPreview.tsx'
import { useCountyView } from '../../../state/county-view.ts'
import { useMapHandle, type MapPicture } from '../../../state/map-handle.tsx'
import { usePlanning } from '../../../state/planning/planning-context.tsx'
import type { ScenarioState } from '../../../state/planning/scenario-store.ts'
import { cameraAround, cameraOver } from '../../../tables/web-mercator.ts'
import { placeOfChange } from '../scenarios/change-text.ts'
import { ReportCover } from './ReportCover.tsx'
import { SiteSheet } from './SiteSheet.tsx'

/** Shorter side of the picture that a site's circle should fill. */
const picturePixels = 420
const aroundMetres = 800
/** Each sheet asks three questions and holds a picture: more than these would be no report but a hang-up. */
const mostSheets = 60
const asked = ['what-if', 'shape', 'site-checks', 'compare']

const isSite = (change: SiteChange) => change.kind === 'add' || change.kind === 'convert' || change.kind === 'move'

/** The scenario's report and a sheet for each site, as pages of A4. */
export function Report({ code, scenario, onClose }: { code: string; scenario: ScenarioState; onClose: () => void }) {
  const { t } = useText()
  const { sites, setPin } = usePlanning()
  const { limitMetres } = useCountyView(code)
  const { capture } = useMapHandle()
  const { changes } = scenario
  const placed = useMemo(() => changes.filter(isSite).flatMap((change) => {
    const place = placeOfChange(change, sites)
    return place ? [{ change, place, number: changes.indexOf(change) + 1 }] : []
  }), [changes, sites])
  const proposals = useMemo(() => placed.slice(0, mostSheets), [placed])
  const waiting = useIsFetching({ predicate: ({ queryKey }) => queryKey.some((part) => typeof part === 'string' && asked.includes(part)) })
  const [pictures, setPictures] = useState<(MapPicture | null)[] | null>(null)
  const ready = pictures !== null && waiting === 0

  useEffect(() => {
    let gone = false
    setPin(null)
    const places = changes.flatMap((change) => {
      const place = placeOfChange(change, sites)
      return place ? [place] : []
    })
    const whole = cameraOver(places, aroundMetres, picturePixels)
    const cameras = [...(whole ? [whole] : []), ...proposals.map(({ place }) => cameraAround(place, limitMetres * 1.25, picturePixels))]
    void capture(cameras).then((taken) => !gone && setPictures(whole ? taken : [null, ...taken]))
    return () => {
      gone = true
    }
  }, [capture, changes, limitMetres, proposals, setPin, sites])

  const making = t(ready ? 'planner.report.ready' : 'planner.report.making', { n: proposals.length + 1 })
  const most = placed.length > proposals.length ? ` ${t('planner.report.most', { shown: proposals.length, n: placed.length })}` : ''
  return (
    <PrintPreview title={t('planner.report.title', { name: scenario.record.name })} page="report" status={making + most} ready={ready} onClose={onClose}>
      <ReportCover code={code} scenario={scenario} picture={pictures?.[0] ?? null} />
      {proposals.map(({ change, number }, index) => (
        <SiteSheet key={change.id} code={code} scenario={scenario} change={change} number={number} picture={pictures?.[index + 1] ?? null} />
      ))}
    </PrintPreview>
  )
}
