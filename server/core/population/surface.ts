import { measures, type Counts, type Measure } from '../coverage/summarise.ts'
import type { Problem } from '../problems.ts'
import type { OwnedCells } from './cell-source.ts'
import { cellsOfPlace, type CellShare, type SurfacePlace } from './place-source.ts'
import { addCells, addCensus, scaleTogether, scaleUnit, settle, spreadWarning, unlocatedAbove, warning, type SurfaceUnit, type UnitPeople } from './unit-people.ts'
import { putInto } from './unit-source.ts'

/** A published total to which the located people of a region are scaled. */
export interface ControlTotal {
  total: number
  /** People of the total without a known place: the surface holds the rest. */
  unlocated: number
}

export interface SurfaceInput {
  resolution: number
  places: readonly (SurfacePlace & { unitId: string | null })[]
  /** Townships and streets; none under a study area. */
  units: readonly SurfaceUnit[]
  cells: OwnedCells | null
  /** The county, or the study area. */
  whole: Omit<SurfaceUnit, 'id' | 'census'>
}

export interface SurfaceMeasure {
  /** People of each cell, in the order of `cells`. */
  people: Uint32Array
  /** Σ people: exactly the located people, after scaling. */
  located: number
  /** What places, census and H3 table hold, before scaling. */
  counted: number
  /** People of published totals where nobody was counted, spread evenly. */
  fromTotal: number
  unlocated: number
  /** located ÷ counted; 1 where no control total applies; null where nobody was counted. */
  factor: number | null
  /** The county's total, where it was applied. */
  controlTotal: number | null
  /** Places whose count is not given: missing is not zero. */
  missingPlaces: number
  /** Which source speaks for each unit; the last one, without an id, is what stands outside them. */
  units: UnitPeople[]
}

export interface Surface {
  resolution: number
  cells: string[]
  measures: Record<Measure, SurfaceMeasure>
  problems: Problem[]
}

/**
 * Lays people out over H3 cells (domain.md, Population surface), by unit and measure from the best source there is:
 * counts of places; the census of the unit for whom they leave out; the H3 table where neither speaks. Then published
 * totals: a unit's scales the unit, the county's scales the others, to the located share, to the person.
 * Invariant: located + unlocated = what the sources hold, and where a total is applied it is the total.
 */
export function layOutSources(input: SurfaceInput): Surface {
  const problems: Problem[] = []
  const shares = input.places.map((place) => cellsOfPlace(place, input.resolution))
  const states = measures.map((measure) => {
    const { units, controlTotal } = layOutMeasure(input, shares, measure, problems)
    return { measure, units, controlTotal }
  })
  const own = shares.flatMap((share) => share.map(({ cell }) => cell))
  const others = states.flatMap(({ units }) => units.flatMap(({ people }) => [...people.keys()]))
  const cells = [...new Set([...own, ...others])].sort()
  const indexOf = new Map(cells.map((cell, index) => [cell, index]))
  const measured = states.map(({ measure, units, controlTotal }) => [measure, sumUp(units, controlTotal, indexOf)] as const)
  return { resolution: input.resolution, cells, measures: Object.fromEntries(measured) as Record<Measure, SurfaceMeasure>, problems }
}

/** The surface of places alone, with a total for all of them. */
export function layOutPopulation(
  places: readonly SurfacePlace[],
  resolution: number,
  controls: Partial<Record<Measure, ControlTotal>> = {},
): Surface {
  const counts = (of: (measure: Measure) => number | null) => Object.fromEntries(measures.map((measure) => [measure, of(measure)])) as Counts
  return layOutSources({
    resolution,
    places: places.map((place) => ({ ...place, unitId: null })),
    units: [],
    cells: null,
    whole: {
      name: '',
      boundary: null,
      control: counts((measure) => controls[measure]?.total ?? null),
      unlocated: counts((measure) => controls[measure]?.unlocated ?? null),
    },
  })
}

