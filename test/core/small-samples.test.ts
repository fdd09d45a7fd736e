import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { ConfigRefused, readConfig } from '../../server/config.ts'

const root = join(import.meta.dirname, '../..')
const samples = join(root, 'data/samples')
type Parsed = any // eslint-disable-line @typescript-eslint/no-explicit-any
const read = (code: string, file: string): Parsed => JSON.parse(readFileSync(join(samples, code, file), 'utf8'))
const small = readdirSync(samples).filter((code) => /^\d{6}$/.test(code) && read(code, 'manifest.json').size === 'small')
const bundleOf = (code: string) => gunzipSync(readFileSync(join(samples, code, 'bundle.json.gz')))

describe('the small samples', () => {
  it('are 冕宁, all eleven counties of 乐山, all nine of 玉溪, and 沙坡头', () => {
    const leshan = ['511102', '511111', '511112', '511113', '511123', '511124', '511126', '511129', '511132', '511133', '511181']
    const yuxi = ['530402', '530403', '530423', '530424', '530425', '530426', '530427', '530428', '530481']
    expect(small).toEqual([...leshan, '513433', ...yuxi, '640502'])
    for (const code of leshan) expect(read(code, 'manifest.json').county.prefecture).toEqual({ code: '511100', name: '乐山市' })
    for (const code of yuxi) expect(read(code, 'manifest.json').county.prefecture).toEqual({ code: '530400', name: '玉溪市' })
  })

  it.each(small)('%s is small, is what its manifest says, and names everything synthetic 示例', (code) => {
    const manifest = read(code, 'manifest.json')
    const bytes = readdirSync(join(samples, code)).reduce((sum, file) => sum + statSync(join(samples, code, file)).size, 0)
    expect(bytes).toBeLessThan(150_000)
    expect(manifest.files.map(({ path }: Parsed) => path)).toEqual(['bundle.json.gz', 'answers.json'])
    const bundle = bundleOf(code)
    expect(createHash('sha256').update(bundle).digest('hex')).toBe(manifest.files[0].sha256)
    const { units, residential_areas: areas, facilities, population, ledgers } = JSON.parse(bundle.toString())
    const demo = units.features.filter(({ properties }: Parsed) => properties.demo)
    const named = [...demo, ...areas.features, ...facilities.features].map(({ properties }: Parsed) => properties.name)
    const { settlements, premises, controlAreas, register, communityRooms, poolingGroups } = ledgers
    for (const { name } of [...settlements, ...premises, ...controlAreas, ...register, ...communityRooms, ...poolingGroups]) named.push(name)
    expect(named.filter((name) => !name.includes('示例'))).toEqual([])
    for (const { properties } of demo) expect(properties.unitCode).toMatch(/^S\d{9}[VC]\d{3}$/)
    const residents = [...population.units, ...population.unlocated, ...areas.features.map(({ properties }: Parsed) => properties)]
    expect(residents.reduce((sum, row) => sum + row.residents, 0)).toBe(population.controlTotals[0].residents)
  })

  it('hold the people that are published for their prefecture, to the person', () => {
    const total = (prefix: string) =>
      small.filter((code) => code.startsWith(prefix)).reduce((sum, code) => sum + JSON.parse(bundleOf(code).toString()).population.controlTotals[0].residents, 0)
    expect([total('5111'), total('5304'), total('513433'), total('640502')]).toEqual([3160168, 2249502, 365000, 399800])
  })
})

describe('SAMPLES', () => {
  it('names the samples that a store gets: all, none, or some by code', () => {
    expect(readConfig({}).samples).toBe('all')
    expect(readConfig({ SAMPLES: 'all' }).samples).toBe('all')
    expect(readConfig({ SAMPLES: 'none' }).samples).toEqual([])
    expect(readConfig({ SAMPLES: '360735, 440304' }).samples).toEqual(['360735', '440304'])
  })

  it('is refused where it is no county code, in words', () => {
    expect(() => readConfig({ SAMPLES: '石城' })).toThrow(ConfigRefused)
    expect(() => readConfig({ SAMPLES: '360735,44' })).toThrow(/SAMPLES=360735,44/)
  })
})
