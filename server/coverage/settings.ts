import type { Bilingual } from '../contract/common.ts'
import type { AreaRule } from '../core/indicators/kinds/area-per-100hh.ts'

/** What an office has declared for its county; versioned like any other data, and pinned by every run. */
export interface CountySettings {
  demo: boolean
  dataDate: string
  defaultProfile: string
  coverageNote: Bilingual
  areaRule: AreaRule | null
  unitCoverage: { levels: string[]; facilityTypes: string[]; label: Bilingual }
}