function layOutMeasure(input: SurfaceInput, shares: readonly CellShare[][], measure: Measure, problems: Problem[]): { units: UnitPeople[]; controlTotal: number | null } {
  const { resolution, units, places, whole, cells } = input
  // What is outside every unit of a county has no boundary of its own; without units it is the whole.
  const rest: SurfaceUnit = { id: null, name: whole.name, boundary: units.length === 0 ? whole.boundary : null, census: null, control: null, unlocated: whole.unlocated }
  const known = new Set(units.map(({ id }) => id))
  const states = [...units, rest].map((unit) => {
    const indexes = places.flatMap(({ unitId }, i) => ((known.has(unitId) ? unitId : null) === unit.id ? [i] : []))
    const state = startUnit(unit, indexes.map((i) => places[i]), measure)
    for (const i of indexes) addPlace(state, places[i], shares[i], measure)
    addCensus(state, measure, resolution, problems)
    addCells(state, measure, cells?.byUnit.get(unit.id)?.[measure], problems)
    state.factor = state.located > 0 ? 1 : null
    scaleUnit(state, measure, resolution, problems)
    return state
  })
  return { units: states, controlTotal: scaleWhole(input, states, measure, problems) }
}

function startUnit(unit: SurfaceUnit, dwellings: readonly SurfacePlace[], measure: Measure): UnitPeople {
  return {
    ...{ unit, dwellings, people: new Map(), located: 0, fromPlaces: 0, fromCensus: 0, fromCells: 0, cellsUnused: 0, fromTotal: 0 },
    ...{ spreadOver: null, unlocated: unit.unlocated[measure] ?? 0, unplaced: 0, missingPlaces: 0, controlTotal: null, factor: null },
  }
}

/** Every place keeps its people whole. */
function addPlace(state: UnitPeople, place: SurfacePlace, shares: readonly CellShare[], measure: Measure): void {
  const count = place.counts[measure]
  if (count === null) {
    state.missingPlaces++
    return
  }
  putInto(state.people, count, shares)
  state.fromPlaces += count
  state.located += count
}

/** Scales the units that have no total of their own to what the county's total leaves them. Returns the total if it applies. */
function scaleWhole({ whole, resolution }: SurfaceInput, states: readonly UnitPeople[], measure: Measure, problems: Problem[]): number | null {
  const total = whole.control?.[measure] ?? null
  if (total === null) return null
  const rest = states[states.length - 1]
  const unlocated = states.reduce((sum, state) => sum + state.unlocated, 0)
  const fixed = states.reduce((sum, { controlTotal, located }) => sum + (controlTotal === null ? 0 : located), 0)
  const free = states.filter(({ controlTotal }) => controlTotal === null)
  const target = total - unlocated - fixed
  if (unlocated > total) {
    problems.push(unlocatedAbove(whole.name, unlocated, total))
    return null
  }
  if (target < 0) {
    problems.push(warning('TOTALS_CONFLICT', whole.name, -target,
      `${whole.name}：各乡镇总数与位置不明者合计超过公布总数 ${total} 计 ${-target}，县级总数未采用`,
      `${whole.name}: the units' totals and people without a place exceed its published total of ${total} by ${-target}; the county's total is not applied`))
    return null
  }
  if (free.some(({ located }) => located > 0)) scaleTogether(free, target)
  else if (target > 0) {
    const boundaries = free.flatMap(({ unit }) => unit.boundary ?? [])
    const boundary = free.length === states.length ? whole.boundary : boundaries.length > 0 ? boundaries : null
    rest.fromTotal = settle(rest, target, measure, resolution, free.flatMap(({ dwellings }) => dwellings), boundary)
    problems.push(spreadWarning(rest, target))
  }
  return total
}

function sumUp(units: UnitPeople[], controlTotal: number | null, indexOf: ReadonlyMap<string, number>): SurfaceMeasure {
  const people = new Uint32Array(indexOf.size)
  for (const unit of units) for (const [cell, count] of unit.people) people[indexOf.get(cell)!] += count
  const sum = (of: (unit: UnitPeople) => number) => units.reduce((total, unit) => total + of(unit), 0)
  const located = sum((unit) => unit.located)
  const counted = sum((unit) => unit.fromPlaces + unit.fromCensus + unit.fromCells)
  const scaled = controlTotal !== null || units.some((unit) => unit.controlTotal !== null)
  return {
    ...{ people, located, counted, controlTotal, units },
    fromTotal: sum((unit) => unit.fromTotal),
    unlocated: sum((unit) => unit.unlocated),
    factor: counted === 0 ? null : scaled ? (located - sum((unit) => unit.fromTotal)) / counted : 1,
    missingPlaces: sum((unit) => unit.missingPlaces),
  }
}

