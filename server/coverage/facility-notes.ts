import type { Bilingual } from '../contract/common.ts'
import type { ComputeResult } from './compute.ts'
import type { CoverageInputs } from './inputs.ts'

/** Facilities that qualify and yet serve nobody, by name: never silently dropped (domain.md, Travel). */
export function notesOnFacilities(inputs: CoverageInputs, result: Pick<ComputeResult, 'strandedFacilities'>): Bilingual[] {
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
