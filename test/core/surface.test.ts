import fc from 'fast-check'
import { latLngToCell } from 'h3-js'
import { describe, expect, test } from 'vitest'
import { measures, type Counts } from '../../server/core/coverage/summarise.ts'
import { apportion } from '../../server/core/population/apportion.ts'
import type { SurfacePlace } from '../../server/core/population/place-source.ts'
import { layOutPopulation } from '../../server/core/population/surface.ts'

const people = (residents: number | null): Counts => ({ residents, residents_60_plus: null, residents_80_plus: null, households: null })

/** A square footprint of `size` degrees with its south-west corner at lon, lat. */
function block(id: string, lon: number, lat: number, size: number, counts: Counts): SurfacePlace {
  const ring = [
    [lon, lat],
    [lon + size, lat],
    [lon + size, lat + size],
    [lon, lat + size],
    [lon, lat],
  ]
  return { id, lon: lon + size / 2, lat: lat + size / 2, footprint: size > 0 ? [[ring]] : null, counts }
}

describe('sharing people out', () => {
  test('gives the largest remainders the rest', () => {
    // 10 by 1 : 1 : 1 → 3.33 each, one left over, to the first; 7 by 2 : 3 → 2.8 and 4.2.
    expect([...apportion(10, [1, 1, 1])]).toEqual([4, 3, 3])
    expect([...apportion(7, [2, 3])]).toEqual([3, 4])
    expect([...apportion(5, [0, 1])]).toEqual([0, 5])
    expect([...apportion(5, [0, 0])]).toEqual([5, 0])
  })

  test('always sums to the whole, each part within one person of its due', () => {
    fc.assert(
      fc.property(fc.nat(2_000_000), fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 }), (total, weights) => {
        const parts = apportion(total, weights)
        expect(parts.reduce((a, b) => a + b, 0)).toBe(total)
        const sum = weights.reduce((a, b) => a + b, 0)
        if (sum > 0) parts.forEach((part, i) => expect(Math.abs(part - (total * weights[i]) / sum)).toBeLessThanOrEqual(1.001))
      }),
    )
  })

  test('refuses fractions of people and parts below nothing', () => {
    expect(() => apportion(1.5, [1])).toThrow(/whole number/)
    expect(() => apportion(1, [])).toThrow(/at least one part/)
    expect(() => apportion(1, [-1])).toThrow(/0 or more/)
  })
})

describe('the population surface', () => {
  const place = fc
    .tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }), fc.constantFrom(0, 0.0002, 0.001, 0.01), fc.option(fc.nat(5000), { nil: null }))
    .map(([x, y, size, count]) => block(`${x}/${y}`, 116 + x / 10_000, 26 + y / 10_000, size, people(count)))

  test('keeps every person of every place, at any resolution', () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 12 }), fc.constantFrom(8, 9, 10), (places, resolution) => {
        const surface = layOutPopulation(places, resolution)
        const { people: cells, counted, missingPlaces } = surface.measures.residents
        expect(cells.reduce((a, b) => a + b, 0)).toBe(places.reduce((sum, { counts }) => sum + (counts.residents ?? 0), 0))
        expect(cells.reduce((a, b) => a + b, 0)).toBe(counted)
        expect(missingPlaces).toBe(places.filter(({ counts }) => counts.residents === null).length)
      }),
      { numRuns: 60 },
    )
  })

  test('finds a cell for a footprint smaller than the gaps between centres', () => {
    const surface = layOutPopulation([block('tiny', 116, 26, 0.0001, people(37))], 8)
    expect(surface.cells).toEqual([latLngToCell(26.00005, 116.00005, 8)])
    expect([...surface.measures.residents.people]).toEqual([37])
  })

  test('spreads a large footprint over its cells by area', () => {
    const { cells, measures: byMeasure } = layOutPopulation([block('large', 116, 26, 0.02, people(100_000))], 9)
    const inner = [...byMeasure.residents.people].sort((a, b) => b - a)
    // About 2 km × 2.2 km over cells of 0.11 km²: some forty cells, none of which holds much more than its share.
    expect(cells.length).toBeGreaterThan(30)
    expect(inner[0]).toBeLessThan((100_000 / cells.length) * 2)
  })

  test('is scaled to the located share of a published total, to the person', () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 12 }), fc.nat(50_000), fc.nat(5000), (places, located, unlocated) => {
        const control = { total: located + unlocated, unlocated }
        const { residents } = layOutPopulation(places, 9, { residents: control }).measures
        expect(residents.factor === null).toBe(residents.counted === 0)
        if (residents.factor === null) return
        expect(residents.people.reduce((a, b) => a + b, 0)).toBe(located)
        expect(residents.factor).toBeCloseTo(located / residents.counted, 12)
      }),
      { numRuns: 60 },
    )
  })

  test('says of every measure what it does not know', () => {
    const { measures: byMeasure } = layOutPopulation([block('a', 116, 26, 0, people(10))], 9)
    expect(measures.map((measure) => [byMeasure[measure].counted, byMeasure[measure].missingPlaces])).toEqual([
      [10, 0],
      [0, 1],
      [0, 1],
      [0, 1],
    ])
  })
})
