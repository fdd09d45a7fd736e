import type { Compute } from '../policy/compute.ts'
import type { ClassesBy, CountyLedger } from '../policy/ledger.ts'
import type { PlaceClasses, PlaceClassRule } from '../policy/place-class.ts'
import type { Bilingual } from '../problems.ts'
import { exactNumber, figure, say } from './words.ts'

/** The ledger with its units, residential areas and places in the classes given; what is not among them stays as it is. */
export function withPlaceClasses(ledger: CountyLedger, classes: PlaceClasses): CountyLedger {
  const put = <Row extends { id: string; placeClass: 'city' | 'country' | null }>(row: Row): Row => ({ ...row, placeClass: classes.get(row.id) ?? row.placeClass })
  return { ...ledger, units: ledger.units.map(put), areas: ledger.areas.map(put), places: ledger.places.map(put) }
}

export const statisticalWords = say('城乡划分：统计用城乡分类（台账所填）', 'City and country: the statistical class in the ledgers')
export const noBoundaryWords = say(
  '城乡划分：应按城镇开发边界，但尚未导入，改按统计用城乡分类（台账所填）',
  'City and country: the urban development boundary was asked for but never loaded; the statistical class in the ledgers is taken instead',
)

/** 「城乡划分：按城镇开发边界…」: the rule, the version, and what differs from the ledger's own classes. */
export function boundaryWords(before: CountyLedger, after: CountyLedger, classes: PlaceClasses, { by, cityShare }: PlaceClassRule, version: number): Bilingual {
  const percent = figure(exactNumber(Number((cityShare * 100).toPrecision(12))))
  const rule =
    by === 'boundary_share'
      ? say(`面积的 ${percent} % 及以上在边界内为城市（无范围的看点位）`, `city where ${percent} % or more of the surface lies inside (its point where no surface is known)`)
      : say(`代表点（单元驻地、小区出入口）在边界内为城市，多个点的须 ${percent} % 及以上`, `city where its point (seat, entrances) lies inside, ${percent} % or more of several`)
  const differing = (rows: 'units' | 'areas') => after[rows].filter(({ placeClass }, i) => placeClass !== before[rows][i].placeClass).length
  const unplaced = [...after.units, ...after.areas].filter(({ id }) => !classes.has(id)).length
  const left = unplaced === 0 ? say('', '') : say(`；${unplaced} 个没有位置，仍按台账`, `; ${unplaced} without a place keep the ledger’s`)
  return say(
    `城乡划分：按城镇开发边界（第 ${version} 版），${rule.zh}；与台账分类不同的单元 ${differing('units')} 个、小区 ${differing('areas')} 个${left.zh}`,
    `City and country: by the urban development boundary (version ${version}), ${rule.en}; ${differing('units')} units and ${differing('areas')} residential areas differ from the ledger${left.en}`,
  )
}

/** What a rule's result must say of it: nothing where the rule does not tell city from country. */
export function placeClassAssumptions(compute: Compute, classesBy: ClassesBy | undefined): Bilingual[] {
  if (!classesBy) return []
  return namesPlaceClass(compute) || (classesBy.isOverridden && walks(compute)) ? [classesBy.words] : []
}

/** Whether units or people of a class are asked for, at any leaf; a balance always compares the two. */
function namesPlaceClass(leaf: unknown): boolean {
  if (Array.isArray(leaf)) return leaf.some(namesPlaceClass)
  if (typeof leaf !== 'object' || leaf === null) return false
  return Object.entries(leaf).some(([key, value]) => {
    if (key === 'placeClass' || key === 'scope') return value === 'city' || value === 'country'
    return (key === 'measure' && value === 'balance') || namesPlaceClass(value)
  })
}

/** A place may lie farther from a road in the country than in the city. */
function walks(compute: Compute): boolean {
  return compute.kind === 'service_circle' || compute.kind === 'proximity' || (compute.kind === 'admin_coverage' && compute.profile !== null)
}
