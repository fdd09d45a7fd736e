import { describe, expect, test } from 'vitest'
import { findDatumOffset } from '../../server/core/checks/datum-offset.ts'
import { findDuplicateAreas } from '../../server/core/checks/duplicate-areas.ts'
import { judgePlacement } from '../../server/core/checks/placement.ts'
import { judgeRepair } from '../../server/core/checks/repaired-area.ts'
import { longAccessLegs } from '../../server/core/coverage/long-access.ts'
import { polygonAreaM2 } from '../../server/core/geodesic-area.ts'
import { chessboardTown } from '../town.ts'
import { shiftedCopies, surveyedPoints } from './datum-mixed.law.ts'
import { analyse } from './analysis.ts'
import { findBreaches, shrinkTown } from './shrink.ts'
import type { Law } from './law.ts'
import { product } from './product.ts'
import { createTown } from './town-generator.ts'
import { buildWorld } from './world.ts'

describe('a datum offset', () => {
  test('is told or denied in nearly every town, and named to 30 m', () => {
    const towns = Array.from({ length: 12 }, (_, i) => createTown(i + 1))
    const found = towns.map((town) => {
      const { graph } = buildWorld(town)
      const points = surveyedPoints(town)
      // 300 m east of its true place: the shift that brings it back is 300 m west.
      const [dx] = [300 / (111_320 * Math.cos((town.lat * Math.PI) / 180))]
      const shifted = findDatumOffset(
        points.map(([lon, lat]) => [lon + dx, lat]),
        graph!,
      )
      const isNamed = shifted.verdict === 'offset' && Math.hypot(shifted.eastMetres + 300, shifted.northMetres) < 30
      return { trueData: findDatumOffset(points, graph!).verdict, isNamed }
    })
    expect(found.filter(({ trueData }) => trueData === 'none').length).toBeGreaterThanOrEqual(11)
    expect(found.filter(({ isNamed }) => isNamed).length).toBeGreaterThanOrEqual(11)
    expect(Object.keys(shiftedCopies(towns[0]))).toHaveLength(3)
  })

  test('cannot be told from a few points', () => {
    const { graph, lonLat } = chessboardTown(3, 3, 100)
    expect(findDatumOffset([lonLat(0, 0), lonLat(100, 5)], graph).verdict).toBe('cannot_tell')
  })
})

test('99 of 100 points inside fit, 98 ask', () => {
  const region = [
    [
      [
        [110, 30],
        [111, 30],
        [111, 31],
        [110, 31],
        [110, 30],
      ],
    ],
  ]
  const points = (outside: number) => Array.from({ length: 100 }, (_, i): [number, number] => (i < outside ? [30.5, 110.5] : [110.5, 30.5]))
  expect(judgePlacement(points(1), region)).toMatchObject({ verdict: 'fits', inside: 99 })
  expect(judgePlacement(points(2), region)).toMatchObject({ verdict: 'ask', inside: 98, insideSwapped: 2, likely: 'swapped_axes' })
  expect(
    judgePlacement(
      [
        [100, 30],
        [NaN, 30],
      ],
      region,
    ),
  ).toMatchObject({ verdict: 'ask', inside: 0, likely: 'elsewhere' })
  expect(judgePlacement([], region).verdict).toBe('no_data')
})

test('a repair of one percent is kept, a larger one is refused', () => {
  expect(judgeRepair(1000, 1010)).toEqual({ verdict: 'kept', change: 0.01 })
  expect(judgeRepair(1000, 989)).toMatchObject({ verdict: 'refused' })
  expect(judgeRepair(0, 0).verdict).toBe('refused')
})

test('an area entered twice is found by its code, or by its name within 200 m', () => {
  // 0.001° of latitude is 111 m.
  const areas = [
    { code: 'A1', name: '幸福里', at: [110, 30] as const },
    { code: 'A2', name: '幸福里', at: [110, 30.001] as const },
    { code: 'A3', name: '幸福里', at: [110, 30.01] as const },
    { code: 'ａ1', name: '和平里', at: undefined },
  ]
  expect(findDuplicateAreas(areas)).toEqual([
    { first: 0, second: 1, why: 'same_name_nearby' },
    { first: 0, second: 3, why: 'same_code' },
  ])
})

test('a leg is long over 100 m in the city and over 300 m in the country', () => {
  const leg = (placeClass: 'city' | 'country', accessMetres: number | undefined) => ({ placeClass, accessMetres })
  const places = [leg('city', 100), leg('city', 100.1), leg('country', 299), leg('country', 300.1), leg('city', undefined)]
  expect(longAccessLegs(places)).toEqual([places[1], places[3]])
})

test('no polygon has no area', () => {
  expect(polygonAreaM2([])).toBe(0)
})

test('the generator knows all that the laws are about', () => {
  const towns = Array.from({ length: 60 }, (_, i) => createTown(i + 1))
  const verdicts = towns.flatMap((town) => analyse(town, product).results.map(({ verdict }) => verdict))
  for (const verdict of ['covered', 'not_covered', 'unreached'] as const)
    expect(verdicts.filter((one) => one === verdict).length).toBeGreaterThan(40)
  expect(towns.some(({ studyArea }) => studyArea !== null)).toBe(true)
  expect(towns.some(({ townshipBorders }) => townshipBorders.length === 3)).toBe(true)
  expect(towns.flatMap(({ places }) => places).some(({ counts, points }) => counts.residents === null && points.length === 0)).toBe(true)
  expect(createTown(7)).toEqual(createTown(7))
})

test('a counterexample shrinks to what breaks the law', () => {
  const law: Law = {
    name: 'no-closed-day-care',
    promise: '',
    check: ({ facilities }) =>
      facilities.filter(({ status, types }) => status === 'closed' && types.includes('day_care')).map(({ id }) => id),
    mutations: {},
  }
  const town = Array.from({ length: 200 }, (_, i) => createTown(i + 1)).find((one) => findBreaches(law, one, product).length > 0)!
  const shrunk = shrinkTown(town, law, product)
  expect(shrunk).toMatchObject({ seed: town.seed, places: [], streets: [], corners: [], facilities: [{ status: 'closed' }] })
  expect(
    findBreaches(
      {
        ...law,
        check: () => {
          throw new Error('broken')
        },
      },
      town,
      product,
    ),
  ).toEqual(['threw broken'])
})
