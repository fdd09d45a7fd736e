import { describe, expect, it } from 'vitest'
import { compareResults, countChanges, groundsThatDiffer } from '../../server/contract/evaluation-deltas.ts'
import type { EvaluationRecord, RuleResultReply } from '../../server/contract/evaluations.ts'
import { signedMeasure, signedPoints } from '../../client/tables/deltas.ts'
import { studyAreaName } from '../../client/tables/study-area.ts'

const rule = (id: string, change: Partial<RuleResultReply> = {}) =>
  ({ id, name: id, status: 'not_met', value: 0.5, valueUpper: 0.5, unit: '%', numerator: 1, denominator: 2, parts: [], failingUnits: [], ...change }) as unknown as RuleResultReply
const fails = (...ids: string[]) => ids.map((id) => ({ entity: 'unit', id, state: 'fails' })) as RuleResultReply['failingUnits']
const record = (change: Partial<EvaluationRecord> = {}) =>
  ({ pack: { id: 'p', hash: 'h' }, year: 2025, choices: {}, adoptedThresholds: {}, inputVersions: { '360735': { facilities: 1, units: 1 } }, ...change }) as unknown as EvaluationRecord
const changesOf = (before: RuleResultReply[], after: RuleResultReply[]) => compareResults(before, after).map(({ id, change }) => [id, change])

describe('two evaluations of one plan', () => {
  it('name every rule once, in the order of the later one, with what it does', () => {
    const before = [rule('turns'), rule('falls', { status: 'met' }), rule('lacks', { status: 'insufficient_data' }), rule('moves'), rule('stays'), rule('gone')]
    const after = [rule('new'), rule('turns', { status: 'met', value: 1, valueUpper: 1 }), rule('falls'), rule('lacks'), rule('moves', { value: 0.6, valueUpper: 0.6 }), rule('stays')]
    expect(changesOf(before, after)).toEqual([
      ['new', 'one_sided'], ['turns', 'becomes_met'], ['falls', 'ceases_to_be_met'], ['lacks', 'other_status'], ['moves', 'other_figures'], ['stays', 'same'], ['gone', 'one_sided'],
    ])
    expect(countChanges(compareResults(before, after))).toEqual({ becomes_met: 1, ceases_to_be_met: 1, other_status: 1, other_figures: 1, same: 1, one_sided: 2 })
  })

  it('differ by after less before, exactly where both sides are one figure of one unit', () => {
    const delta = (one: Partial<RuleResultReply>, other: Partial<RuleResultReply>) => compareResults([rule('R', one)], [rule('R', other)])[0]
    expect(delta({}, { value: 0.75, valueUpper: 0.75 }).value).toBe(0.25)
    expect(delta({ value: 10, valueUpper: null, unit: '个' }, { value: 7, valueUpper: 7, unit: '个' }).value).toBe(-3)
    expect(delta({ valueUpper: 0.6 }, {}).value).toBeNull()
    expect(delta({ value: null, valueUpper: null }, {}).value).toBeNull()
    expect(delta({ unit: '个' }, {}).value).toBeNull()
    expect(delta({ failingUnits: fails('a', 'b') }, { failingUnits: fails('b') }).failing).toBe(-1)
  })

  it('are not the same where other units fail, or a part differs, behind the same figure', () => {
    expect(changesOf([rule('R', { failingUnits: fails('a') })], [rule('R', { failingUnits: fails('b') })])).toEqual([['R', 'other_figures']])
    expect(changesOf([rule('R', { failingUnits: fails('a', 'b') })], [rule('R', { failingUnits: fails('b', 'a') })])).toEqual([['R', 'same']])
    const parts = (numerator: string) => [{ key: 'k', numerator, status: 'met' }] as RuleResultReply['parts']
    expect(changesOf([rule('R', { parts: parts('1') })], [rule('R', { parts: parts('2') })])).toEqual([['R', 'other_figures']])
  })

  it('say what besides the scenario differs, and nothing where nothing does', () => {
    expect(groundsThatDiffer(record(), record())).toEqual([])
    const said = (change: Partial<EvaluationRecord>) => groundsThatDiffer(record(), record(change)).map(({ zh }) => zh)
    expect(said({ inputVersions: { '360735': { facilities: 2, units: 1 } } })).toEqual(['两次评估的数据版本不同：facilities 1，facilities 2'])
    expect(said({ choices: { base: 'town' } })).toEqual(['两次评估的声明不同：—，base town'])
    expect(said({ adoptedThresholds: { R: 0.9 } })).toEqual(['两次评估的采用阈值不同：—，R 0.9'])
    expect(said({ pack: { id: 'p', hash: 'other' } as EvaluationRecord['pack'] })).toHaveLength(1)
    expect(said({ year: 2022 })).toEqual(['两次评估的目标年份不同：2025，2022'])
  })
})

describe('a difference on screen', () => {
  it('of shares is in percentage points, and never reads as none where there is one', () => {
    expect([signedPoints(0.0909), signedPoints(-0.0909), signedPoints(0), signedPoints(0.0001), signedPoints(-0.0001)]).toEqual(['+9.1', '−9.1', '0', '+<0.1', '−<0.1'])
  })
  it('of other figures carries its sign', () => {
    expect([signedMeasure(3), signedMeasure(-1200), signedMeasure(0.30000000000000004 - 0.1), signedMeasure(0)]).toEqual(['+3', '−1,200', '+0.2', '0'])
  })
})

describe('a study area', () => {
  it('goes by code and name, and by its code alone where it has no other name', () => {
    const say = ({ zh }: { zh: string }) => zh
    expect(studyAreaName({ code: 'W-1', name: { zh: '西单元', en: 'West' } }, say)).toBe('W-1 西单元')
    expect(studyAreaName({ code: 'W-1', name: { zh: 'W-1', en: 'W-1' } }, say)).toBe('W-1')
    expect(studyAreaName({ code: null, name: { zh: '片区', en: 'Area' } }, say)).toBe('片区')
  })
})
