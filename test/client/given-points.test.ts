import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { startOptimisation } from '../../server/contract/optimisations.ts'
import type { SiteChange } from '../../server/contract/scenarios.ts'
import { keepPoints, keptPoints, longestPointName, mostPoints, nextNumber, proposalsOf, renamed, withoutCandidates, withoutPoint, withPoint, type GivenPoint } from '../../client/state/planning/given-points.ts'
import { faultsOf, firstChoice, toOptimisation } from '../../client/workspaces/planning/optimise/choice.ts'
import { withProposals } from '../../client/workspaces/planning/optimise/into-scenario.ts'
import type { Site } from '../../client/state/planning/answers.ts'

const runId = '11111111-1111-4111-8111-111111111111'
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const point = (n: number, name = `给定点 ${n}`): GivenPoint => ({ id: id(n), name, location: [116 + n / 100, 26] })
const add = (n: number): SiteChange => ({ id: id(n), kind: 'add', name: `拟建 ${n}`, location: [116 + n / 100, 26], facilityTypes: ['day_care'] })
const close: SiteChange = { id: id(90), kind: 'close', facilityId: id(91) }
const memoryOf = (entries: Record<string, string> = {}) => {
  const map = new Map(Object.entries(entries))
  return { map, getItem: (key: string) => map.get(key) ?? null, setItem: (key: string, value: string) => void map.set(key, value), removeItem: (key: string) => void map.delete(key) }
}

describe('given points', () => {
  it('stand once under an id, and never above what one question may name', () => {
    expect(withPoint([point(1)], { ...point(1), name: '另一名' })).toEqual([point(1)])
    const full = Array.from({ length: mostPoints }, (_, n) => point(n))
    expect(withPoint(full, point(mostPoints))).toBe(full)
  })
  it('are renamed and removed one by one', () => {
    expect(renamed([point(1), point(2)], id(2), '老粮站').map(({ name }) => name)).toEqual(['给定点 1', '老粮站'])
    expect(renamed([point(1)], id(1), 'x'.repeat(500))[0].name).toHaveLength(longestPointName)
    expect(withoutPoint([point(1), point(2)], id(1))).toEqual([point(2)])
  })
  it('take the lowest number that is free, so that no two are called alike', () => {
    expect(nextNumber([])).toBe(1)
    expect(nextNumber([point(1), point(3)])).toBe(2)
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 40 })), (numbers) => !numbers.includes(nextNumber(numbers.map((n) => point(n))))))
  })
  it('survive a reload, county by county', () => {
    const memory = memoryOf()
    keepPoints(memory, '360735', [point(1)])
    expect(keptPoints(memory, '360735')).toEqual([point(1)])
    expect(keptPoints(memory, '440304')).toEqual([])
    keepPoints(memory, '360735', [])
    expect(memory.map.size).toBe(0)
  })
  it('are none where what is kept cannot be read', () => {
    for (const text of ['{', 'null', '{"a":1}', '[{"id":1}]', '[{"id":"a","name":"b","location":["x",1]}]']) expect(keptPoints(memoryOf({ 'yiquan.points.360735': text }), '360735')).toEqual([])
  })
})

describe('new sites of a scenario as candidates', () => {
  it('keep id, name and place; what does not fit, and what is no new site, is left out', () => {
    expect(proposalsOf([add(1), close, add(2)], new Set([id(2)]))).toEqual([{ id: id(1), name: '拟建 1', location: [116.01, 26] }])
  })
  it('are in question and not taken as done', () => {
    expect(withoutCandidates([add(1), close, add(2)], [point(1)])).toEqual([close, add(2)])
    const wish = toOptimisation({ ...firstChoice, points: true }, runId, [add(1), close], [point(1, '拟建 1 ')])
    expect(wish.changes).toEqual([close])
    expect(wish.candidates!.points).toEqual([{ id: id(1), name: '拟建 1', location: [116.01, 26] }])
    expect(startOptimisation.parse(wish).candidates.points).toHaveLength(1)
  })
  it('play no part where given points are not asked for', () => {
    const wish = toOptimisation(firstChoice, runId, [add(1)], [point(1)])
    expect(wish.changes).toEqual([add(1)])
    expect(wish.candidates!.points).toEqual([])
  })
  it('stay as their author has them when they are found best and put back', () => {
    const people = { places: 0, residents: 0, residents60Plus: 0, households: 0 }
    const found = (n: number): Site => ({ candidateId: `point-${id(n)}`, source: 'point', refId: null, name: `给定点 ${n}`, location: [116 + n / 100, 26], unitName: null, isNew: true, floorAreaM2: null, landAreaM2: null, costYuan: null, inCircle: people, onlyHere: people })
    const put = withProposals([add(1), close], [found(1), found(2)], ['day_care'])
    expect(put.slice(0, 2)).toEqual([add(1), close])
    expect(put).toHaveLength(3)
    expect(put[2]).toMatchObject({ kind: 'add', name: '给定点 2' })
  })
})

describe('what cannot be asked yet', () => {
  const chosen = { ...firstChoice, premises: false, grid: false, points: true }
  it('is a question with points alone and none given, or one without a name', () => {
    expect([...faultsOf(chosen, [])]).toEqual(['points'])
    expect([...faultsOf(chosen, [point(1, '  ')])]).toEqual(['pointNames'])
    expect([...faultsOf(chosen, [point(1)])]).toEqual([])
  })
})
