import { rational } from '../../exact.ts'
import type { PerThousand, Tally } from '../../policy/compute.ts'
import type { CountyLedger, EvaluationFacts } from '../../policy/ledger.ts'
import type { Computed, Variant } from '../../policy/result.ts'
import { gapTo, type Aim } from '../judge.ts'
import { computedOf, toVariant } from '../parts.ts'
import { distinctWords, failingRows } from '../tally-rows.ts'
import { tallyOf, type TallySum } from '../tally.ts'
import { measureWords, say } from '../words.ts'
import { gapMeasure, ratioPart } from './ledger-ratio.ts'

/** Social workers per 1,000 elders or per 100 beds: per × Σ numerator ÷ Σ denominator, each denominator by itself. */
export function perThousand(compute: PerThousand, { ledger }: EvaluationFacts, aim: Aim | null): Computed {
  const above = tallyOf(compute.numerator, ledger)
  const belows = compute.parts.map(({ key, denominator, per }) => ({ key, denominator, per, sum: tallyOf(denominator, ledger) }))
  const parts = belows.map(({ key, per, sum }) => ratioPart(above, sum, false, { key, label: key === null ? null : perWords(key, per), per, unit: null }))
  const sources = [above, ...belows.map(({ sum }) => sum)]
  return computedOf(parts, {
    status: above.missing || belows.every(({ sum }) => sum.missing) ? 'insufficient_data' : null,
    failing: failingRows(sources, ledger.county.code),
    variants: belows.flatMap(({ denominator, per }) => otherElders(denominator, per, above, ledger)),
    assumptions: distinctWords(sources.flatMap(({ assumptions }) => assumptions)),
    lacking: distinctWords(sources.flatMap(({ lacking }) => lacking)),
    gap: gapTo(parts, aim, gapMeasure(compute.numerator)),
  })
}

function perWords(key: string, per: number) {
  if (key === 'per_1000_elders') return say('每千名老年人', 'per 1,000 elders')
  if (key === 'per_100_beds') return say('每百张床位', 'per 100 beds')
  return say(`${key}（每 ${per}）`, `${key} (per ${per})`)
}

/** The ledgers do not always agree on how many elders there are: the townships' own figures stand beside. */
function otherElders(denominator: Tally, per: number, above: TallySum, ledger: CountyLedger): Variant[] {
  if (denominator.of !== 'population' || denominator.scope !== 'all') return []
  const { measure } = denominator
  if (measure !== 'residents' && measure !== 'residents_60_plus') return []
  const field = measure === 'residents' ? 'residents' : 'residents60Plus'
  const townships = ledger.units.filter(({ level }) => level === 'township' || level === 'street')
  const known = townships.reduce((total, unit) => total + (unit[field] ?? 0), 0)
  const whole = townships.length > 0 && townships.every((unit) => unit[field] !== null)
  const sum: TallySum = { known: rational(known), upper: whole ? rational(known) : null, unknown: 0, rows: [], missing: townships.length === 0, lacking: [], assumptions: [] }
  const { zh, en } = measureWords[measure]
  return [toVariant(say(`分母：乡镇（街道）台账${zh}`, `Denominator: ${en} by the ledger of townships`), ratioPart(above, sum, false, { per, unit: null }))]
}
