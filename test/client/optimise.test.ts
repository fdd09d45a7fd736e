import { describe, expect, it } from 'vitest'
import { startOptimisation } from '../../server/contract/optimisations.ts'
import { siteChange, type SiteChange } from '../../server/contract/scenarios.ts'
import { indicatorText } from '../../client/tables/indicator-text.ts'
import { lessPeople } from '../../server/contract/people-sum.ts'
import { keepForm, keptForm } from '../../client/workspaces/planning/optimise/kept-choice.ts'
import { faultsOf, firstChoice, problems, toOptimisation, type OptimisationChoice } from '../../client/workspaces/planning/optimise/choice.ts'
import { withProposals } from '../../client/workspaces/planning/optimise/into-scenario.ts'
import type { Site } from '../../client/state/planning/answers.ts'

const runId = '11111111-1111-4111-8111-111111111111'
const refId = '22222222-2222-4222-8222-222222222222'
const chosen = (changed: Partial<OptimisationChoice>): OptimisationChoice => ({ ...firstChoice, ...changed })

describe('the question to the solver', () => {
  it.each(problems)('%s can be asked as the form stands, and the contract takes it', (problem) => {
    const choice = chosen({ problem })
    expect([...faultsOf(choice)]).toEqual([])
    expect(() => startOptimisation.parse(toOptimisation(choice, runId, []))).not.toThrow()
  })
  it('names no number of sites where the number is what is sought, and no target where none is', () => {
    expect('p' in toOptimisation(chosen({ problem: 'lscp' }), runId, [])).toBe(false)
    expect(toOptimisation(chosen({ problem: 'mclp', p: 4 }), runId, [])).toMatchObject({ p: 4 })
    expect('target' in toOptimisation(chosen({ problem: 'mclp' }), runId, [])).toBe(false)
    expect('minimise' in toOptimisation(chosen({ problem: 'mclp' }), runId, [])).toBe(false)
  })
  it('asks for exactly the percentage that was typed', () => {
    expect(toOptimisation(chosen({ problem: 'coverage-target', ratePercent: 89.9 }), runId, []).target).toEqual({ rate: 0.899 })
    expect(toOptimisation(chosen({ problem: 'coverage-target', ratePercent: 57 }), runId, []).target).toEqual({ rate: 0.57 })
  })
  it('says what is missing, and nothing of fields that play no part', () => {
    expect([...faultsOf(chosen({ types: [], p: null }))].sort()).toEqual(['p', 'types'])
    expect(faultsOf(chosen({ problem: 'lscp', p: null })).size).toBe(0)
    expect([...faultsOf(chosen({ premises: false, grid: false }))]).toEqual(['candidates'])
    expect(faultsOf(chosen({ premises: false, grid: false, existing: 'free' })).size).toBe(0)
    expect([...faultsOf(chosen({ problem: 'lscp', minimise: 'yuan' }))]).toEqual(['cost'])
    expect(faultsOf(chosen({ problem: 'mclp', minimise: 'yuan' })).size).toBe(0)
    expect([...faultsOf(chosen({ budgetYuan: 1e6 }))]).toEqual(['cost'])
    expect(faultsOf(chosen({ budgetYuan: 1e6, newYuanPerM2: 3000 })).size).toBe(0)
    expect([...faultsOf(chosen({ grid: true, gridMetres: 50 }))]).toEqual(['grid'])
  })
})

const nobody = { places: 0, residents: 0, residents60Plus: 0, households: 0 }
const site = (changed: Partial<Site>): Site => ({
  candidateId: 'grid-1', source: 'grid', refId: null, name: '网格点 1', location: [116, 26], unitName: null, isNew: true, floorAreaM2: null, landAreaM2: null, costYuan: null, inCircle: nobody, onlyHere: nobody, ...changed,
})

describe('proposals put into a scenario', () => {
  it('convert premises, add the rest, leave out what stands already, and keep what was there', () => {
    const before: SiteChange = { id: runId, kind: 'close', facilityId: refId }
    const list = withProposals([before], [site({ source: 'existing', isNew: false }), site({ source: 'premises', refId, name: '旧校舍', floorAreaM2: 1860, costYuan: 900_000 }), site({})], ['community_center'])
    expect(list).toHaveLength(3)
    expect(list[0]).toEqual(before)
    expect(list[1]).toMatchObject({ kind: 'convert', premisesId: refId, floorAreaM2: 1860, costYuan: 900_000, facilityTypes: ['community_center'] })
    expect(list[2]).toMatchObject({ kind: 'add', name: '网格点 1', location: [116, 26] })
    expect('costYuan' in list[2]).toBe(false)
    for (const change of list) expect(siteChange.parse(change)).toEqual(change)
  })
  it('convert the same premises only once', () => {
    const premises = [site({ source: 'premises', refId })]
    expect(withProposals(withProposals([], premises, ['day_care']), premises, ['day_care'])).toHaveLength(1)
  })
})

describe('figures of an effect', () => {
  it('are shares as intervals, counts of a whole, and m² raised', () => {
    expect(indicatorText({ numerator: 81, denominator: 100, lower: 0.8109, upper: 0.8411 }, 'share')).toBe('81.0\u00a0% – 84.2\u00a0%')
    expect(indicatorText({ numerator: 5, denominator: 10, lower: null, upper: null }, 'count')).toBe('5 / 10')
    expect(indicatorText({ numerator: 0.001, denominator: 0, lower: null, upper: null }, 'm2')).toBe('1 m²')
  })
  it('of the pin alone are those of all less those of the other changes', () => {
    const people = (n: number) => ({ places: n, residents: 10 * n, residents60Plus: 2 * n, residents80Plus: n, households: 4 * n, missing: 0 })
    expect(lessPeople(people(7), people(3))).toEqual(people(4))
  })
})

describe('the form after a search', () => {
  const memoryOf = (kept: string | null) => {
    const memory = new Map(kept === null ? [] : [['yiquan.optimise.360735', kept]])
    return { getItem: (key: string) => memory.get(key) ?? null, setItem: (key: string, value: string) => void memory.set(key, value), removeItem: (key: string) => void memory.delete(key) }
  }
  it('stands as it was asked, for each county by itself', () => {
    const memory = memoryOf(null)
    const form = { choice: chosen({ problem: 'capacitated', p: 7, types: ['day_care'], budgetYuan: 5e6, grid: false, weight: 'forecast:a1b2:2030' }), overScenarioId: 's-1' }
    keepForm(memory, '360735', form)
    expect(keptForm(memory, '360735')).toEqual(form)
    expect(keptForm(memory, '440304')).toBe(null)
  })
  it('is as at first where what is kept does not fit', () => {
    const odd = { problem: 'magic', p: 'seven', types: ['castle'], grid: 1, alternatives: null, limitMetres: 650, constructor: 3 }
    expect(keptForm(memoryOf(JSON.stringify({ choice: odd, overScenarioId: 4 })), '360735')).toEqual({ choice: chosen({ alternatives: null, limitMetres: 650 }), overScenarioId: null })
    for (const broken of ['{', 'null', '[]', '{"choice":null}']) expect(keptForm(memoryOf(broken), '360735')).toBe(null)
  })
})
