import type { Bilingual } from '../contract/common.ts'
import type { RunNotes } from '../contract/run-details.ts'
import { longAccessLegs } from '../core/coverage/long-access.ts'
import { measures } from '../core/coverage/summarise.ts'
import { walkerNotes } from '../network/walker-notes.ts'
import type { ComputeResult } from './compute.ts'
import type { PlaceResult } from './coverage.repository.ts'
import type { CoverageInputs } from './inputs.ts'
import type { RunSurface } from './surface.ts'

/** What a run found out about its own data: kept with it, so that the figures can be defended later. */
export interface RunDiagnostics {
  facilityNotes: Bilingual[]
  missing: RunNotes['missing']
  longAccess: RunNotes['longAccess']
  islands: RunNotes['islands']
  surface: RunNotes['surface']
  /** Absent in runs from before more sources than places were known. */
  surfaceUnits?: RunNotes['surfaceUnits']
  surfaceProblems?: RunNotes['surfaceProblems']
}

export function diagnose(inputs: CoverageInputs, result: ComputeResult, places: PlaceResult[], surface: RunSurface): RunDiagnostics {
  return {
    facilityNotes: [...(result.walkers ? walkerNotes(result.walkers) : []), ...notesOnFacilities(inputs, result)],
    missing: listMissing(inputs, places),
    longAccess: longAccessLegs(places.map((place) => ({ ...place, accessMetres: place.accessMetres ?? undefined }))).map((place) => ({
      placeId: place.placeId,
      name: place.name,
      metres: place.accessMetres!,
    })),
    islands: result.pieces && islandsOf(result.pieces, places),
    surface: surface.summary,
    surfaceUnits: surface.units,
    surfaceProblems: surface.problems,
  }
}

/** Facilities that serve nobody, by name: never silently dropped (domain.md, Travel). */
function notesOnFacilities(inputs: CoverageInputs, result: Pick<ComputeResult, 'strandedFacilities'>): Bilingual[] {
  const stranded = result.strandedFacilities.map((i) => inputs.facilities[i])
  const notes: Bilingual[] = []
  if (stranded.length > 0) {
    const names = stranded.map(({ name, maxAccessMetres }) => `${name}（${maxAccessMetres} m）`).join('、')
    notes.push({
      zh: `${stranded.length} 处设施附近没有可步行的道路，步行不可达，未计入：${names}。`,
      en: `${stranded.length} facilities have no walkable road near enough, so nobody walks to them: ${names}.`,
    })
  }
  if (inputs.facilitiesWithoutPlace.length > 0) {
    const names = inputs.facilitiesWithoutPlace.map(({ name }) => name).join('、')
    notes.push({
      zh: `${inputs.facilitiesWithoutPlace.length} 处设施没有位置，未计入服务圈：${names}。`,
      en: `${inputs.facilitiesWithoutPlace.length} facilities have no known place and are left out of the circles: ${names}.`,
    })
  }
  return notes
}

const measureWords: Record<(typeof measures)[number], Bilingual> = {
  residents: { zh: '常住人口', en: 'residents' },
  residents_60_plus: { zh: '60 岁及以上人口', en: 'residents 60+' },
  residents_80_plus: { zh: '80 岁及以上人口', en: 'residents 80+' },
  households: { zh: '户数', en: 'households' },
}

function listMissing(inputs: CoverageInputs, places: PlaceResult[]): RunNotes['missing'] {
  const counts = measures.map((measure) => ({
    key: `count.${measure}`,
    text: { zh: `没有填报“${measureWords[measure].zh}”的地点`, en: `places without a count of ${measureWords[measure].en}` },
    count: inputs.places.filter((place) => place.counts[measure] === null).length,
  }))
  const residents = inputs.unlocated.reduce((sum, { counts }) => sum + (counts.residents ?? 0), 0)
  return [
    ...counts,
    { key: 'unlocated', text: { zh: '没有确切位置的人口（人）', en: 'residents without a known place' }, count: residents },
    {
      key: 'unreached',
      text: { zh: '附近没有可步行道路的地点', en: 'places with no walkable road near enough' },
      count: places.filter(({ verdict }) => verdict === 'unreached').length,
    },
    {
      key: 'facilities_without_place',
      text: { zh: '没有位置的设施', en: 'facilities without a place' },
      count: inputs.facilitiesWithoutPlace.length,
    },
    { key: 'roads', text: { zh: '没有路网数据（1 为没有）', en: 'no road data (1 where there is none)' }, count: inputs.network ? 0 : 1 },
  ]
}

function islandsOf({ components, largestComponentShare }: NonNullable<ComputeResult['pieces']>, places: PlaceResult[]): RunNotes['islands'] {
  return { components, largestShare: largestComponentShare, placesOffMain: places.filter(({ component }) => component !== null && component > 0).length }
}
