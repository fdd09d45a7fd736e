import { findDatumOffset } from '../../server/core/checks/datum-offset.ts'
import { findDuplicateAreas } from '../../server/core/checks/duplicate-areas.ts'
import { judgePlacement } from '../../server/core/checks/placement.ts'
import { judgeRepair } from '../../server/core/checks/repaired-area.ts'
import { packBlocks, unpackBlock } from '../../server/core/coverage/blocks.ts'
import { longAccessLegs } from '../../server/core/coverage/long-access.ts'
import { judgePlace } from '../../server/core/coverage/places.ts'
import { facilityLimitMetres } from '../../server/core/coverage/profiles.ts'
import { rates, tally, type Measure, type SummaryPlace, type Counts } from '../../server/core/coverage/summarise.ts'
import { travelOnNetwork, travelStraight } from '../../server/core/coverage/travel.ts'
import { explainOnNetwork } from '../../server/core/coverage/why-not.ts'
import { geodesicMetres } from '../../server/core/geodesic.ts'
import { polygonAreaM2 } from '../../server/core/geodesic-area.ts'
import { unitCoverage } from '../../server/core/indicators/kinds/admin-coverage.ts'
import { classify, judgeAreas } from '../../server/core/indicators/kinds/area-per-100hh.ts'
import { apportion } from '../../server/core/population/apportion.ts'
import type { SurfacePlace } from '../../server/core/population/place-source.ts'
import { layOutPopulation } from '../../server/core/population/surface.ts'
import { canonicalJson, sha256Hex } from '../../server/hashing.ts'
import type { Facility } from './town.ts'

/** The people of one township, those of unknown place apart. */
export interface Part {
  places: SummaryPlace[]
  unlocated: Counts[]
}

/** Whether some facility can be walked to within its limit, from spots in degrees. */
export type IsReached = (lon: Float64Array, lat: Float64Array) => boolean[]

/**
 * Everything of the product that a law asks. A mutation replaces one entry by a plausible mistake: a law that then
 * finds no counterexample would not have found the mistake in the product either.
 */
export const product = {
  apportion,
  canonicalJson,
  classify,
  explainOnNetwork,
  facilityLimitMetres,
  findDatumOffset,
  findDuplicateAreas,
  geodesicMetres,
  judgeAreas,
  judgePlace,
  judgePlacement,
  judgeRepair,
  layOutPopulation,
  longAccessLegs,
  packBlocks,
  polygonAreaM2,
  rates,
  sha256Hex,
  tally,
  travelOnNetwork,
  travelStraight,
  unitCoverage,
  unpackBlock,

  /** Facilities that count: in eldercare use now (domain.md, Admin-unit coverage and Service-circle profiles). */
  isInEldercareUse: ({ status, currentUse }: Pick<Facility, 'status' | 'currentUse'>) =>
    status === 'operating' && currentUse === 'eldercare',

  /** How much a county keeps of what lies outside its boundary (domain.md, Travel). */
  keptOutsideMetres: (limitMetres: number, maxAccessMetres: number) => ({ roads: limitMetres + maxAccessMetres, facilities: limitMetres }),

  /** The rate of a whole from its parts (domain.md, Coverage): sums first, one division last. */
  ratesOfWhole: (parts: readonly Part[], measure: Measure, limitMetres: number) =>
    rates(
      tally(
        parts.flatMap(({ places }) => places),
        parts.flatMap(({ unlocated }) => unlocated),
        measure,
        limitMetres,
      ),
    ),

  /** Coverage on the surface, percent: verdicts are the places' own (domain.md, Coverage), cells only hold their people. */
  coverageOnSurface(places: readonly SurfacePlace[], isCovered: readonly boolean[], resolution: number, _isReached: IsReached): number {
    const peopleOn = (some: readonly SurfacePlace[]) =>
      product.layOutPopulation(some, resolution).measures.residents.people.reduce((a, b) => a + b, 0)
    return (100 * peopleOn(places.filter((_, i) => isCovered[i]))) / peopleOn(places)
  },

  /** Parts of a whole in tenths of a percent, as they are printed side by side. */
  displayedTenths: (parts: readonly number[]) => [...apportion(1000, parts)],
}

export type Product = typeof product
