import type { MultiPolygonCoordinates } from '../coverage/places.ts'
import type { Counts, Measure } from '../coverage/summarise.ts'
import type { Problem } from '../problems.ts'
import { apportion } from './apportion.ts'
import type { SurfacePlace } from './place-source.ts'
import { putInto, spreadOfUnit, type SpreadOver } from './unit-source.ts'

/** A township or street; `id` null is what stands outside every unit, and the whole of a study area. */
export interface SurfaceUnit {
  id: string | null
  name: string
  boundary: MultiPolygonCoordinates | null
  /** Everybody who lives in it, by the census; null where there is none, by measure. */
  census: Counts | null
  /** A published total to which its located people are scaled. */
  control: Counts | null
  /** People of it without a known place, who are part of its census and of its totals. */
  unlocated: Counts
}

/** The people of one unit by one measure: where each of them was found, and where they stand. */
export interface UnitPeople {
  unit: SurfaceUnit
  dwellings: readonly SurfacePlace[]
  /** People by cell; their sum is `located`. */
  people: Map<string, number>
  located: number
  /** Before scaling, by source: counts of places, the rest of the census, the H3 table. */
  fromPlaces: number
  fromCensus: number
  fromCells: number
  /** People of the H3 table left aside, because a better source speaks for the unit. */
  cellsUnused: number
  /** People of a published total where nobody was counted, spread evenly. */
  fromTotal: number
  spreadOver: SpreadOver | null
  unlocated: number
  /** Of them, people of the census or a total that could stand nowhere: no dwelling, no boundary. */
  unplaced: number
  /** Places whose count is not given: missing is not zero. */
  missingPlaces: number
  /** The published total that was applied, the unit's own; null where none was. */
  controlTotal: number | null
  /** located ÷ what was found; 1 where no total applies, null where nobody was found. */
  factor: number | null
}

/** Adds the unit's census beyond its places and its people without a place: spread over dwellings, or unlocated. */
export function addCensus(state: UnitPeople, measure: Measure, resolution: number, problems: Problem[]): void {
  const census = state.unit.census?.[measure] ?? null
  if (census === null) return
  const rest = census - state.fromPlaces - state.unlocated
  if (rest < 0) {
    const found = state.fromPlaces + state.unlocated
    problems.push(warning('CENSUS_BELOW_COUNTED', state.unit.name, found - census,
      `${state.unit.name}：台账与村（社区）合计 ${found}，比普查数 ${census} 多 ${found - census}；以台账为准`,
      `${state.unit.name}: its places count ${found}, ${found - census} more than its census of ${census}; the places' counts are used`))
    return
  }
  state.fromCensus = settle(state, rest, measure, resolution)
}

/** Takes the H3 table's people, or leaves them aside where a better source speaks for the unit. */
export function addCells(state: UnitPeople, measure: Measure, own: ReadonlyMap<string, number> | undefined, problems: Problem[]): void {
  if (!own || own.size === 0) return
  const total = [...own.values()].reduce((sum, people) => sum + people, 0)
  if (state.fromPlaces > 0 || (state.unit.census?.[measure] ?? null) !== null) {
    state.cellsUnused = total
    return
  }
  // The table holds everybody, those without a known place too.
  if (state.unlocated > total) {
    problems.push(unlocatedAbove(state.unit.name, state.unlocated, total))
    state.cellsUnused = total
    return
  }
  const cells = [...own].sort(([a], [b]) => (a < b ? -1 : 1))
  const parts = apportion(total - state.unlocated, cells.map(([, people]) => people))
  cells.forEach(([cell], i) => state.people.set(cell, (state.people.get(cell) ?? 0) + parts[i]))
  state.fromCells = total - state.unlocated
  state.located += state.fromCells
}

/** Scales a unit to its own published total; where nobody was found, spreads the total evenly. */
export function scaleUnit(state: UnitPeople, measure: Measure, resolution: number, problems: Problem[]): void {
  const total = state.unit.control?.[measure] ?? null
  if (total === null) return
  if (state.unlocated > total) {
    problems.push(unlocatedAbove(state.unit.name, state.unlocated, total))
    return
  }
  const target = total - state.unlocated
  state.controlTotal = total
  if (state.located > 0) scaleTogether([state], target)
  else {
    state.factor = null
    state.fromTotal = settle(state, target, measure, resolution)
    if (target > 0) problems.push(spreadWarning(state, target))
  }
}

/** Scales several units by one factor, to the person. */
export function scaleTogether(states: readonly UnitPeople[], target: number): void {
  const before = states.reduce((sum, { located }) => sum + located, 0)
  // By cell, so that ties fall the same way whatever order the places came in.
  const entries = states.flatMap((state) => [...state.people].sort(([a], [b]) => (a < b ? -1 : 1)).map(([cell, people]) => ({ state, cell, people })))
  const parts = apportion(target, entries.map(({ people }) => people))
  for (const state of states) {
    state.located = 0
    if (state.people.size > 0) state.factor = target / before
  }
  entries.forEach(({ state, cell }, i) => {
    state.people.set(cell, parts[i])
    state.located += parts[i]
  })
}

/** Puts people known only by the unit over it. Returns how many it could place; the others are unlocated from now on. */
export function settle(
  state: UnitPeople,
  people: number,
  measure: Measure,
  resolution: number,
  dwellings = state.dwellings,
  boundary = state.unit.boundary,
): number {
  if (people === 0) return 0
  const spread = spreadOfUnit(dwellings, boundary, measure, resolution)
  if (!spread) {
    state.unlocated += people
    state.unplaced += people
    return 0
  }
  putInto(state.people, people, spread.shares)
  state.located += people
  state.spreadOver = spread.over
  return people
}

export function spreadWarning({ unit, fromTotal, unplaced, spreadOver }: UnitPeople, people: number): Problem {
  if (fromTotal > 0) {
    const over = { households: ['按户数分摊到小区与村', 'over its dwellings by households'], footprints: ['按占地分摊到小区', 'over its dwellings by footprint'], dwellings: ['均摊到各居住点', 'evenly over its dwellings'], cells: ['均摊到全部格网', 'evenly over all its cells'] }[spreadOver!]
    return warning('TOTAL_SPREAD', unit.name, people, `${unit.name}：没有任何地点的人数，公布总数中的 ${people} ${over[0]}（假设）`, `${unit.name}: nobody is counted at any place; ${people} of its published total are spread ${over[1]} (an assumption)`)
  }
  return warning('TOTAL_UNPLACED', unit.name, unplaced, `${unit.name}：公布总数中的 ${unplaced} 没有地点可放，计入位置不明`, `${unit.name}: ${unplaced} of its published total have no place to stand and count as without a known place`)
}

export function unlocatedAbove(name: string, unlocated: number, total: number): Problem {
  return warning('UNLOCATED_ABOVE_TOTAL', name, unlocated,
    `${name}：位置不明 ${unlocated} 多于总数 ${total}，该总数未采用，请核对两处数字`,
    `${name}: ${unlocated} without a known place are more than the total of ${total}; the total is not applied, check the two figures`)
}

export function warning(code: string, name: string, value: number, zh: string, en: string): Problem {
  return { code, severity: 'warning', column: name, value: String(value), message: { zh, en } }
}
