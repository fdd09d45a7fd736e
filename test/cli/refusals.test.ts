import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { exitCodes, writeFiles, yiquan, type Outcome } from './run-yiquan.ts'

const street = 'u,v,length_m\na,b,100\n'
const equator = '{"type":"LineString","coordinates":[[0,0],[0.001,0]]}'

async function reach(roads: string | Uint8Array, sources: string | Uint8Array, more: string[] = []): Promise<Outcome> {
  const files = writeFiles({ roads, sources })
  return yiquan(['reach', '--roads', files.roads, '--sources', files.sources, '--limit', '1000', ...more])
}

/** Refused: nothing on standard output, no stack trace, exit code 2; returns the lines that say why. */
function refusal({ stdout, stderr, exitCode }: Outcome): string[] {
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: exitCodes.refused })
  expect(stderr).not.toMatch(/^ {4}at /m)
  return stderr.trimEnd().split('\n')
}

/** Code and place of each line, as 'CODE row column'. */
function places(lines: string[]): string[] {
  return lines.map((line) => {
    const [, code, place = ''] = /^([A-Z_]+)(?:（([^）]*)）)?：/.exec(line) ?? []
    const row = /第 (\d+) 行/.exec(place)?.[1] ?? '-'
    return [code, row, place.replace(/第 \d+ 行 ?/, '').replace(/ ?「.*$/s, '') || '-'].join(' ')
  })
}

describe('yiquan reach refuses', () => {
  it('every bad row of an edge list at once, each with its row and column', async () => {
    const roads = 'u,v,length_m\na,b,100\na,,5\n\nb,c,-1\nc,d,一百\nd,e,NaN\ne,f,"1,000"\nf,g,\n'
    // The blank line is row 4 of the file and is counted.
    expect(places(refusal(await reach(roads, 'node\na\n')))).toEqual([
      'EDGE_NODE 3 v',
      'EDGE_LENGTH 5 length_m',
      'EDGE_LENGTH 6 length_m',
      'EDGE_LENGTH 7 length_m',
      'EDGE_LENGTH 8 length_m',
      'EDGE_LENGTH 9 length_m',
    ])
  })

  it('sources that the network lacks, all of them by name and row', async () => {
    const lines = refusal(await reach(street, 'node\na\nnowhere\nb\n甲\n'))
    expect(places(lines)).toEqual(['NODE_UNKNOWN 3 node', 'NODE_UNKNOWN 5 node'])
    expect(lines[0]).toContain('「nowhere」')
    expect(lines[1]).toContain('「甲」')
  })

  it('bad coordinates, all of them by row and column', async () => {
    const sources = 'id,lon,lat\nok,0,0\nfar,181,0\nempty,,0\nwords,东经一度,北纬\nswapped,22.5,114\n'
    expect(places(refusal(await reach(equator, sources)))).toEqual([
      'COORD_OUT_OF_RANGE 3 lon',
      'COORD_OUT_OF_RANGE 4 lon',
      'COORD_OUT_OF_RANGE 5 lon',
      'COORD_OUT_OF_RANGE 5 lat',
      'COORD_OUT_OF_RANGE 6 lat',
    ])
  })

  it('points by the row of the file, blank lines counted', async () => {
    const sources = 'id,lon,lat\n\nok,0,0\n  \nbad,999,0\n'
    expect(places(refusal(await reach(equator, sources)))).toEqual(['COORD_OUT_OF_RANGE 5 lon'])
  })

  it('files without the columns it needs', async () => {
    expect(places(refusal(await reach('from,to,metres\na,b,1\n', 'node\na\n')))).toEqual(['ROADS_FORMAT_UNKNOWN - -'])
    expect(refusal(await reach(street, 'id,lon,lat\na,0,0\n'))[0]).toMatch(/^COLUMN_MISSING（第 1 行.*缺少列 node/)
    expect(refusal(await reach(equator, 'id,node\na,b\n'))[0]).toMatch(/^COLUMN_MISSING（第 1 行.*缺少列 lon、lat/)
    expect(refusal(await reach(equator, ''))[0]).toMatch(/^COLUMN_MISSING/)
  })

  it('files that are not there or cannot be read, by name', async () => {
    const { roads } = writeFiles({ roads: street })
    const noRoads = await yiquan(['reach', '--roads', '/nowhere/道路.csv', '--sources', roads, '--limit', '1'])
    expect(refusal(noRoads)[0]).toMatch(/^FILE_NOT_READABLE.*\/nowhere\/道路\.csv/)
    const noSources = await yiquan(['reach', '--roads', roads, '--sources', '/nowhere/起点.csv', '--limit', '1'])
    expect(refusal(noSources)[0]).toMatch(/^FILE_NOT_READABLE.*\/nowhere\/起点\.csv/)
    const aDirectory = await yiquan(['graph', '--roads', '/tmp'])
    expect(refusal(aDirectory)[0]).toMatch(/^FILE_NOT_READABLE/)
  })

  it('road files that are empty, damaged or in no known format', async () => {
    const graph = async (name: string, content: string | Uint8Array) => {
      const { [name]: path } = writeFiles({ [name]: content })
      return places(refusal(await yiquan(['graph', '--roads', path, '--json'])))[0]
    }
    expect(await graph('empty.csv', '')).toBe('ROADS_EMPTY - -')
    expect(await graph('header.csv', 'u,v,length_m\n')).toBe('ROADS_EMPTY - -')
    expect(await graph('cut.csv.gz', gzipSync(street.repeat(1000)).subarray(0, 60))).toBe('GZIP_CORRUPT - -')
    expect(await graph('photo.jpg', 'ÿØÿà JFIF')).toMatch(/^ROADS_FORMAT_UNKNOWN/)
  })

  it('targets on a network without coordinates', async () => {
    const { to } = writeFiles({ to: 'id,lon,lat\nt,0,0\n' })
    expect(places(refusal(await reach(street, 'node\na\n', ['--to', to])))).toEqual(['NETWORK_WITHOUT_COORDINATES - -'])
  })

  it('a table of points whose text is not UTF-8', async () => {
    // 幸福 in GBK: read as UTF-8 the name would come out garbled, without a word.
    const gbk = Buffer.concat([Buffer.from('id,lon,lat\n'), Buffer.from([0xd0, 0xd2, 0xb8, 0xa3]), Buffer.from(',0,0\n')])
    expect(refusal(await reach(equator, gbk))[0]).toMatch(/^ENCODING_NOT_UTF8/)
  })
})
