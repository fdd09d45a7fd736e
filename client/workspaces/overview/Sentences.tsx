import type { CountySummary } from '../../../server/contract/counties.ts'
import { formatAreaSum, formatCount, formatMetres, formatRate, formatRateInterval } from '../../format.ts'
import { limitText } from './limit-text.ts'
import { useText } from '../../i18n/index.ts'
import { usePlanSentences } from './plan-sentences.ts'

const namesShown = 4

type Text = ReturnType<typeof useText>

function residentsSentence({ t, say }: Text, summary: CountySummary): string | null {
  const { coverage, studyArea } = summary
  if (!coverage) return null
  const key = coverage.method === 'network' ? 'residents' : 'residentsStraight'
  return t(`overview.sentence.${key}`, {
    scope: studyArea ? say(studyArea.name) : t('overview.sentence.county'),
    covered: formatCount(coverage.residents.covered),
    limit: limitText(t, coverage),
    rate: formatRateInterval(coverage.residents.rateLower, coverage.residents.rateUpper),
    rate60: formatRateInterval(coverage.residents60Plus.rateLower, coverage.residents60Plus.rateUpper),
  })
}

function eldersSentence({ t, language }: Text, summary: CountySummary): string | null {
  const { coverage } = summary
  if (!coverage) return null
  const { notCovered, unreached } = coverage.places
  if (notCovered + unreached === 0) return t('overview.sentence.eldersNone')
  const said = t('overview.sentence.elders', {
    missing: formatCount(coverage.residents60Plus.known - coverage.residents60Plus.covered),
    places: formatCount(notCovered + unreached),
  })
  return unreached === 0 ? said : [said, t('overview.sentence.noRoad', { unreached: formatCount(unreached) })].join(language === 'zh' ? '' : ' ')
}

/** A run under a limit of one's own has no band; it tells of its places instead. */
function placesSentence({ t }: Pick<Text, 't'>, summary: CountySummary): string | null {
  const places = summary.coverage?.places
  if (!places) return null
  const { covered, notCovered, unreached } = places
  return t('overview.sentence.places', {
    total: formatCount(covered + notCovered + unreached),
    covered: formatCount(covered),
    notCovered: formatCount(notCovered),
    unreached: formatCount(unreached),
  })
}

function bandSentence({ t }: Text, summary: CountySummary): string | null {
  const others = summary.coverage?.band.filter((entry) => entry.limitMetres !== summary.coverage?.limitMetres) ?? []
  const low = others[0]
  const high = others[others.length - 1]
  if (!low || !high || low === high) return placesSentence({ t }, summary)
  return t('overview.sentence.band', {
    low: formatMetres(low.limitMetres),
    lowRate: formatRate(low.residents.rateLower),
    high: formatMetres(high.limitMetres),
    highRate: formatRate(high.residents.rateLower),
  })
}

function areaSentence({ t }: Text, summary: CountySummary): string | null {
  const area = summary.areaPer100Households
  if (!area) return null
  if (area.met + area.notMet + area.insufficientData === 0) {
    return t('overview.sentence.areaNotPrescribed', { n: formatCount(area.notPrescribed) })
  }
  return t('overview.sentence.area', {
    met: formatCount(area.met),
    notMet: formatCount(area.notMet),
    missing: formatAreaSum(area.missingM2),
    insufficient: formatCount(area.insufficientData),
  })
}

function townshipSentence({ t, word, language }: Text, summary: CountySummary): string | null {
  const township = summary.townshipCoverage
  if (!township) return null
  if (township.total === 0) return t('overview.sentence.townshipsNone')
  const total = formatCount(township.total)
  const anyOf = township.facilityTypes.map((type) => word('facilityType', type)).join(t('common.or'))
  const types = language === 'zh' ? anyOf : anyOf.toLowerCase()
  if (township.failing.length === 0) return t('overview.sentence.townshipsAll', { total, types })
  const names = township.failing.slice(0, namesShown).map((unit) => unit.name).join(t('common.separator'))
  const failing =
    township.failing.length > namesShown
      ? t('overview.sentence.andOthers', { names, n: formatCount(township.failing.length) })
      : names
  return t('overview.sentence.townships', {
    total,
    covered: formatCount(township.covered),
    types,
    rate: formatRate(township.rate),
    failing,
  })
}

/** Five sentences with the numbers in them, from the same summary as the cards below, and how the plan stands. */
export function Sentences({ summary }: { summary: CountySummary }) {
  const text = useText()
  const ofPlan = usePlanSentences(summary.code)
  const computed = [residentsSentence, eldersSentence, bandSentence, areaSentence, townshipSentence]
    .map((sentence) => sentence(text, summary))
    .filter((sentence) => sentence !== null)
  const sentences = [...ofPlan, ...computed]
  return (
    <ol className="sentences">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ol>
  )
}
