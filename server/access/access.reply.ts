import type { AccessReply } from '../contract/access.ts'
import { formatCountyCode } from '../county-code.ts'
import { giniOf, meanAccess, shareBelow } from '../core/access/equity.ts'
import { accessNotes, methodLine } from './access.notes.ts'
import type { AccessParameters } from './access-parameters.ts'
import type { Assessed } from './assessed.ts'

/** Turns arrays into the rows and sums that are shown; a unit's sums are those of its rows, the county's those of its units. */
export function toAccessReply(assessed: Assessed): AccessReply {
  const { run, parameters, demand, facilities, missing, withoutPlace, result, inputVersions, inputHash } = assessed
  const units = unitRows(assessed)
  const people = Float64Array.from(demand.places, ({ people }) => people ?? 0)
  const gini = giniOf(result.access.subarray(0, people.length), people)
  const target = parameters.targetPerThousand
  const below = target === undefined ? undefined : shareBelow(units.map(({ sums }) => sums), target / 1000)
  return {
    runId: run.id,
    dataDate: run.data_date,
    inputVersions,
    inputHash,
    parameters: shownParameters(parameters),
    methodLine: methodLine(run, parameters),
    totals: {
      ...toSums(sumOf(units.map(({ sums }) => sums))),
      capacity: total(facilities.map(({ capacity }) => capacity)),
      capacityInReach: total(facilities.map(({ capacity }, f) => (Number.isNaN(result.ratio[f]) ? 0 : capacity))),
      capacityUsed: total(result.used),
      peopleWithoutAccess: total(people.map((count, p) => (result.access[p] > 0 ? 0 : count))),
      gini: gini ?? null,
      target: below === undefined ? null : {
        ...{ perThousand: target!, unitsBelow: below.below, units: below.known, peopleBelow: below.peopleBelow },
        share: below.known > 0 ? below.below / below.known : null,
      },
    },
    outside: outsideSums(assessed),
    neighbours: neighbourRows(assessed),
    facilities: facilityRows(assessed),
    places: placeRows(assessed),
    units: units.map(({ unitId, name, sums }) => {
      const mean = meanAccess(sums)
      const belowTarget = target === undefined || mean === undefined ? null : shareBelow([sums], target / 1000).below === 1
      return { unitId, name, ...toSums(sums), belowTarget }
    }),
    missingCapacity: missing,
    missingPlace: withoutPlace.map(({ id, name }) => ({ id, name })),
    notes: accessNotes(assessed),
  }
}

/** In one order, whichever way they were asked for: the same answer has the same text. */
function shownParameters({ capacity, m2PerPlace, weight, method, limitMetres, bands, facilityTypes, demand, needShare, targetPerThousand }: AccessParameters): AccessReply['parameters'] {
  return { capacity, m2PerPlace: m2PerPlace ?? null, weight, method, limitMetres, bands, facilityTypes, demand, needShare, targetPerThousand: targetPerThousand ?? null }
}

interface Sums {
  people: number
  unlocated: number
  /** Σ access × people. */
  reached: number
  need: number
  served: number
  servedAlone: number
  withoutCount: number
}

const nobody: Sums = { people: 0, unlocated: 0, reached: 0, need: 0, served: 0, servedAlone: 0, withoutCount: 0 }

