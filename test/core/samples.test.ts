import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { makeSamples } from '../../scripts/make-samples.ts'

const root = resolve(import.meta.dirname, '../..')
const samples = join(root, 'data/samples')
const shared = join(root, '../shared/data')
const codes = ['440304', '360735'] as const

/** What JSON.parse gives: the expectations below are what checks it. */
type Parsed = ReturnType<typeof JSON.parse>

interface Row {
  properties: Record<string, Parsed>
  geometry: { type: string; coordinates: Parsed } | null
}
const json = (code: string, file: string) => JSON.parse(readFileSync(join(samples, code, file), 'utf8'))
const rows = (code: string, file: string): Row[] => json(code, file).features
const sum = (list: Parsed[], key: string) => list.reduce((total, row) => total + (row.properties ?? row)[key], 0)
const operating = (type?: string) =>
  rows('360735', 'facilities.geojson').filter(
    ({ properties: p }) => p.status === 'operating' && (!type || p.types.includes(type)),
  )

describe.each(codes)('sample %s', (code) => {
  it('has the files its manifest lists, with the checksums it states, and no others', () => {
    const { files } = json(code, 'manifest.json')
    for (const file of files) {
      const hash = createHash('sha256').update(readFileSync(join(samples, code, file.path)))
      expect(hash.digest('hex'), file.path).toBe(file.sha256)
    }
    const listed = [...files.map((file: { path: string }) => file.path), 'manifest.json'].sort()
    expect(readdirSync(join(samples, code)).sort()).toEqual(listed)
  })

  it('names everything synthetic 示例', () => {
    for (const file of ['residential_areas.geojson', 'facilities.geojson']) {
      for (const { properties } of rows(code, file)) expect(properties.name).toContain('示例')
    }
    for (const { properties } of rows(code, 'units.geojson')) {
      if (properties.demo) expect(properties.name).toContain('示例')
    }
    for (const row of json(code, 'population.json').unlocated) expect(row.name).toContain('示例')
    const { settlements, premises, controlAreas, register, communityRooms, poolingGroups } = json(code, 'ledgers.json')
    for (const { name } of [...settlements, ...premises, ...controlAreas, ...register, ...communityRooms, ...poolingGroups]) {
      expect(name).toContain('示例')
    }
  })

  it('has unique ids, and every reference leads somewhere', () => {
    const areas = rows(code, 'residential_areas.geojson').map(({ properties }) => properties)
    const facilities = rows(code, 'facilities.geojson').map(({ properties }) => properties)
    const units = rows(code, 'units.geojson').map(({ properties }) => properties.unitCode)
    const ids = [...areas, ...facilities].map(({ id }) => id)
    expect(new Set([...ids, ...units]).size).toBe(ids.length + units.length)
    for (const { unitCode } of [...areas, ...facilities]) expect(units).toContain(unitCode)
    const areaIds = areas.map(({ id }) => id)
    for (const { residentialAreaId } of facilities.flatMap(({ allotments }) => allotments)) {
      expect(areaIds).toContain(residentialAreaId)
    }
    const ledgers: Record<string, Parsed[]> = json(code, 'ledgers.json')
    const listed = Object.values(ledgers).flatMap((list) => list.flatMap(({ id }) => id ?? []))
    expect(new Set([...ids, ...listed]).size).toBe(ids.length + listed.length)
    for (const row of Object.values(ledgers).flat()) {
      if (row.unitCode) expect(units).toContain(row.unitCode)
      if (row.facilityId) expect(ids).toContain(row.facilityId)
      for (const areaId of row.residentialAreaIds ?? (row.residentialAreaId ? [row.residentialAreaId] : [])) expect(areaIds).toContain(areaId)
    }
    for (const { where } of json(code, 'answers.json').troubles) {
      expect(where.length).toBeGreaterThan(0)
      for (const id of where) expect([...ids, ...units, ...listed]).toContain(id)
    }
  })

  it('counts every person of the sample once, in the answers too', () => {
    const population = json(code, 'population.json')
    const areas = rows(code, 'residential_areas.geojson')
    const { totals, residentsCovered } = json(code, 'answers.json').coverage
    for (const key of ['residents', 'residents60Plus', 'residents80Plus']) {
      const all = sum(areas, key) + sum(population.units, key) + sum(population.unlocated, key)
      expect(totals[key].known + totals[key].unlocated, key).toBe(all)
    }
    expect(residentsCovered.all).toBe(totals.residents.known + totals.residents.unlocated)
  })

  it('gives each area one verdict', () => {
    const { perArea, met, notMet, insufficientData, notPrescribed } = json(code, 'answers.json').areaPer100Households
    expect(perArea.length).toBe(rows(code, 'residential_areas.geojson').length)
    expect(met + notMet + insufficientData + notPrescribed).toBe(perArea.length)
  })
})

