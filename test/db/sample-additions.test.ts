import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import type { DataKind } from '../../server/db/schema.ts'
import { createSamplesService } from '../../server/imports/samples.service.ts'
import { listAgePyramids } from '../../server/population/age-pyramids.repository.ts'
import { findNewestVersion } from '../../server/versions/versions.repository.ts'
import { describeOnBothEngines } from './engines.ts'

const county = 360735

describeOnBothEngines('a store that an earlier product has filled', (open) => {
  const start = () => createSamplesService(open().db, () => new Date(0), [String(county)]).loadMissing()
  const agesOf = async () => (await findNewestVersion(open().db, county, 'age_pyramids')) && listAgePyramids(open().db, county, 1)
  /** As a product that did not know of ages has left it. */
  async function forgetAges(): Promise<void> {
    await sql`delete from age_pyramids where county_code = ${county}`.execute(open().db)
    await sql`delete from data_versions where county_code = ${county} and kind = 'age_pyramids'`.execute(open().db)
  }
  async function change(kind: DataKind, column: 'content_hash' | 'action', value: string): Promise<string> {
    const before = (await findNewestVersion(open().db, county, kind))![column]
    await sql`update data_versions set ${sql.ref(column)} = ${value} where county_code = ${county} and kind = ${kind}`.execute(open().db)
    return before
  }
  let whole: Awaited<ReturnType<typeof agesOf>>

  beforeAll(async () => {
    expect(await start()).toEqual([county])
    whole = await agesOf()
    expect(whole!.length).toBeGreaterThan(10)
  }, 180_000)

  it('gets the ages that the sample has gained, once, and the very same as a new store', async () => {
    await forgetAges()
    expect(await agesOf()).toBe(undefined)
    expect(await start()).toEqual([county])
    expect(await agesOf()).toEqual(whole)
    expect(await start()).toEqual([])
  })

  it('keeps to what is there where an office has imported anything, or the places are others', async () => {
    await forgetAges()
    const action = await change('population', 'action', 'import')
    expect([await start(), await agesOf()]).toEqual([[], undefined])
    await change('population', 'action', action)
    const hash = await change('units', 'content_hash', 'of another edition')
    expect([await start(), await agesOf()]).toEqual([[], undefined])
    await change('units', 'content_hash', hash)
    expect(await start()).toEqual([county])
  })
})
