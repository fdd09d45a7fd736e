import type { AreaRule, AreaSubject } from '../../server/core/indicators/kinds/area-per-100hh.ts'
import type { Product } from './product.ts'
import type { Place, Town } from './town.ts'

/** 石城's figures: 20 m² and every site ≥ 150 m² for new areas, 15 m² for the others. */
export const areaRule: AreaRule = {
  adopted: false,
  label: { zh: '', en: '' },
  newM2Per100Households: 20,
  oldM2Per100Households: 15,
  existingM2Per100Households: 15,
  newSingleSiteMinimumM2: 150,
  facilityTypes: ['residential_ancillary', 'community_complex', 'community_center'],
  acquisitions: ['ancillary', 'leased'],
  newSince: { document: 'permit', date: '2019-06-20', reason: { zh: '', en: '' } },
  households: { new: 'planned', old: 'completed', existing: 'completed' },
  clause: null,
}

export function areaSubjects(town: Town): AreaSubject[] {
  return town.places.filter(({ kind }) => kind === 'area').map(toSubject)
}

function toSubject({ id, name, buildClass, permitDate, planningConditionDate, areaHouseholds }: Place): AreaSubject {
  return { id, name, buildClass, permitDate, planningConditionDate, households: areaHouseholds }
}

export function judgeTownAreas(town: Town, product: Product, subjects: AreaSubject[] = areaSubjects(town)) {
  const sites = town.facilities.map((facility) => ({ ...facility, facilityId: facility.id, name: facility.id }))
  const allotments = town.facilities.flatMap(({ id, serves }) =>
    serves.map((residentialAreaId) => ({ facilityId: id, residentialAreaId, areaM2: null })),
  )
  return product.judgeAreas(areaRule, subjects, sites, allotments)
}
