import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocateNearest } from '../../../server/core/access/allocate.ts'
import { decayFunction, defaultBands } from '../../../server/core/access/decay.ts'
import { giniOf, meanAccess, shareBelow } from '../../../server/core/access/equity.ts'
import { floatingCatchment } from '../../../server/core/access/floating-catchment.ts'
import type { CatchmentPairs } from '../../../server/core/access/pairs.ts'

/** Walks in metres as a table, places down, facilities across; undefined where there is none. */
function pairsOf(walks: (number | undefined)[][]): CatchmentPairs {
  const facilityCount = Math.max(0, ...walks.map((row) => row.length))
  const rows = Array.from({ length: facilityCount }, (_, f) => walks.flatMap((row, p) => (row[f] === undefined ? [] : [[p, f, row[f]] as const]))).flat()
  return {
    count: rows.length,
    place: Int32Array.from(rows, ([p]) => p),
    facility: Int32Array.from(rows, ([, f]) => f),
    metres: Float64Array.from(rows, ([, , metres]) => metres),
  }
}

/**
 * A town of three places on one street and two homes:   a(100) ─400─ X(20 beds) ─400─ b(300) ─400─ Y(30 beds) ─400─ c(200)
 */
const walks = [[400, 1200], [400, 400], [1200, 400]]
const people = Float64Array.of(100, 300, 200)
const capacity = Float64Array.of(20, 30)

function accessBy(decay: Parameters<typeof decayFunction>[0], limitMetres: number) {
  const reached = walks.map((row) => row.map((metres) => (metres <= limitMetres ? metres : undefined)))
  return floatingCatchment({ pairs: pairsOf(reached), people, capacity, weightOf: decayFunction(decay, limitMetres) })
}

describe('the floating catchment area in a town worked out by hand', () => {
  test('2SFCA: X serves a and b with 20/400, Y serves b and c with 30/500', () => {
    const { ratio, access } = accessBy({ method: '2sfca' }, 1000)
    expect([...ratio]).toEqual([20 / 400, 30 / 500])
    expect([...access]).toEqual([20 / 400, 20 / 400 + 30 / 500, 30 / 500])
  })

  test('E2SFCA: bands of 500 m (1) and 1,500 m (0.25) weigh the far place in both steps', () => {
    const { weightedPeople, access } = accessBy({ method: 'e2sfca', bands: [{ upToMetres: 500, weight: 1 }, { upToMetres: 1500, weight: 0.25 }] }, 1500)
    // X: 100 + 300 + 200 × ¼ = 450;  Y: 100 × ¼ + 300 + 200 = 525.
    expect([...weightedPeople]).toEqual([450, 525])
    expect(access[0]).toBeCloseTo(20 / 450 + 0.25 * (30 / 525), 12)
    expect(access[1]).toBeCloseTo(20 / 450 + 30 / 525, 12)
    expect(access[2]).toBeCloseTo(0.25 * (20 / 450) + 30 / 525, 12)
  })

  test('Gaussian: 1 at the door, 0 at the limit, and (e^(−1/8) − e^(−1/2)) ÷ (1 − e^(−1/2)) half way', () => {
    const weight = decayFunction({ method: 'gaussian' }, 800)
    expect([weight(0), weight(800), weight(801)]).toEqual([1, 0, 0])
    expect(weight(400)).toBeCloseTo(0.275966 / 0.393469, 5)
    // One weight for all near pairs cancels out: with nobody but them in reach it is 2SFCA again.
    expect(accessBy({ method: 'gaussian' }, 800).access[0]).toBeCloseTo(20 / 400, 12)
  })

  test('the default bands are thirds of the limit, and the limit itself is inside', () => {
    expect(defaultBands(1000)).toEqual([{ upToMetres: 333.33, weight: 1 }, { upToMetres: 666.67, weight: 0.68 }, { upToMetres: 1000, weight: 0.22 }])
    const weight = decayFunction({ method: 'e2sfca', bands: defaultBands(1000) }, 1000)
    expect([0, 333.33, 333.34, 700, 1000, 1000.01].map(weight)).toEqual([1, 1, 0.68, 0.22, 0.22, 0])
  })

  test('a facility that nobody reaches has no ratio, and its beds reach nobody', () => {
    const { ratio, access } = floatingCatchment({ pairs: pairsOf([[undefined, 300]]), people: Float64Array.of(50), capacity: Float64Array.of(10, 5), weightOf: () => 1 })
    expect(ratio[0]).toBeNaN()
    expect([...access]).toEqual([0.1])
  })
})

const worlds = fc
  .record({ placeCount: fc.integer({ min: 1, max: 8 }), facilityCount: fc.integer({ min: 1, max: 5 }) })
  .chain(({ placeCount, facilityCount }) =>
    fc.record({
      walks: fc.array(fc.array(fc.option(fc.integer({ min: 0, max: 12 }).map((hundreds) => hundreds * 100), { nil: undefined }), { minLength: facilityCount, maxLength: facilityCount }), { minLength: placeCount, maxLength: placeCount }),
      people: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: placeCount, maxLength: placeCount }),
      capacity: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: facilityCount, maxLength: facilityCount }),
      more: fc.tuple(fc.integer({ min: 0, max: facilityCount - 1 }), fc.integer({ min: 1, max: 30 })),
    }),
  )
const decays = fc.constantFrom<Parameters<typeof decayFunction>[0]>({ method: '2sfca' }, { method: 'e2sfca', bands: defaultBands(1200) }, { method: 'gaussian' })

