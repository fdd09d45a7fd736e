import { isInside } from '../../core/checks/placement.ts'
import type { MultiPolygonCoordinates } from '../../core/coverage/places.ts'
import { pointOf } from '../../core/imports/draft.ts'
import { plainText } from '../../core/imports/plain-text.ts'
import type { ImportRecord } from '../../core/imports/report.ts'
import type { Unit } from '../../regions/regions.repository.ts'

export interface FoundUnits {
  /** The township or street that a row names by code, by name or through its community. */
  township: Unit | undefined
  /** The community or village. */
  community: Unit | undefined
}

/** Finds the units that rows speak of. Nothing is taken from where a row lies: only `placeClassOf` looks there. */
export interface UnitFinder {
  find(record: ImportRecord): FoundUnits
  /** Whether a row speaks of the county as a whole. */
  isWhole(record: ImportRecord): boolean
  /** City or country of what the row names, else of the smallest unit with a class that its place lies in. */
  placeClassOf(record: ImportRecord): 'city' | 'country' | undefined
}

type Bounded = Unit & { boundary: MultiPolygonCoordinates | null }

export function createUnitFinder(units: readonly Bounded[], county: { code: string; name: string }): UnitFinder {
  const wholeCodes = [county.code, `${county.code}000000`]
  const byCode = new Map(units.map((unit) => [unit.unitCode, unit]))
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const withClass = units.filter(({ placeClass, boundary }) => placeClass !== null && boundary !== null)
  // Communities come first: the smaller unit speaks for its own.
  withClass.sort((a, b) => Number(isTownship(a)) - Number(isTownship(b)))

  function find({ fields }: ImportRecord): FoundUnits {
    const code = typeof fields.unitCode === 'string' ? fields.unitCode : undefined
    const byItsCode = code === undefined ? undefined : (byCode.get(code) ?? byCode.get(`${code.slice(0, 9)}000`))
    const township =
      (byItsCode && (isTownship(byItsCode) ? byItsCode : parentOf(byItsCode))) ??
      only(units.filter((unit) => isTownship(unit) && isNamed(unit, fields.township)))
    const community =
      (byItsCode && !isTownship(byItsCode) ? byItsCode : undefined) ??
      only(units.filter((unit) => !isTownship(unit) && isNamed(unit, fields.community) && (!township || unit.parentId === township.id)))
    return { township: township ?? (community && parentOf(community)), community }
  }

  function parentOf(unit: Unit): Unit | undefined {
    return unit.parentId === null ? undefined : byId.get(unit.parentId)
  }

  const found = new Map<string, FoundUnits>()
  function findOnce(record: ImportRecord): FoundUnits {
    const key = JSON.stringify([record.fields.unitCode, record.fields.township, record.fields.community])
    let units = found.get(key)
    if (!units) found.set(key, (units = find(record)))
    return units
  }

  return {
    find: findOnce,
    isWhole({ fields }) {
      if (typeof fields.unitCode === 'string' && fields.unitCode !== '') return wholeCodes.includes(fields.unitCode)
      const words = [fields.community, fields.township, fields.name].find((word) => typeof word === 'string' && word !== '')
      return typeof words === 'string' && plainText(words) === plainText(county.name)
    },
    placeClassOf(record) {
      const { township, community } = findOnce(record)
      const named = community?.placeClass ?? township?.placeClass
      if (named) return named
      const at = pointOf(record)
      return (at && withClass.find(({ boundary }) => isInside(at[0], at[1], boundary!))?.placeClass) ?? undefined
    },
  }
}

export function isTownship({ level }: Pick<Unit, 'level'>): boolean {
  return level === 'township' || level === 'street' || level === 'other'
}

function isNamed(unit: Unit, name: unknown): boolean {
  return typeof name === 'string' && name !== '' && plainText(unit.name) === plainText(name)
}

/** Two communities of one name in two townships: the name alone says nothing. */
function only<T>(found: readonly T[]): T | undefined {
  return found.length === 1 ? found[0] : undefined
}