function unitRows({ units, demand, need, result }: Assessed): { unitId: string | null; name: string; sums: Sums }[] {
  const nameOf = new Map(units.map(({ id, name }) => [id, name]))
  const rows = new Map<string | null, Sums>()
  const rowOf = (unitId: string | null) => {
    let row = rows.get(unitId)
    if (!row) rows.set(unitId, (row = { ...nobody }))
    return row
  }
  demand.places.forEach(({ unitId, people }, p) => {
    const row = rowOf(unitId)
    row.people += people ?? 0
    row.reached += result.access[p] * (people ?? 0)
    row.need += need[p]
    row.served += result.served[p]
    row.servedAlone += result.servedAlone[p]
  })
  for (const [unitId, people] of demand.unlocated) rowOf(unitId).unlocated += people
  for (const [unitId, count] of demand.withoutCount) rowOf(unitId).withoutCount += count
  const named = [...rows].map(([unitId, sums]) => ({ unitId, name: unitId === null ? '所属乡镇不明' : (nameOf.get(unitId) ?? unitId), sums }))
  return named.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

function sumOf(rows: readonly Sums[]): Sums {
  const sum = { ...nobody }
  for (const row of rows) for (const key of Object.keys(sum) as (keyof Sums)[]) sum[key] += row[key]
  return sum
}

function toSums(sums: Sums) {
  const { people, unlocated, reached, need, served, servedAlone, withoutCount } = sums
  const everybody = people + unlocated
  return {
    ...{ people, unlocatedPeople: unlocated, need, served, unserved: need - served, unservedLower: need - servedAlone, placesWithoutCount: withoutCount },
    accessPerThousand: people > 0 ? (reached / people) * 1000 : null,
    accessPerThousandLower: everybody > 0 ? (reached / everybody) * 1000 : null,
  }
}

/** Those outside who can walk to a facility that counts. */
function outsideSums({ demand, outsiders, need, result }: Assessed): AccessReply['outside'] {
  const first = demand.places.length
  const noRoad = new Set(result.strandedPlaces)
  const sums = { places: 0, people: 0, capacityReached: 0, need: 0, served: 0, unreachedPlaces: 0 }
  outsiders.forEach(({ people }, i) => {
    const p = first + i
    if (noRoad.has(p)) sums.unreachedPlaces++
    if (result.inReach[p] === 0) return
    sums.places++
    sums.people += people ?? 0
    sums.capacityReached += result.access[p] * (people ?? 0)
    sums.need += need[p]
    sums.served += result.served[p]
  })
  return sums
}

function neighbourRows({ demand, outside, outsiders, result }: Assessed): AccessReply['neighbours'] {
  return outside.neighbours.map(({ code, name, state }) => {
    const inReach = outsiders.filter(({ countyCode }, i) => countyCode === code && result.inReach[demand.places.length + i] > 0)
    return { code: formatCountyCode(code), name, state, places: inReach.length, people: total(inReach.map(({ people }) => people ?? 0)) }
  })
}

function facilityRows({ facilities, result }: Assessed): AccessReply['facilities'] {
  const stranded = new Set(result.strandedFacilities)
  return facilities.map(({ id, name, countyCode, types, lon, lat, capacity }, f) => ({
    ...{ id, name, code: formatCountyCode(countyCode), types, location: [lon, lat] as [number, number], capacity },
    weightedPeople: result.weightedPeople[f],
    ratioPerThousand: Number.isNaN(result.ratio[f]) ? null : result.ratio[f] * 1000,
    used: result.used[f],
    usedShare: capacity > 0 ? result.used[f] / capacity : null,
    stranded: stranded.has(f),
  }))
}

function placeRows({ units, demand, need, result }: Assessed): AccessReply['places'] {
  const nameOf = new Map(units.map(({ id, name }) => [id, name]))
  const noRoad = new Set(result.strandedPlaces)
  return demand.places.map(({ id, kind, name, unitId, people, points }, p) => {
    // A cell may hold fewer than ten elders, whom a subtraction would show: its counts stay here.
    const known = people !== null && kind !== 'cell'
    return {
      ...{ id, kind, name, unitId, unitName: unitId === null ? null : (nameOf.get(unitId) ?? null), location: points[0] },
      ...{ people: known ? people : null, need: known ? need[p] : null, served: known ? result.served[p] : null, unserved: known ? need[p] - result.served[p] : null },
      accessPerThousand: result.access[p] * 1000,
      inReach: result.inReach[p],
      nearestMetres: result.nearestMetres[p] < Infinity ? result.nearestMetres[p] : null,
      edge: result.edge[p] === 1,
      noRoad: noRoad.has(p),
    }
  })
}

function total(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0)
}
