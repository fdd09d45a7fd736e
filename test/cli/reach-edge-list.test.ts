import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { exitCodes, rowsOf, writeFiles, yiquan } from './run-yiquan.ts'

/*
 *   a ──333.3── b ──333.3── c ──333.4── d ──0.001── e
 *               │
 *             120.5                      x ──50── y   (an island)
 *               │
 *               f
 */
const street = 'u,v,length_m\na,b,333.3\nb,c,333.3\nc,d,333.4\nd,e,0.001\nb,f,120.5\nx,y,50\n'

async function reachFrom(roads: string, sources: string, limit: string, ...more: string[]) {
  const files = writeFiles({ 'roads.csv': roads, 'sources.csv': sources })
  return yiquan(['reach', '--roads', files['roads.csv'], '--sources', files['sources.csv'], '--limit', limit, ...more])
}

describe('yiquan reach on an edge list', () => {
  it('includes a walk exactly as long as the limit, though its decimals do not add up in binary', async () => {
    // 333.3 + 333.3 + 333.4 = 1000 to d; e is one millimetre too far. The island is not reached.
    const { stdout, stderr, exitCode } = await reachFrom(street, 'node\na\n', '1000')
    expect(stdout).toBe('node,distance_m\na,0\nb,333.3\nc,666.6\nd,1000\nf,453.8\n')
    expect(stderr).toBe('')
    expect(exitCode).toBe(exitCodes.answered)
  })

  it('leaves out a walk one millimetre longer than the limit', async () => {
    const { stdout } = await reachFrom(street, 'node\na\n', '999.999')
    expect(rowsOf(stdout).map(([node]) => node)).toEqual(['node', 'a', 'b', 'c', 'f'])
  })

  it('adds ten tenths to one', async () => {
    // In binary ten times 0.1 is 0.9999999999999999, and 0.1 + 0.2 is 0.30000000000000004: shown are the decimals.
    const chain = Array.from({ length: 10 }, (_, i) => `n${i},n${i + 1},0.1`).join('\n')
    const { stdout } = await reachFrom(`u,v,length_m\n${chain}\n`, 'node\nn0\n', '1')
    expect(
      rowsOf(stdout)
        .slice(1)
        .map(([, metres]) => metres),
    ).toEqual(['0', '0.1', '0.2', '0.3', '0.4', '0.5', '0.6', '0.7', '0.8', '0.9', '1'])
  })

  it('takes the nearer of several sources, and a source named twice counts once', async () => {
    // c lies 333.3 from b and 333.4 from d.
    const { stdout } = await reachFrom(street, 'node\nd\nb\nd\n', '400')
    expect(stdout).toBe('node,distance_m\na,333.3\nb,0\nc,333.3\nd,0\ne,0.001\nf,120.5\n')
  })

  it('walks loops, parallel edges and edges of no length', async () => {
    // a–b has two edges, 9 and 7: the shorter counts. b–c is 0 long. The loop at c leads nowhere.
    const { stdout } = await reachFrom('u,v,length_m\na,b,9\na,b,7\nb,c,0\nc,c,5\n', 'node\na\n', '7')
    expect(stdout).toBe('node,distance_m\na,0\nb,7\nc,7\n')
  })

  it('answers with the header alone where there is no source', async () => {
    const { stdout, exitCode } = await reachFrom(street, 'node\n', '1000')
    expect({ stdout, exitCode }).toEqual({ stdout: 'node,distance_m\n', exitCode: exitCodes.answered })
  })

  it('keeps node labels as texts, quoting those that a CSV must quote', async () => {
    const roads = 'u,v,length_m\n"文化路, 1号","门""东""",10.5\n007,"文化路, 1号",2\n'
    const { stdout } = await reachFrom(roads, 'node\n"文化路, 1号"\n', '100')
    expect(stdout).toBe('node,distance_m\n"文化路, 1号",0\n"门""东""",10.5\n007,2\n')
  })

  it('prints an array of objects as JSON', async () => {
    const { stdout } = await reachFrom(street, 'node\nx\n', '50', '--format', 'json')
    expect(JSON.parse(stdout)).toEqual([
      { node: 'x', distance_m: 0 },
      { node: 'y', distance_m: 50 },
    ])
    expect(stdout.endsWith(']\n')).toBe(true)
  })

  it('reads what spreadsheets write: a byte-order mark, CRLF, capital names, other columns, spaces, blank lines', async () => {
    const roads = '\uFEFFid,U,V,Length_M\r\n1, a ,b,10\r\n\r\n2,b,c,20\r\n'
    const sources = '\uFEFFname,Node\r\n\r\n中心, a\r\n'
    const { stdout, exitCode } = await reachFrom(roads, sources, '30')
    expect({ stdout, exitCode }).toEqual({ stdout: 'node,distance_m\na,0\nb,10\nc,30\n', exitCode: 0 })
  })

  it('reads a gzipped edge list', async () => {
    const files = writeFiles({ 'roads.csv.gz': gzipSync(street), 'sources.csv': 'node\nx\n' })
    const { stdout } = await yiquan(['reach', '--roads', files['roads.csv.gz'], '--sources', files['sources.csv'], '--limit', '49.9'])
    expect(stdout).toBe('node,distance_m\nx,0\n')
  })
})
