import { measures, tally, type Counts } from '../core/coverage/summarise.ts'
import type { PlaceResult, Run, SummaryRow } from './coverage.repository.ts'
import type { CoverageInputs, UnlocatedPeople } from './inputs.ts'

interface Scope {
  scope: SummaryRow['scope']
  scopeId: string
  places: PlaceResult[]
  unlocated: Counts[]
}

/**
 * One row a scope, limit of the band and measure: the whole (study area or county), every township and street, and
 * city against country. People without a known place, and those whose place is an estimate, are in their unit's
 * denominator and in the whole's.
 */
export function summariseRun(run: Run, inputs: CoverageInputs, places: PlaceResult[], withoutVerdict: UnlocatedPeople[]): SummaryRow[] {
  return scopesOf(inputs, places, [...inputs.unlocated, ...withoutVerdict]).flatMap(({ scope, scopeId, places, unlocated }) =>
    run.parameters.bandMetres.flatMap((limitMetres) =>
      measures.map((measure) => {
        const sum = tally(places.map(toSummaryPlace), unlocated, measure, limitMetres)
        return {
          county_code: run.county_code,
          run_id: run.id,
          profile: run.profile,
          limit_metres: limitMetres,
          scope,
          scope_id: scopeId,
          measure,
          covered: sum.covered,
          known: sum.known,
          unlocated: sum.unlocated,
          missing_places: sum.missingPlaces,
        }
      }),
    ),
  )
}

function scopesOf(inputs: CoverageInputs, places: PlaceResult[], unlocated: UnlocatedPeople[]): Scope[] {
  const all = unlocated.map(({ counts }) => counts)
  const whole: Scope = inputs.studyArea
    ? { scope: 'study_area', scopeId: inputs.studyArea.id, places, unlocated: all }
    : { scope: 'county', scopeId: 'county', places, unlocated: all }
  const unitIds = new Set([...places, ...unlocated].map(({ unitId }) => unitId ?? 'unknown'))
  const units = [...unitIds].sort().map((unitId): Scope => {
    const here = (row: { unitId: string | null }) => (row.unitId ?? 'unknown') === unitId
    return { scope: 'unit', scopeId: unitId, places: places.filter(here), unlocated: unlocated.filter(here).map(({ counts }) => counts) }
  })
  const classes = (['city', 'country'] as const).map(
    (placeClass): Scope => ({
      scope: 'place_class',
      scopeId: placeClass,
      places: places.filter((place) => place.placeClass === placeClass),
      unlocated: unlocated.filter((people) => people.placeClass === placeClass).map(({ counts }) => counts),
    }),
  )
  // A village or community shows in its own row what its township's row holds as well.
  const communities = [...new Set(places.flatMap(({ communityId }) => communityId ?? []))].sort().map((communityId): Scope => {
    return { scope: 'community', scopeId: communityId, places: places.filter((place) => place.communityId === communityId), unlocated: [] }
  })
  return [whole, ...units, ...communities, ...classes]
}

function toSummaryPlace(place: PlaceResult) {
  return {
    counts: {
      residents: place.residents,
      residents_60_plus: place.residents60Plus,
      residents_80_plus: place.residents80Plus,
      households: place.households,
    },
    travelMetres: place.travelMetres ?? undefined,
  }
}