describe('sample 360735 holds the figures its plan prints', () => {
  it('has 283,182 residents, every one in exactly one row', () => {
    const population = json('360735', 'population.json')
    const all =
      sum(rows('360735', 'residential_areas.geojson'), 'residents') +
      sum(population.units, 'residents') +
      sum(population.unlocated, 'residents')
    expect(all).toBe(283182)
    expect(population.controlTotals[0].residents).toBe(283182)
  })

  it('has 80 mutual-aid sites in 80 of 131 villages: 61.1 %', () => {
    const villages = rows('360735', 'units.geojson').filter(({ properties }) => properties.level === 'village')
    const codesOfVillages = new Set(villages.map(({ properties }) => properties.unitCode))
    const served = new Set(operating('mutual_aid').map(({ properties }) => properties.unitCode))
    expect(villages.length).toBe(131)
    expect(operating('mutual_aid').length).toBe(80)
    expect([...served].filter((code) => codesOfVillages.has(code)).length).toBe(80)
    expect(((80 / 131) * 100).toFixed(1)).toBe('61.1')
  })

  it('has 16 urban sites, 10 embedded homes, 1,963 beds, 47 % of them nursing', () => {
    expect(operating('community_center').length).toBe(16)
    expect(operating('embedded_home').length).toBe(10)
    expect(sum(operating(), 'beds')).toBe(1963)
    expect(Math.round((sum(operating(), 'nursingBeds') / 1963) * 100)).toBe(47)
  })

  it('has 4 private homes with 193 beds, 138 nursing; one county centre with 499; 198 medical beds', () => {
    const homes = operating('care_institution').filter(({ properties }) => properties.operatorKind === 'private')
    expect([homes.length, sum(homes, 'beds'), sum(homes, 'nursingBeds')]).toEqual([4, 193, 138])
    const east = homes.find(({ properties }) => properties.types.includes('embedded_home'))!
    expect(east.properties.beds).toBe(38)
    const [centre] = operating('county_support_home')
    expect([centre.properties.beds, centre.properties.medicalBeds]).toEqual([499, 160])
    expect(sum(operating('medical_integrated'), 'medicalBeds')).toBe(198)
  })

  it('is near the published urban population', () => {
    const classes = new Map(rows('360735', 'units.geojson').map(({ properties: p }) => [p.unitCode, p.urbanRuralCode]))
    const units = json('360735', 'population.json').units.filter((row: Parsed) =>
      classes.get(row.unitCode).startsWith('1'),
    )
    const areas = rows('360735', 'residential_areas.geojson').filter(
      ({ properties, geometry }) => geometry && properties.placeClass === 'city',
    )
    expect(sum(units, 'residents') + sum(areas, 'residents')).toBe(131900)
    expect(Math.abs(131900 / 135954 - 1)).toBeLessThan(0.031)
  })
})

describe('the figures that can be checked by hand', () => {
  const verdict = (code: string, kind: string) => {
    const answers = json(code, 'answers.json')
    const trouble = answers.troubles.find((row: Parsed) => row.kind === kind)
    return answers.areaPer100Households.perArea.find((row: Parsed) => row.residentialAreaId === trouble.where[0])
  }

  it('does not let 19.97 become 20', () => {
    expect(verdict('440304', 'rounding_19_97')).toMatchObject({ status: 'not_met', missingM2: '0.15' })
    expect(verdict('360735', 'rounding_19_97')).toMatchObject({ status: 'not_met', missingM2: '0.3' })
  })

  it('meets the standard at exactly 20.00', () => {
    for (const code of codes) expect(verdict(code, 'exactly_20')).toMatchObject({ status: 'met', missingM2: '0' })
  })

  it('fails an area whose sum is enough but one of whose sites is below 150 m²', () => {
    expect(verdict('360735', 'undersized_site')).toMatchObject({ status: 'not_met', providedM2: '250', missingM2: '0' })
    expect(verdict('360735', 'no_site_minimum_binds')).toMatchObject({ status: 'not_met', missingM2: '150' })
  })

  it('says insufficient data where there is no date or no household figure', () => {
    for (const code of codes) {
      for (const kind of ['no_date', 'no_households']) expect(verdict(code, kind).status).toBe('insufficient_data')
    }
  })
})