describe('laws of access', () => {
  test('what reaches people is the capacity that anybody can reach: Σ access·people = Σ capacity', () => {
    fc.assert(
      fc.property(worlds, decays, ({ walks, people, capacity }, decay) => {
        const result = floatingCatchment({ pairs: pairsOf(walks), people: Float64Array.from(people), capacity: Float64Array.from(capacity), weightOf: decayFunction(decay, 1200) })
        const reached = people.reduce((sum, count, p) => sum + count * result.access[p], 0)
        const there = capacity.reduce((sum, beds, f) => sum + (Number.isNaN(result.ratio[f]) ? 0 : beds), 0)
        expect(reached).toBeCloseTo(there, 9)
      }),
      { numRuns: 500 },
    )
  })

  test('weights never rise with the walk, and lie between 0 and 1', () => {
    fc.assert(
      fc.property(decays, fc.double({ min: 0, max: 1300, noNaN: true }), fc.double({ min: 0, max: 1300, noNaN: true }), (decay, a, b) => {
        const weight = decayFunction(decay, 1200)
        expect(weight(Math.min(a, b))).toBeGreaterThanOrEqual(weight(Math.max(a, b)))
        expect(weight(a)).toBeGreaterThanOrEqual(0)
        expect(weight(a)).toBeLessThanOrEqual(1)
      }),
    )
  })
})

const idsOf = (letter: string, count: number) => Array.from({ length: count }, (_, i) => `${letter}${i}`)

function allocate(walks: (number | undefined)[][], need: number[], capacity: number[]) {
  return allocateNearest({
    pairs: pairsOf(walks),
    need: Uint32Array.from(need),
    capacity: Uint32Array.from(capacity),
    placeIds: idsOf('p', need.length),
    facilityIds: idsOf('f', capacity.length),
  })
}

describe('who is left over once capacity is used up', () => {
  test('the nearest are served first; those turned away go on to the next', () => {
    // p0 (30) takes 30 of f0's 40 at 100 m; p1 (30) gets the last 10 at 200 m, and 15 of f1's 15 at 500 m: 5 are left.
    const { served, used } = allocate([[100, undefined], [200, 500]], [30, 30], [40, 15])
    expect([[...served], [...used]]).toEqual([[30, 25], [40, 15]])
  })

  test('equal walks are settled by the place’s id, not by the order of the rows', () => {
    const pairs = pairsOf([[100], [100]])
    const settle = (placeIds: string[]) => [...allocateNearest({ pairs, need: Uint32Array.of(10, 10), capacity: Uint32Array.of(12), placeIds, facilityIds: ['f'] }).served]
    expect(settle(['a', 'b'])).toEqual([10, 2])
    expect(settle(['b', 'a'])).toEqual([2, 10])
  })

  test('served + unserved = need; no facility beyond its capacity; nobody waits beside a free bed', () => {
    fc.assert(
      fc.property(worlds, ({ walks, people, capacity }) => {
        const { served, used } = allocate(walks, people, capacity)
        expect(served.reduce((a, b) => a + b, 0)).toBe(used.reduce((a, b) => a + b, 0))
        served.forEach((count, p) => expect(count).toBeLessThanOrEqual(people[p]))
        used.forEach((count, f) => expect(count).toBeLessThanOrEqual(capacity[f]))
        walks.forEach((row, p) => row.forEach((walk, f) => walk !== undefined && expect(served[p] === people[p] || used[f] === capacity[f]).toBe(true)))
      }),
      { numRuns: 500 },
    )
  })

  test('more capacity never leaves more people unserved, in any place', () => {
    fc.assert(
      fc.property(worlds, ({ walks, people, capacity, more: [facility, beds] }) => {
        const before = allocate(walks, people, capacity).served
        const after = allocate(walks, people, capacity.map((own, f) => (f === facility ? own + beds : own))).served
        expect(after.reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(before.reduce((a, b) => a + b, 0))
        after.forEach((count, p) => expect(count).toBeGreaterThanOrEqual(before[p]))
      }),
      { numRuns: 1000 },
    )
  })
})

describe('equity', () => {
  test('Gini by its definition: half the relative mean difference', () => {
    // Two groups of equal size, one has all: G = ½. Three of four people have nothing: ¾.
    expect(giniOf([0, 1], [5, 5])).toBeCloseTo(0.5, 12)
    expect(giniOf([0, 8], [3, 1])).toBeCloseTo(0.75, 12)
    expect(giniOf([2, 2, 2], [1, 7, 3])).toBeCloseTo(0, 12)
    expect(giniOf([1, 2], [0, 0])).toBeUndefined()
    expect(giniOf([0, 0], [4, 4])).toBeUndefined()
  })

  test('Gini sorted is Gini by all pairs', () => {
    const groups = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 20 })), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(groups, (rows) => {
        const people = rows.reduce((sum, [, p]) => sum + p, 0)
        const mean = rows.reduce((sum, [x, p]) => sum + x * p, 0) / people
        const pairs = rows.reduce((sum, [x, p]) => sum + rows.reduce((inner, [y, q]) => inner + p * q * Math.abs(x - y), 0), 0)
        const own = giniOf(rows.map(([x]) => x), rows.map(([, p]) => p))
        if (!(people > 0) || !(mean > 0)) expect(own).toBeUndefined()
        else expect(own).toBeCloseTo(pairs / (2 * people * people * mean), 9)
      }),
    )
  })

  test('a unit at the target is not below it, and one without people is not counted', () => {
    const units = [{ people: 300, reached: 3 * (1 / 3) * 3 }, { people: 100, reached: 0.5 }, { people: 0, reached: 0 }]
    expect(meanAccess(units[2])).toBeUndefined()
    expect(shareBelow(units, 0.01)).toEqual({ below: 1, known: 2, peopleBelow: 100, people: 400 })
  })
})
