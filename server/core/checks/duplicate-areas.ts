import { geodesicMetres } from '../geodesic.ts'
import type { LonLat } from '../lonlat.ts'

export interface NamedArea {
  code: string | null
  name: string
  /** Undefined where its place is not known. */
  at: LonLat | undefined
}

export interface DuplicatePair {
  /** Indices into the areas, first < second. */
  first: number
  second: number
  why: 'same_code' | 'same_name_nearby'
}

/** Two areas of one name nearer than this are one area entered twice, unless the user says otherwise. */
export const sameNameMetres = 200

/**
 * Residential areas that seem to be entered twice: their people would count twice. The same code, or the same name within
 * 200 m; spaces and case do not tell names apart. Only the pairs with the first of each kind are listed.
 */
export function findDuplicateAreas(areas: readonly NamedArea[]): DuplicatePair[] {
  const firstByCode = new Map<string, number>()
  const byName = new Map<string, number[]>()
  const pairs: DuplicatePair[] = []
  areas.forEach((area, second) => {
    const code = area.code && plain(area.code)
    const name = plain(area.name)
    const sameCode = code ? firstByCode.get(code) : undefined
    const sameName = (byName.get(name) ?? []).find((first) => isNear(areas[first].at, area.at))
    if (sameCode !== undefined) pairs.push({ first: sameCode, second, why: 'same_code' })
    else if (sameName !== undefined) pairs.push({ first: sameName, second, why: 'same_name_nearby' })
    if (code && sameCode === undefined) firstByCode.set(code, second)
    byName.set(name, [...(byName.get(name) ?? []), second])
  })
  return pairs
}

function plain(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
}

function isNear(a: LonLat | undefined, b: LonLat | undefined): boolean {
  return a !== undefined && b !== undefined && geodesicMetres(a[0], a[1], b[0], b[1]) <= sameNameMetres
}