const whenShared = existsSync(join(shared, 'census'))
if (!whenShared) console.info(`skipped: ${shared} is not here, so the samples cannot be built again`)

describe.skipIf(!whenShared)('against the sources', () => {
  it('shows no real village or community of 石城', () => {
    const real = readFileSync(join(shared, 'shicheng-360735/units_gcj02.csv'), 'utf8')
      .split('\n')
      .map((line) => line.split(','))
      .filter((row) => row[4] === '5')
    const townships = rows('360735', 'units.geojson').filter(({ properties }) => properties.level === 'township')
    const townshipNames = townships.map(({ properties }) => properties.name)
    const below = rows('360735', 'units.geojson').filter(({ properties }) => properties.level !== 'township')
    for (const { properties } of below) {
      expect(properties.unitCode).toMatch(/^S360735\d{3}[VC]\d{3}$/)
      expect(properties.name).toMatch(new RegExp(`^示例·(${townshipNames.join('|')})\\d\\d(村|社区)$`))
    }
    // 东城 is printed by the plan as the name of its first embedded home, which the sample rebuilds.
    const stems = real.map((row) => row[2].replace(/[居村]委会$/, '')).filter((stem) => stem !== '东城')
    const named = [...rows('360735', 'facilities.geojson'), ...rows('360735', 'residential_areas.geojson')]
    for (const { properties } of named) {
      const rest = townshipNames.reduce((name, township) => name.replace(township, ''), properties.name as string)
      expect(stems.filter((stem) => rest.includes(stem))).toEqual([])
    }
    const text = readdirSync(join(samples, '360735')).map((file) => readFileSync(join(samples, '360735', file), 'utf8'))
    for (const row of real) expect(text.some((content) => content.includes(row[0]))).toBe(false)
  })

  it('quotes the plan verbatim', () => {
    const plan = readFileSync(join(shared, '../plans/shicheng-360735.txt'), 'utf8').replace(/\s+/g, '')
    const { clause } = json('360735', 'manifest.json').areaRule
    for (const { quote } of [clause, ...clause.otherQuotes]) expect(plan).toContain(quote.replace(/\s+/g, ''))
    for (const [code, file] of [['530402', 'yuxi-530400'], ['640502', 'shapotou-640502']] as const) {
      const text = readFileSync(join(shared, `../plans/${file}.txt`), 'utf8').replace(/\s+/g, '')
      expect(text).toContain(json(code, 'manifest.json').areaRule.clause.quote.replace(/\s+/g, ''))
    }
  })

  it('is built again byte for byte', { timeout: 180_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'samples-'))
    try {
      makeSamples(shared, folder)
      for (const code of codes) {
        const files = readdirSync(join(samples, code))
        expect(readdirSync(join(folder, 'samples', code))).toEqual(files)
        for (const file of files) expectSame(join(folder, 'samples', code, file), join(samples, code, file))
      }
      expectSame(join(folder, 'README.md'), join(root, 'data/README.md'))
      expect(readdirSync(join(folder, 'samples'))).toEqual(readdirSync(samples))
      for (const code of readdirSync(samples).filter((name) => !codes.some((whole) => whole === name))) {
        for (const file of readdirSync(join(samples, code))) expectSame(join(folder, 'samples', code, file), join(samples, code, file))
      }
      for (const file of readdirSync(join(root, 'data/boundaries'))) {
        expect(readFileSync(join(folder, 'boundaries', file)).equals(readFileSync(join(root, 'data/boundaries', file))), file).toBe(true)
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

/** Another zlib packs the same text into other bytes: compare what is packed, and leave that one checksum out. */
function expectSame(built: string, stored: string): void {
  if (stored.endsWith('.gz')) {
    expect(gunzipSync(readFileSync(built)).equals(gunzipSync(readFileSync(stored)))).toBe(true)
    return
  }
  const roadsHash = (folder: string) => {
    const bytes = readFileSync(join(folder, 'roads.graphml.gz'))
    return createHash('sha256').update(bytes).digest('hex')
  }
  const samplesOf = (path: string) =>
    path.endsWith('README.md') ? join(path, '../samples/440304') : join(path, '../../440304')
  const read = (path: string) => readFileSync(path, 'utf8').replace(roadsHash(samplesOf(path)), 'packed roads')
  expect(read(built) === read(stored), `${stored} differs; run npx tsx scripts/make-samples.ts`).toBe(true)
}
