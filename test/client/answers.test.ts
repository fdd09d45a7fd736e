import { describe, expect, it } from 'vitest'
import { answersOf, boundsOf, chosenAnswer, commonSites, numberedName, sitesElsewhere, type Result, type Site } from '../../client/state/planning/answers.ts'
import { noPlanning } from '../../client/state/planning-in-url.ts'
import { parseUrl, toUrl, withPlanning } from '../../client/state/url-state.ts'

const people = { places: 1, residents: 0, residents60Plus: 0, households: 0 }
const site = (candidateId: string, lon = 116, lat = 26): Site => ({
  candidateId, source: 'grid', refId: null, name: candidateId, location: [lon, lat], unitName: null, isNew: true, floorAreaM2: null, landAreaM2: null, costYuan: null, inCircle: people, onlyHere: people,
})
const answer = (ids: string[], covered = 10) => ({ sites: ids.map((id) => site(id)), after: { covered, of: 20 }, totals: { newSites: ids.length, yuan: null, m2: null } })
const result = (first: string[], ...others: string[][]) =>
  ({ ...answer(first), alternatives: others, alternativeAnswers: others.map((ids) => answer(ids, 9)) }) as unknown as Result
const idsOf = (sites: readonly Site[]) => sites.map(({ candidateId }) => candidateId)

describe('several optimal answers', () => {
  const answers = answersOf(result(['a', 'b', 'c'], ['a', 'c', 'd'], ['a', 'e', 'c']))

  it('begin with the one that the solver prefers, each with its own figures', () => {
    expect(answers.map(({ sites }) => idsOf(sites).join(''))).toEqual(['abc', 'acd', 'aec'])
    expect(answers.map(({ after }) => after.covered)).toEqual([10, 9, 9])
  })
  it('have sites in common, whichever is chosen', () => {
    expect([...commonSites(answers)].sort()).toEqual(['a', 'c'])
  })
  it('leave out of each what only the others have, named once', () => {
    expect(idsOf(sitesElsewhere(answers, answers[0]))).toEqual(['d', 'e'])
    expect(idsOf(sitesElsewhere(answers, answers[1]))).toEqual(['b', 'e'])
  })
  it('make nothing common where there is one answer alone', () => {
    const [only] = answersOf(result(['a']))
    expect(commonSites([only]).size).toBe(0)
    expect(sitesElsewhere([only], only)).toEqual([])
  })
  it('stored before the others were kept in full are the first alone', () => {
    const old = { ...answer(['a']), alternatives: [['b']] } as unknown as Result
    expect(answersOf(old)).toHaveLength(1)
  })
  it('show the first where the address asks for one that is not there', () => {
    expect(chosenAnswer(answers, 2).index).toBe(2)
    expect(chosenAnswer(answers, 7)).toEqual({ index: 0, answer: answers[0] })
  })
})

describe('the answer in an address', () => {
  const id = '11111111-1111-4111-8111-111111111111'
  const at = (query: string) => parseUrl('/360735/planning', `?view=optimise&${query}`).planning.answer

  it('is counted as people do, and the first is not written', () => {
    expect([at(`optimisation=${id}&answer=3`), at(`optimisation=${id}`)]).toEqual([2, 0])
    const state = parseUrl('/360735/planning', `?view=optimise&optimisation=${id}&answer=3`)
    expect(toUrl(state)).toContain('answer=3')
    expect(toUrl({ ...state, planning: { ...state.planning, answer: 0 } })).not.toContain('answer')
  })
  it('falls back to the first where it is no number, too large, or of no optimisation', () => {
    expect(['answer=x', 'answer=0', 'answer=22', 'answer=2.5'].map((one) => at(`optimisation=${id}&${one}`))).toEqual([0, 0, 0, 0])
    expect(at('answer=3')).toBe(0)
  })
  it('goes with its optimisation: another one begins at its first', () => {
    const state = parseUrl('/360735/planning', `?view=optimise&optimisation=${id}&answer=3`)
    expect(withPlanning(state, 'optimise', { optimisation: '22222222-2222-4222-8222-222222222222' }).planning.answer).toBe(0)
    expect(withPlanning(state, 'scenarios').planning.answer).toBe(2)
  })
  it('has a tool for candidate points without a scenario, and no other', () => {
    expect(parseUrl('/360735/planning', '?view=optimise&tool=point').planning).toEqual({ ...noPlanning, tool: 'point' })
    expect(toUrl(parseUrl('/360735/planning', '?view=optimise&tool=point'))).toContain('tool=point')
    expect(parseUrl('/360735/planning', '?view=scenarios&tool=add').planning.tool).toBeNull()
  })
})

describe('sites on the map', () => {
  it('lie within their box', () => {
    expect(boundsOf([site('a', 116.2, 26.4), site('b', 116.1, 26.9)])).toEqual([116.1, 26.4, 116.2, 26.9])
    expect(boundsOf([])).toBeNull()
  })
  it('of a grid, a network or a parcel are called by number, so that every language has its own word', () => {
    expect(numberedName({ candidateId: 'grid-12', source: 'grid', name: '网格点 12' })).toEqual({ source: 'grid', number: '12' })
    expect(numberedName({ candidateId: 'node-7', source: 'node', name: '路网节点 7' })).toEqual({ source: 'node', number: '7' })
    expect(numberedName({ candidateId: 'parcel-x', source: 'parcel', name: '地块 SC-01' })).toEqual({ source: 'parcel', number: 'SC-01' })
    expect(numberedName({ candidateId: 'point-x', source: 'point', name: '老粮站' })).toBeNull()
  })
})
