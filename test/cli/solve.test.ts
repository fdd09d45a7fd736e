import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { exitCodes, writeFiles, yiquan } from './run-yiquan.ts'

/*
 * Homes a b c d and sites x y z; q serves nobody but d, and only far away.
 *
 *        x    y    z    q
 *   a    1    3              weight 2
 *   b    2         0.3       weight 5
 *   c              5         weight 1
 *   d                   9    weight 4
 */
const cost = 'demand,site,cost\na,x,1\na,y,3\nb,x,2\nb,z,0.3\nc,z,5\nd,q,9\n'
const demand = 'demand,weight\na,2\nb,5\nc,1\nd,4\n'

async function solve(problem: string, more: string[] = [], files: { cost?: string | Uint8Array; demand?: string } = {}) {
  const paths = writeFiles({ 'cost.csv': files.cost ?? cost, 'demand.csv': files.demand ?? demand })
  return yiquan(['solve', '--problem', problem, '--cost', paths['cost.csv'], '--demand', paths['demand.csv'], '--json', ...more])
}

async function answerOf(...parameters: Parameters<typeof solve>) {
  const { stdout, stderr, exitCode } = await solve(...parameters)
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: exitCodes.answered })
  return JSON.parse(stdout) as Record<string, unknown>
}

describe('yiquan solve', () => {
  it('finds the p-median, in decimals that add up', async () => {
    // x and z: 2·1 + 5·0.3 + 1·5 = 8.5 of weight 8; d has no site within 5.
    expect(await answerOf('p-median', ['-p', '2', '--limit', '5'])).toMatchObject({
      sites: ['x', 'z'],
      objective: 8.5,
      weightedMeanCost: 8.5 / 8,
      maxCost: 5,
      coveredWeight: 8,
      coveredClients: 3,
      unreachable: ['d'],
      unreachableReasons: [{ demand: 'd', reason: 'beyond-limit', nearestSite: 'q', nearestCost: 9 }],
      bound: 8.5,
      gap: 0,
      optimal: true,
      seconds: expect.any(Number) as number,
    })
  })

  it('covers everyone with fewest sites, a fixed one counting', async () => {
    expect(await answerOf('lscp')).toMatchObject({ sites: ['x', 'z', 'q'], objective: 3, optimal: true, unreachable: [] })
    expect(await answerOf('lscp', ['--fixed', 'y'])).toMatchObject({ sites: ['y', 'z', 'q'], objective: 3 })
  })

  it('covers most weight, and includes a cost exactly at the limit', async () => {
    // Within 2: x covers a and b (7). Within 1.999 only a (2), as z covers b (5).
    expect(await answerOf('mclp', ['-p', '1', '--limit', '2'])).toMatchObject({ sites: ['x'], objective: 7, coveredWeight: 7, maxCost: 2 })
    expect(await answerOf('mclp', ['-p', '1', '--limit', '1.999'])).toMatchObject({ sites: ['z'], objective: 5, unreachable: ['c', 'd'] })
  })

  it('finds the p-centre whatever the weights', async () => {
    // x, z and q: a 1, b 0.3, c 5, d 9.
    expect(await answerOf('p-centre', ['-p', '3'])).toMatchObject({ sites: ['x', 'z', 'q'], objective: 9, maxCost: 9, optimal: true })
  })

  it('weighs everyone 1 where no weights are given', async () => {
    const files = writeFiles({ 'cost.csv': cost })
    const { stdout } = await yiquan(['solve', '--problem', 'mclp', '-p', '1', '--cost', files['cost.csv'], '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ sites: ['x'], objective: 2, coveredWeight: 2, coveredClients: 2 })
  })

  it('explains what cannot be done, and ends well', async () => {
    expect(await answerOf('p-median', ['-p', '2'])).toMatchObject({
      outcome: 'infeasible',
      sites: [],
      objective: null,
      optimal: false,
      infeasibility: {
        reason: 'too-few-sites',
        neededCount: 3,
        isExact: true,
        message: { en: '2 sites cannot serve all reachable demand: 3 are needed' },
      },
    })
    expect(await answerOf('mclp', ['-p', '1', '--fixed', 'x,y'])).toMatchObject({ infeasibility: { reason: 'fixed-exceed-count' } })
  })

  it('opens all sites where more are asked for, and says so', async () => {
    const answer = await answerOf('p-median', ['-p', '9'])
    expect(answer).toMatchObject({ sites: ['x', 'y', 'z', 'q'], optimal: true })
    expect(JSON.stringify(answer.notes)).toContain('There are fewer than 9 sites')
  })

  it('gives the same answer by the heuristic here, with its bound', async () => {
    expect(await answerOf('p-median', ['-p', '3', '--method', 'heuristic'])).toMatchObject({ sites: ['x', 'z', 'q'], objective: 44.5 })
  })

  it('keeps ids as texts in their order, quoted ones too, from a gzipped file with other columns and blank lines', async () => {
    const files = {
      cost: gzipSync('\uFEFFnote,Site,Demand,Cost\r\nn,"文化路, 1号",007,2\r\n\r\nn,07,007,1\r\nn,"文化路, 1号",7,1\r\n'),
      demand: 'weight,demand\n0,7\n1,007\n',
    }
    // The home of weight 0 must be served as well, and only the first site serves it.
    expect(await answerOf('p-median', ['-p', '1', '--fixed', '"文化路, 1号"'], files)).toMatchObject({
      sites: ['文化路, 1号'],
      objective: 2,
      coveredClients: 2,
    })
  })

  it.each([
    ['a bare square', '0,4,9\n4,0,2\n9,2,0\n', ['2']],
    ['a square with a header', 'a,b,c\n0,4,9\n4,0,2\n9,2,0\n', ['b']],
    ['ids in the first row and column', ',1,2\nhome,3,inf\nfarm,4,1\n', ['1']],
    ['ids that are numbers under a label in the corner', 'id,1,2\n1,3,8\n2,7,9\n3,7,9\n', ['1']],
  ])('reads a matrix: %s', async (_, matrix, sites) => {
    const files = writeFiles({ 'cost.csv': matrix })
    const { stdout, stderr } = await yiquan([
      'solve',
      '--problem',
      'p-median',
      '-p',
      '1',
      '--cost',
      files['cost.csv'],
      '--matrix',
      '--json',
    ])
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({ sites, optimal: true })
  })

  it('says the same in words without --json', async () => {
    const files = writeFiles({ 'cost.csv': cost })
    const { stdout } = await yiquan(['solve', '--problem', 'lscp', '--cost', files['cost.csv']])
    expect(stdout).toMatch(/sites \(3\)：x, z, q[^]*objective：3[^]*optimal/)
  })
})

describe('yiquan solve refuses', () => {
  it.each([
    ['a negative cost', 'a,x,-1', /NUMBER_BAD（第 2 行 cost 「-1」）/],
    ['no number', 'a,x,NaN', /NUMBER_BAD（第 2 行 cost 「NaN」）/],
    ['an empty cost', 'a,x,', /NUMBER_MISSING（第 2 行 cost/],
    ['an empty id', ',x,1', /ID_MISSING（第 2 行 demand/],
    ['a pair given twice', 'a,x,1\nb,x,1\na,x,2', /ROW_DOUBLED（第 4 行[^]*第 2 行/],
    ['a cell too many, which a comma in a number makes', 'a,x,1,5', /ROW_RAGGED（第 2 行 「a,x,1,5」）/],
    ['a name with a comma that is not quoted', '"a",x,1\na,文化路, 1号,3', /ROW_RAGGED（第 3 行/],
    ['an infinite cost, and says to leave the row out', 'a,x,inf', /NUMBER_BAD（第 2 行 cost 「inf」）[^]*删去这一行/],
    ['a demand without a weight', 'a,x,1\ne,x,1', /DEMAND_UNKNOWN（第 3 行 demand 「e」）/],
  ])('%s, and names the row', async (_, rows, complaint) => {
    const { stdout, stderr, exitCode } = await solve('lscp', [], { cost: `demand,site,cost\n${rows}\n` })
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: exitCodes.refused })
    expect(stderr).toMatch(complaint)
  })

  it('tables without their columns, weights below zero, unknown fixed sites, ragged and oblong matrices', async () => {
    const refusals = [
      await solve('lscp', [], { cost: 'a,b,c\n1,2,3\n' }),
      await solve('lscp', [], { demand: 'demand,weight\na,-2\n' }),
      await solve('lscp', ['--fixed', 'x,nowhere']),
      await solve('lscp', ['--matrix'], { cost: ',x,y\na,1\n' }),
      await solve('lscp', ['--matrix'], { cost: '1,2,3\n4,5,6\n' }),
    ]
    const codes = ['COLUMN_MISSING', 'NUMBER_BAD', 'SITE_UNKNOWN', 'MATRIX_RAGGED', 'MATRIX_NOT_SQUARE']
    refusals.forEach(({ stderr, exitCode }, i) => {
      expect(exitCode).toBe(exitCodes.refused)
      expect(stderr).toContain(codes[i])
    })
  })

  it('a weight of 1,000, which would be read as 1', async () => {
    const { stderr, exitCode } = await solve('lscp', [], { demand: 'demand,weight\na,1,000\nb,1\nc,1\nd,1\n' })
    expect([exitCode, /ROW_RAGGED（第 2 行/.test(stderr)]).toEqual([exitCodes.refused, true])
  })

  it.each([
    ['a bare square with something wrong in its first row', '0,NaN,9\n4,0,2\n9,2,0\n', /NUMBER_BAD（第 1 行 2 「NaN」）/],
    ['a bare square with something wrong below', '0,4,9\n4,,2\n9,2,0\n', /NUMBER_MISSING（第 2 行 2/],
    ['a square under its header with something wrong in its first column', 'a,b,c\n-,4,9\n4,0,2\n9,2,0\n', /NUMBER_BAD（第 2 行 a 「-」）/],
    ['a corner that may be a label or a site', 'a,1,2\n5,4,9\n4,0,2\n9,2,0\n', /MATRIX_AMBIGUOUS（第 1 行/],
  ])('%s, instead of taking it for a header', async (_, matrix, complaint) => {
    const { stdout, stderr, exitCode } = await solve('p-median', ['-p', '1', '--matrix'], { cost: matrix })
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: exitCodes.refused })
    expect(stderr).toMatch(complaint)
  })

  it('wrong use, with exit code 64', async () => {
    for (const more of [
      ['p-median'],
      ['lscp', ['-p', '2']],
      ['p-median', ['-p', '0']],
      ['p-median', ['-p', '1.5']],
      ['median', ['-p', '1']],
    ] as const) {
      const { stdout, exitCode } = await solve(more[0], [...(more[1] ?? [])])
      expect({ more, stdout, exitCode }).toEqual({ more, stdout: '', exitCode: exitCodes.usage })
    }
  })
})
