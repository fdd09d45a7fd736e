import { refuse } from '../problems.ts'

/** A unit of a county as its ledger has it; days are 'YYYY-MM-DD', `validTo` is the first day it is no more. */
export interface AdminUnit {
  unitId: string
  unitCode: string
  name: string
  level: 'township' | 'street' | 'community' | 'village' | 'other'
  parentId: string | null
  /** 统计用城乡分类代码, such as 111; null where not given. */
  urbanRuralCode: string | null
  validFrom: string | null
  validTo: string | null
}

/** From `mergedOn` on, what carried the old code belongs to the new one. */
export interface UnitMerger {
  oldUnitCode: string
  newUnitCode: string
  mergedOn: string
}

/**
 * The code that stands on a day for what once had this one, over any number of mergers. Mergers of one day happen at
 * once, so a chain goes on only with later ones: codes are used again (in 冕宁 513433108 was 回龙镇, and since the day
 * that this was merged away is 彝海镇). `since` is the day from which the code is known to mean this unit: a merger up to that
 * day speaks of an earlier bearer. A chain that comes back to a code, and a unit merged into two, are refused.
 */
export function currentUnitCode(code: string, date: string, mergers: readonly UnitMerger[], since = ''): string {
  const passed = [code]
  let after = since
  for (;;) {
    const current = passed[passed.length - 1]
    const later = mergers.filter(({ oldUnitCode, mergedOn }) => oldUnitCode === current && mergedOn > after && mergedOn <= date)
    if (later.length === 0) return current
    after = later.reduce((day, { mergedOn }) => (mergedOn < day ? mergedOn : day), later[0].mergedOn)
    const next = new Set(later.filter(({ mergedOn }) => mergedOn === after).map(({ newUnitCode }) => newUnitCode))
    const [only] = next
    if (next.size > 1) throw refuse('MERGER_SPLIT', `区划 ${current} 于 ${after} 并入了两个单元`, `Unit ${current} was merged into two on ${after}`)
    if (passed.includes(only)) {
      const chain = [...passed, only].join(' → ')
      throw refuse('MERGER_CYCLE', `区划合并成环：${chain}`, `Mergers form a cycle: ${chain}`)
    }
    passed.push(only)
  }
}

/** The units of a county in force on a day, and what every other one has become. */
export interface UnitTree {
  inForce: AdminUnit[]
  /** The unit in force that a record of this unit belongs to; undefined where that is not known. */
  resolve(unitId: string | null): AdminUnit | undefined
  /** The same and all above it, nearest first. */
  lineage(unitId: string | null): AdminUnit[]
  /** Whose code counts for whom besides itself: what is coded to a unit lies in what it has become, and in all above. */
  carried: { unitId: string; countsFor: string }[]
}

/**
 * A unit is in force from `validFrom` to before `validTo` (either may be unknown), unless it has merged into one that
 * is. A merger into a unit that the ledger lacks changes nothing: the old one is then the best that is known.
 */
export function unitsInForce(units: readonly AdminUnit[], mergers: readonly UnitMerger[], date: string): UnitTree {
  const byId = new Map(units.map((unit) => [unit.unitId, unit]))
  const dated = units.filter(({ validFrom, validTo }) => (validFrom === null || validFrom <= date) && (validTo === null || validTo > date))
  const byCode = new Map(dated.map((unit) => [unit.unitCode, unit]))
  const datedIds = new Set(dated.map(({ unitId }) => unitId))
  const becomes = new Map(
    units.map((unit) => {
      const code = currentUnitCode(unit.unitCode, date, mergers, unit.validFrom ?? undefined)
      const merged = code === unit.unitCode ? undefined : byCode.get(code)
      return [unit.unitId, merged ?? (datedIds.has(unit.unitId) ? unit : undefined)]
    }),
  )
  const resolve = (unitId: string | null) => (unitId === null ? undefined : becomes.get(unitId))
  const lineage = (unitId: string | null) => {
    const found: AdminUnit[] = []
    // A village may still name the old township as its parent; a ledger in which parents go round ends the climb.
    for (let unit = resolve(unitId); unit && !found.includes(unit); unit = resolve(byId.get(unit.unitId)?.parentId ?? null)) found.push(unit)
    return found
  }
  const carried = units.flatMap(({ unitId }) =>
    lineage(unitId).flatMap((unit) => (unit.unitId === unitId ? [] : [{ unitId, countsFor: unit.unitId }])),
  )
  return { inForce: units.filter((unit) => becomes.get(unit.unitId) === unit), resolve, lineage, carried }
}

/** The township or street of a record, else the highest unit known for it: sums are by township. */
export function townshipOf(tree: UnitTree, unitId: string | null): AdminUnit | undefined {
  const lineage = tree.lineage(unitId)
  return lineage.find(({ level }) => level === 'township' || level === 'street') ?? lineage.at(-1)
}

/** A place of a run: a residential area, or a village or community itself. */
export interface ReachedPlace {
  /** The units that the place stands in by its record; those above them follow. */
  unitIds: (string | null)[]
  covered: boolean
}

/**
 * Whether a unit's people are reached: at least one place in it is covered in the run, by whatever facility, inside or
 * out. A unit without a place in the run is not in the map: nothing is known of it.
 */
export function reachOfUnits(tree: UnitTree, places: readonly ReachedPlace[]): Map<string, boolean> {
  const reached = new Map<string, boolean>()
  for (const { unitIds, covered } of places) {
    for (const { unitId } of unitIds.flatMap((unitId) => tree.lineage(unitId))) {
      reached.set(unitId, covered || reached.get(unitId) === true)
    }
  }
  return reached
}

/**
 * 城区镇, the denominator of 沙坡头's 「每个城区（乡）镇」: a 乡 or 镇 that holds a community or village of class 11x
 * (111 主城区, 112 城乡结合区), which is what 统计上划分城乡的规定 calls 城区. The seat of every 镇 has class 121 (镇区), so
 * class 1xx would take in every 镇; streets are a denominator of their own. Plans leave the list to the user.
 */
export function urbanTownIds(tree: UnitTree): Set<string> {
  const urban = tree.inForce.filter(({ level, urbanRuralCode }) => (level === 'community' || level === 'village') && urbanRuralCode?.startsWith('11'))
  return new Set(
    urban.flatMap(({ unitId }) => {
      const above = townshipOf(tree, unitId)
      return above?.level === 'township' ? [above.unitId] : []
    }),
  )
}
