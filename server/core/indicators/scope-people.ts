import type { Measure } from '../coverage/summarise.ts'
import type { Scope, UnitTag } from '../policy/compute.ts'
import type { CountyLedger, LedgerPlace } from '../policy/ledger.ts'
import type { Bilingual } from '../problems.ts'
import { untaggedWords } from './select-units.ts'
import { measureWords, names, say } from './words.ts'

/** People of a scope: those in places, and those of the county who may belong to it because their place is unknown. */
export interface ScopePeople {
  places: LedgerPlace[]
  known: number
  unlocated: number
  /** Places whose count is not given: missing is not zero. */
  missingPlaces: number
  untagged: boolean
  lacking: Bilingual[]
}

export function scopePeople(ledger: CountyLedger, measure: Measure, scope: Scope): ScopePeople {
  const tag = scope.startsWith('tag:') ? (scope.slice('tag:'.length) as UnitTag) : null
  const places = ledger.places.filter((place) =>
    scope === 'all' ? true : tag === null ? place.placeClass === scope : place.tags.includes(tag),
  )
  const untagged = tag !== null && places.length === 0 && !ledger.units.some((unit) => unit.tags.includes(tag))
  const empty = places.filter(({ counts }) => counts[measure] === null)
  const lacking: Bilingual[] = []
  if (untagged) lacking.push(untaggedWords(tag))
  else if (ledger.places.length === 0) lacking.push(say('尚无小区、村（社区）人口台账', 'No ledger of people by area or village'))
  if (empty.length > 0) {
    const listed = names(empty.map(({ name }) => name))
    const { zh, en } = measureWords[measure]
    lacking.push(say(`${empty.length} 个地点未填${zh}（${listed.zh}）`, `${empty.length} places give no ${en} (${listed.en})`))
  }
  return {
    places,
    known: places.reduce((total, { counts }) => total + (counts[measure] ?? 0), 0),
    unlocated: ledger.unlocated[measure],
    missingPlaces: empty.length,
    untagged,
    lacking,
  }
}
