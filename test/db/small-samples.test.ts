import { beforeAll, expect, it } from 'vitest'
import { createSamplesService } from '../../server/imports/samples.service.ts'
import { findNewestVersions, loadCountyLedger } from '../../server/indicators/county-ledger.ts'
import { createRegionsService } from '../../server/regions/regions.service.ts'
import { listUnitIdsInForce } from '../../server/indicators/judge-units.ts'
import { systemActor } from '../../server/auth/actor.ts'
import { listRuns } from '../../server/coverage/coverage.repository.ts'
import { describeOnBothEngines } from './engines.ts'

const wanted = ['513433', '530402', '530481', '640502']

describeOnBothEngines('small samples', (open) => {
  const service = (codes: 'all' | string[] = wanted) => createSamplesService(open().db, () => new Date(0), codes)
  let loaded: number[]

  beforeAll(async () => {
    expect(await service().loadMissing()).toEqual([])
    loaded = await service().loadSmall(new AbortController().signal)
  }, 180_000)

  it('load those that are wanted, once, and none after being stopped', async () => {
    expect(loaded).toEqual(wanted.map(Number))
    expect(await service().loadSmall(new AbortController().signal)).toEqual([])
    expect(await service('all').loadSmall(AbortSignal.abort())).toEqual([])
  })

  it('stand under their prefecture, and no run starts by itself', async () => {
    const counties = await createRegionsService(open().db, listUnitIdsInForce).list(systemActor)
    expect(counties.map(({ code, prefecture, demo }) => [code, prefecture?.code, prefecture?.name, demo])).toEqual([
      ['513433', '513400', '凉山彝族自治州', true],
      ['530402', '530400', '玉溪市', true],
      ['530481', '530400', '玉溪市', true],
      ['640502', '640500', '中卫市', true],
    ])
    expect(await service().startsByItself(530402)).toBe(false)
    expect(await service().startsByItself(360735)).toBe(true)
    expect(await service().startsByItself(110101)).toBe(true)
    expect(await listRuns(open().db, 530402, { limit: 1 })).toEqual([])
  })

  it('give a whole ledger: every place counted, those of townships without a point unlocated by name', async () => {
    const ledger = await open().db.transaction().execute(async (tx) => loadCountyLedger(tx, 513433, await findNewestVersions(tx, 513433)))
    const residents = ledger.places.reduce((sum, { counts }) => sum + (counts.residents ?? 0), 0) + ledger.unlocated.residents
    expect(residents).toBe(365000)
    const street = ledger.units.filter(({ level }) => level === 'street')
    expect(street.map(({ name, hasBoundary }) => [name, hasBoundary])).toEqual([['高阳街道', true]])
    const unknown = ledger.units.filter(({ level, hasBoundary }) => level === 'township' && !hasBoundary)
    expect(unknown.length).toBeGreaterThan(0)
    const coded = ledger.facilities.filter((site) => site.unitId === unknown[0].id)
    for (const site of coded) expect(site.insideUnitIds).toContain(unknown[0].id)
    expect(ledger.units.flatMap(({ tags }) => tags)).toContain('eligible_central_township')
  })
})
