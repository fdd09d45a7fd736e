import { Button, Skeleton } from 'antd'
import type { WhyReply } from '../../../server/contract/runs.ts'
import { formatCount, elderMinutes, formatElders, formatMetres, formatPosition, formatSeconds } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { ErrorNotice } from '../../shell/states.tsx'
import { VerdictTag } from '../../shell/VerdictTag.tsx'
import { withWorkspace } from '../../state/url-state.ts'
import { useUpdateUrl } from '../../state/use-url-state.ts'
import { MapCard } from './MapCard.tsx'

function WhyFacts({ why }: { why: WhyReply }) {
  const { t, words, word } = useText()
  const facts: [string, string][] = []
  const timed = why.useSlope && why.limitSeconds !== null
  if (timed) {
    if (why.travelSeconds !== null) facts.push([t('card.time'), formatSeconds(why.travelSeconds)])
    facts.push([t('card.limit'), formatSeconds(why.limitSeconds)])
    if (why.walkedMetres !== null) facts.push([t('card.walked'), formatMetres(why.walkedMetres)])
    if (why.travelMetres !== null) facts.push([t('card.equivalent'), formatMetres(why.travelMetres)])
  } else {
    if (why.travelMetres !== null) facts.push([t('card.travel'), formatMetres(why.travelMetres)])
    facts.push([t('card.limit'), formatMetres(why.limitMetres)])
    if (why.missesByMetres !== null && why.missesByMetres > 0) facts.push([t('card.misses'), formatMetres(why.missesByMetres)])
  }
  if (why.straightMetres !== null) facts.push([t('card.straight'), formatMetres(why.straightMetres)])
  if (why.travelMetres !== null && !timed) facts.push([t('card.elderWalk'), t('card.minutes', { n: elderMinutes(why.travelMetres) })])
  const { residents, residents60Plus, households } = why.subject
  if (residents !== null) facts.push([t('card.residents'), formatCount(residents)])
  if (residents60Plus !== null) facts.push([t('card.elders'), formatElders(residents60Plus)])
  if (households !== null) facts.push([t('card.households'), formatCount(households)])
  const access = why.access && { metres: formatMetres(why.access.metres), max: formatMetres(why.access.maxMetres) }
  return (
    <>
      <dl className="facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {access && (
          <div className="facts-whole">
            <dt>{t('card.access')}</dt>
            <dd>{t('card.accessOf', access)}</dd>
          </div>
        )}
      </dl>
      {why.facility && (
        <p className="card-line">
          <span className="muted">{t('card.nearest')}</span> {why.facility.name}
          <br />
          <span className="muted">{words('facilityType', why.facility.types)}</span>
        </p>
      )}
      {why.reason && why.verdict === 'unreached' && <p className="card-line">{word('reason', why.reason)}</p>}
      {why.stepsFree && <p className="card-line muted">{t('card.stepsFree')}</p>}
      {why.edge && <p className="card-line muted">{t('card.edge')}</p>}
      {why.method !== 'network' && <p className="card-line muted">{t('card.straightLine')}</p>}
    </>
  )
}

interface WhyCardProps {
  why: WhyReply | null
  error: Error | null
  onRetry: () => void
  onClose: () => void
}

/** Why a place or a spot is covered or not; the path is on the map beside it. */
export function WhyCard({ why, error, onRetry, onClose }: WhyCardProps) {
  const { t, say, word } = useText()
  const update = useUpdateUrl()
  if (error) {
    return (
      <MapCard eyebrow={t('card.spot')} title={null} onClose={onClose}>
        <ErrorNotice what={t('error.what.why')} error={error} onRetry={onRetry} />
      </MapCard>
    )
  }
  if (!why) {
    return (
      <MapCard eyebrow={t('card.asking')} title={null} onClose={onClose}>
        <Skeleton active title={false} paragraph={{ rows: 3 }} />
      </MapCard>
    )
  }
  const { subject } = why
  return (
    <MapCard
      eyebrow={word('placeKind', subject.kind)}
      title={subject.name ?? formatPosition(subject.location)}
      tag={<VerdictTag verdict={why.verdict} />}
      onClose={onClose}
    >
      <p className="card-sentence">{say(why.sentence)}</p>
      <WhyFacts why={why} />
      {subject.kind === 'residential_area' && (
        <Button size="small" onClick={() => update((state) => withWorkspace(state, 'review'))}>
          {t('card.review')}
        </Button>
      )}
    </MapCard>
  )
}
