import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { listAuditOf } from '../../server/audit/audit.repository.ts'
import type { Role } from '../../server/auth/actor.ts'
import { runList, runRecord, startRunReply } from '../../server/contract/runs.ts'
import { comparison, scenarioList, scenarioRecord, type ScenarioRecord, type SiteChange } from '../../server/contract/scenarios.ts'
import { areaList, placeList, unitList } from '../../server/contract/tables.ts'
import { evaluationList, evaluationReply } from '../../server/contract/evaluations.ts'
import { listRunsOfScenarios } from '../../server/coverage/coverage.service.ts'
import { defaultLedgerChoices, findNewestVersions, loadCountyLedger } from '../../server/indicators/county-ledger.ts'
import { createScenariosService } from '../../server/scenarios/scenarios.service.ts'
import { describeServiceOnBothEngines } from '../service.ts'
import { ask, askRefused, computeRun, getPublished, getSummary, postJson, waitForJob } from './client.ts'
import { evaluate, resultOf } from './evaluation-requests.ts'
import { endFirstFacility, idIn, insertScenarioTown, prefectureCode, spots, townCode } from './scenario-town.ts'

const here = `/counties/${townCode}/scenarios`
const f1 = idIn('facility', 'F1')
const addition = { id: randomUUID(), kind: 'add', name: '乙互助点', location: spots.besideB, facilityTypes: ['mutual_aid'], beds: 30, costYuan: 500_000 } as const satisfies SiteChange
const conversion = { id: randomUUID(), kind: 'convert', premisesId: idIn('premises', 'P1'), facilityTypes: ['community_center'] } as const satisfies SiteChange
const closure = { id: randomUUID(), kind: 'close', facilityId: f1 } as const satisfies SiteChange
/** Of the results of one scenario, one an engine: the ids of what it supposes are the same on both. */
const hashes: string[] = []

describeServiceOnBothEngines('scenarios', (running) => {
  const send = (method: string, path: string, body: object, status = 200): Promise<ScenarioRecord> =>
    ask(running(), `${here}${path}`, scenarioRecord.strict(), { ...postJson(body), method, status })
  const refused = async (method: string, path: string, body: object) => (await askRefused(running(), `${here}${path}`, { ...postJson(body), method })).error
  const create = (name: string, changes?: SiteChange[], more: object = {}) => send('POST', '', { name, changes, ...more }, 201)
  const put = ({ id, revision }: ScenarioRecord, changes: SiteChange[]) => send('PUT', `/${id}/changes`, { revision, changes })
  const step = ({ id, revision }: ScenarioRecord, which: 'undo' | 'redo' | 'rebase') => send('POST', `/${id}/${which}`, { revision })
  const get = (id: string) => ask(running(), `${here}/${id}`, scenarioRecord)
  const runOver = async ({ id, revision }: ScenarioRecord, wish: object = {}): Promise<string> => {
    const { runId, jobId } = await ask(running(), `${here}/${id}/runs`, startRunReply, { ...postJson({ revision, ...wish }), status: 202 })
    await waitForJob(running(), townCode, jobId, 'done')
    return runId
  }
  const compare = (a: string, b: string, more = '') => ask(running(), `/counties/${townCode}/compare?a=${a}&b=${b}${more}`, comparison.strict())
  const runOf = (runId: string) => ask(running(), `/counties/${townCode}/runs/${runId}`, runRecord)
  let baseline: string

  beforeAll(async () => {
    await running().service.prepare()
    await insertScenarioTown(running().service.handle.db)
    baseline = await computeRun(running(), townCode)
  })

  describe('a scenario', () => {
    it('begins empty over the newest data, and says so', async () => {
      const made = await create('空方案')
      expect(made).toMatchObject({ name: '空方案', note: '', parentId: null, baseline: { facilities: 1, premises: 1 }, isBaselineNewest: true, revision: 1, changes: [], misfits: [] })
      expect(made).toMatchObject({ undoLabel: null, redoLabel: null, costYuan: null, archived: false, createdBy: 'local', runs: [], code: String(townCode) })
      expect(await get(made.id)).toEqual(made)
      expect((await ask(running(), here, scenarioList)).find(({ id }) => id === made.id)).toEqual(made)
    })

    it('is changed in steps that can be undone and redone, until another step takes their place', async () => {
      const one = await put(await create('步骤'), [addition])
      expect(one).toMatchObject({ revision: 2, changes: [addition], undoLabel: { zh: '新增 1 处' }, redoLabel: null, costYuan: 500_000 })
      const two = await put(one, [addition, conversion])
      expect(two).toMatchObject({ revision: 3, undoLabel: { zh: '改造 1 处' } })
      const back = await step(two, 'undo')
      expect(back).toMatchObject({ revision: 4, changes: [addition], undoLabel: { zh: '新增 1 处' }, redoLabel: { zh: '改造 1 处' } })
      expect((await step(back, 'redo')).changes).toEqual([addition, conversion])
      const start = await step(await step(await get(two.id), 'undo'), 'undo')
      expect(start).toMatchObject({ changes: [], undoLabel: null })
      expect((await refused('POST', `/${start.id}/undo`, { revision: start.revision })).code).toBe('NOTHING_TO_UNDO')
      const other = await put(start, [closure])
      expect(other).toMatchObject({ changes: [closure], undoLabel: { zh: '关停 1 处' }, redoLabel: null })
      expect((await refused('POST', `/${start.id}/redo`, { revision: other.revision })).code).toBe('NOTHING_TO_UNDO')
    })

    it('refuses whoever has not seen the newest revision, and names it; the same list once more is no step', async () => {
      const first = await create('两人')
      const second = await put(first, [addition])
      const error = await refused('PUT', `/${first.id}/changes`, { revision: first.revision, changes: [closure] })
      expect([error.code, error.problems?.[0].column, error.problems?.[0].value]).toEqual(['SCENARIO_CHANGED', 'revision', '2'])
      expect((await refused('PATCH', `/${first.id}`, { revision: 1, name: '旧' })).code).toBe('SCENARIO_CHANGED')
      expect((await refused('POST', `/${first.id}/runs`, { revision: 1 })).code).toBe('SCENARIO_CHANGED')
      // The reply was lost: the same request again, with the revision it was made from.
      expect(await put(first, [addition])).toEqual(second)
      expect(await step(second, 'rebase')).toEqual(second)
    })

    it('loses nothing of fifty who write at once', async () => {
      const { id } = await create('五十人')
      const own = Array.from({ length: 50 }, (_, i): SiteChange => ({ ...addition, id: randomUUID(), name: `第 ${i} 处` }))
      let conflicts = 0
      const write = async (change: SiteChange): Promise<void> => {
        for (;;) {
          const seen = await get(id)
          const response = await fetch(`${running().api}${here}/${id}/changes`, { ...postJson({ revision: seen.revision, changes: [...seen.changes, change] }), method: 'PUT' })
          if (response.ok) return
          expect(response.status).toBe(409)
          conflicts++
        }
      }
      await Promise.all(own.map(write))
      const after = await get(id)
      expect(after.changes.map((change) => change.id).sort()).toEqual(own.map((change) => change.id).sort())
      expect(after.revision).toBe(51)
      expect(conflicts).toBeGreaterThan(0)
      const audit = (await listAuditOf(running().service.handle.db, townCode, 'scenario.change')).filter(({ entity_id: one }) => one === id)
      expect(audit.map(({ detail }) => (detail as { revision: number }).revision).sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i + 2))
    })

    it('branches with its changes and baseline, and each goes its own way', async () => {
      const trunk = await create('主干', [addition])
      const branch = await create('分支', undefined, { branchOf: trunk.id, note: '另一种' })
      expect(branch).toMatchObject({ parentId: trunk.id, changes: [addition], baseline: trunk.baseline, note: '另一种', revision: 1 })
      await put(branch, [closure])
      expect(await get(trunk.id)).toEqual(trunk)
    })

    it('is renamed, annotated, archived and brought back; archived it takes no changes', async () => {
      const made = await create('改名')
      const renamed = await send('PATCH', `/${made.id}`, { revision: 1, name: '新名', note: '说明' })
      expect(renamed).toMatchObject({ name: '新名', note: '说明', revision: 2 })
      expect(await send('PATCH', `/${made.id}`, { revision: 2, name: '新名' })).toEqual(renamed)
      const archived = await send('PATCH', `/${made.id}`, { revision: 2, archived: true })
      expect(archived).toMatchObject({ archived: true, revision: 3 })
      for (const [method, path, body] of [['PUT', 'changes', { changes: [closure] }], ['POST', 'undo', {}], ['POST', 'rebase', {}], ['POST', 'runs', {}]] as const) {
        expect([path, (await refused(method, `/${made.id}/${path}`, { revision: 3, ...body })).code]).toEqual([path, 'SCENARIO_ARCHIVED'])
      }
      expect((await ask(running(), here, scenarioList)).at(-1)?.id).toBe(made.id)
      expect(await send('PATCH', `/${made.id}`, { revision: 3, archived: false })).toMatchObject({ archived: false, revision: 4 })
    })

    it('refuses what it cannot hold, and says what', async () => {
      const { id } = await create('拒绝')
      const repeated = await refused('PUT', `/${id}/changes`, { revision: 1, changes: [addition, { ...closure, id: addition.id }] })
      expect([repeated.code, repeated.problems?.map(({ code, value }) => [code, value])]).toEqual(['INPUT_REFUSED', [['CHANGE_ID_REPEATED', addition.id]]])
      const many = Array.from({ length: 501 }, () => ({ ...closure, id: randomUUID() }))
      expect((await refused('PUT', `/${id}/changes`, { revision: 1, changes: many })).code).toBe('BAD_REQUEST')
      expect((await refused('POST', '', { name: ' ' })).code).toBe('BAD_REQUEST')
      expect((await refused('POST', '', { name: 'x', branchOf: randomUUID() })).code).toBe('SCENARIO_UNKNOWN')
      expect((await askRefused(running(), `${here}/${randomUUID()}`)).error.code).toBe('SCENARIO_UNKNOWN')
      expect((await askRefused(running(), `/counties/999999/scenarios`)).error.code).toBe('COUNTY_UNKNOWN')
    })

    it('says who wrote last and when: a step, an undo, a name', async () => {
      let minute = 0
      const scenarios = createScenariosService(running().service.handle.db, listRunsOfScenarios, () => new Date(Date.UTC(2026, 0, 1, 8, minute++)))
      const as = (id: string) => ({ id, roles: ['planner' as const], counties: [townCode] })
      const made = await scenarios.create(as('zhang'), townCode, { name: '两人编辑', note: '' })
      expect(made).toMatchObject({ createdBy: 'zhang', updatedBy: 'zhang', updatedAt: '2026-01-01T08:00:00.000Z' })
      const changed = await scenarios.change(as('li'), townCode, made.id, { revision: 1, changes: [addition] })
      expect(changed).toMatchObject({ createdBy: 'zhang', updatedBy: 'li', updatedAt: '2026-01-01T08:01:00.000Z' })
      // An undo leaves no step of its own: it is still whoever undid it that others must ask.
      const undone = await scenarios.undo(as('wang'), townCode, made.id, 2)
      expect(undone).toMatchObject({ updatedBy: 'wang', updatedAt: '2026-01-01T08:02:00.000Z', changes: [] })
      const renamed = await scenarios.edit(as('zhang'), townCode, made.id, { revision: 3, name: '改名' })
      expect(renamed).toMatchObject({ updatedBy: 'zhang', updatedAt: '2026-01-01T08:03:00.000Z' })
      // What changes nothing is no edit.
      expect(await scenarios.edit(as('li'), townCode, made.id, { revision: 4, name: '改名' })).toMatchObject({ updatedBy: 'zhang', updatedAt: '2026-01-01T08:03:00.000Z' })
      expect((await scenarios.list(as('li'), townCode)).find(({ id }) => id === made.id)).toMatchObject({ updatedBy: 'zhang' })
    })

    it('is written by planners alone, and read by reviewers and leaders too', async () => {
      const scenarios = createScenariosService(running().service.handle.db, listRunsOfScenarios, () => new Date())
      const as = (role: Role, counties: number[] = [townCode]) => ({ id: role, roles: [role], counties })
      for (const role of ['reviewer', 'leader'] as const) {
        expect((await scenarios.list(as(role), townCode)).length).toBeGreaterThan(0)
        await expect(scenarios.create(as(role), townCode, { name: 'x', note: '' })).rejects.toMatchObject({ code: 'ROLE_NOT_ALLOWED' })
      }
      await expect(scenarios.list(as('audit_admin'), townCode)).rejects.toMatchObject({ code: 'ROLE_NOT_ALLOWED' })
      await expect(scenarios.list(as('planner', [360735]), townCode)).rejects.toMatchObject({ code: 'COUNTY_NOT_ALLOWED' })
    })
  })

  describe('a run over a scenario', () => {
    let scenario: ScenarioRecord
    let runId: string

    it('counts what is supposed as if it operated, and says whose figures these are', async () => {
      scenario = await create('补齐', [addition, conversion])
      runId = await runOver(scenario)
      const { coverage, townshipCoverage, areaPer100Households } = await getPublished(running(), townCode, runId)
      const before = await getPublished(running(), townCode, baseline)
      expect([before.coverage.residents60Plus.covered, before.coverage.residents60Plus.known]).toEqual([40, 120])
      expect([coverage.residents60Plus.covered, coverage.residents60Plus.known]).toEqual([120, 120])
      expect([before.townshipCoverage.covered, townshipCoverage.covered, townshipCoverage.total]).toEqual([1, 2, 2])
      // Neither new site is allotted to anybody: 250 m² for A stay, B and C lack 200 m² each.
      expect(areaPer100Households).toEqual(before.areaPer100Households)
      expect([areaPer100Households.met, areaPer100Households.notMet, areaPer100Households.missingM2]).toEqual([1, 2, 400])
      const run = await runOf(runId)
      expect(run.scenario).toEqual({ id: scenario.id, revision: 1, name: '补齐' })
      expect(run.parameters.scenario).toEqual({ id: scenario.id, revision: 1, name: '补齐', changes: [addition, conversion] })
      expect(coverage.methodLine.zh).toMatch(/^方案：补齐（第 1 稿） · 直线距离 × 1.3/)
      const { notes } = await getSummary(running(), townCode, runId)
      expect(notes[0].zh).toContain('新增 1 处、改造 1 处；以设施台账第 1 版为基线')
      expect(notes.map(({ zh }) => zh).join()).toMatch(/新增、改造的 2 处设施没有配建对象（未分配到居住区），不计入每百户用房面积/)
      expect((await get(scenario.id)).runs).toMatchObject([{ runId, revision: 1, status: 'published', stepsFree: false, useSlope: false }])
    })

    it('names its sites in the tables and in the answer to why', async () => {
      const units = await ask(running(), `/counties/${townCode}/runs/${runId}/units`, unitList)
      expect(units.find(({ name }) => name === '东镇')?.facilities.map(({ name }) => name).sort()).toEqual(['P1 旧校舍', '乙互助点'])
      const places = await ask(running(), `/counties/${townCode}/runs/${runId}/places`, placeList)
      expect(places.map(({ name, nearestFacilityName }) => [name, nearestFacilityName])).toEqual([['A', 'F1'], ['B', '乙互助点'], ['C', 'P1 旧校舍']])
    })

    it('never becomes the county’s own: the newest run stays that over the data as they are', async () => {
      expect((await getSummary(running(), townCode)).runId).toBe(baseline)
      const runs = await ask(running(), `/counties/${townCode}/runs`, runList)
      expect(runs[0]).toMatchObject({ id: runId, scenario: { name: '补齐' }, parameters: { scenario: { name: '补齐' } } })
      expect((runs[0].parameters.scenario as object)).not.toHaveProperty('changes')
      expect(runs.find(({ id }) => id === baseline)).toMatchObject({ scenario: null })
      expect((await runOf(baseline)).parameters).not.toHaveProperty('scenario')
    })

    it('repeated gives the same results; another revision is another input', async () => {
      const { runId: again, jobId } = await ask(running(), `/counties/${townCode}/runs/${runId}/repeat`, startRunReply, { ...postJson({}), status: 202 })
      await waitForJob(running(), townCode, jobId, 'done')
      const [one, other] = [await runOf(runId), await runOf(again)]
      expect([other.inputHash, other.resultHash, other.scenario]).toEqual([one.inputHash, one.resultHash, one.scenario])
      hashes.push(one.resultHash!)
    })

    it('beside the baseline shows who gains, what it costs, and how the walks are spread', async () => {
      const found = await compare(baseline, runId, '&targetRate=0.8')
      expect(found.a).toMatchObject({ runId: baseline, scenarioId: null, scenarioName: null, dataDate: '2024-12-31' })
      expect(found.b).toMatchObject({ runId, scenarioId: scenario.id, scenarioName: '补齐' })
      expect(found.measures.map(({ measure, a, b, gained }) => [measure, a.covered, b.covered, gained, b.total])).toEqual([
        ['residents', 100, 350, 250, 350],
        ['residents_60_plus', 40, 120, 80, 120],
        ['residents_80_plus', 1, 3, 2, 3],
        ['households', 50, 150, 100, 150],
      ])
      expect(found.units.map(({ name, gained60Plus, a, b }) => [name, gained60Plus, a.lower, b.lower])).toEqual([['西镇', 0, 1, 1], ['东镇', 80, 0, 1]])
      expect(found.places.map(({ name, a, b, residents60Plus }) => [name, a, b, residents60Plus])).toEqual([['B', 'not_covered', 'covered', 60], ['C', 'not_covered', 'covered', 20]])
      expect([found.equity.a.unitsBelow, found.equity.b.unitsBelow, found.equity.a.units, found.equity.a.targetRate]).toEqual([1, 0, 2, 0.8])
      // All three walk 0.002° of latitude × 1.3 in the scenario.
      expect(found.equity.b.giniOfAccess).toBeLessThan(1e-4)
      expect(found.equity.a.giniOfAccess).toBeGreaterThan(0.3)
      expect(found.areas.a).toEqual({ met: 1, of: 3, missingM2: 400 })
      expect(found.areas.b).toEqual(found.areas.a)
      const { covered, total, rate } = (await getPublished(running(), townCode, runId)).townshipCoverage
      expect(found.townships).toEqual({ a: { covered: 1, total: 2, rate: 0.5 }, b: { covered, total, rate } })
      expect(found.townships.b).toEqual({ covered: 2, total: 2, rate: 1 })
      expect(found.cost).toEqual({ yuan: 500_000, eldersGainedPerMillionYuan: 160 })
      expect(found.warnings.map(({ zh }) => zh)).toEqual(['方案「补齐」有 1 项改动未填费用，费用合计偏低'])
    })

    it('the other way round loses what it gained; without a target nobody is below one', async () => {
      const found = await compare(runId, baseline)
      expect(found.measures.map(({ gained }) => gained)).toEqual([-250, -80, -2, -100])
      expect(found.cost).toEqual({ yuan: -500_000, eldersGainedPerMillionYuan: null })
      expect([found.equity.a.unitsBelow, found.equity.a.targetRate]).toEqual([null, null])
      expect((await askRefused(running(), `/counties/${townCode}/compare?a=${runId}&b=${randomUUID()}`)).error.code).toBe('RUN_UNKNOWN')
    })

    it('of another circle is compared with a warning', async () => {
      const far = await runOver(scenario, { profile: 'custom-300m', facilityTypes: ['mutual_aid'] })
      const warnings = (await compare(baseline, far)).warnings.map(({ zh }) => zh.split('不同')[0])
      expect(warnings).toEqual(expect.arrayContaining(['两个批次的服务圈', '两个批次的计入的设施类型', '两个批次的各类设施上限']))
    })

    it('that shrinks a site shares what is left; one that closes it leaves its area with nothing', async () => {
      const areasOf = async (id: string) => (await ask(running(), `/counties/${townCode}/runs/${id}/areas`, areaList)).find(({ name }) => name === 'A')!
      const shrunk = await areasOf(await runOver(await create('缩减', [{ id: randomUUID(), kind: 'resize', facilityId: f1, floorAreaM2: 150 }])))
      expect([shrunk.status, shrunk.providedM2, shrunk.missingM2]).toEqual(['not_met', '150', '50'])
      const closed = await runOver(await create('关停', [closure]))
      expect(await areasOf(closed)).toMatchObject({ status: 'not_met', providedM2: '0', missingM2: '200' })
      const { coverage, townshipCoverage } = await getPublished(running(), townCode, closed)
      expect([coverage.residents60Plus.covered, townshipCoverage.covered]).toEqual([0, 0])
    })

    it('says by name which changes found no place, and computes without them', async () => {
      const wrong = await create('不符', [
        { ...addition, id: randomUUID(), name: '界外点', location: spots.outside },
        { ...conversion, id: randomUUID(), premisesId: idIn('premises', 'P2') },
        { ...conversion, id: randomUUID(), premisesId: idIn('premises', 'P3') },
        { id: randomUUID(), kind: 'close', facilityId: randomUUID() },
      ])
      expect(wrong.misfits.map(({ reason }) => reason)).toEqual(['outside_county', 'no_location', 'premises_taken', 'facility_unknown'])
      expect(wrong.misfits[0].message.zh).toMatch(/界外/)
      const id = await runOver(wrong)
      expect((await getPublished(running(), townCode, id)).coverage.residents60Plus.covered).toBe(40)
      const note = (await getSummary(running(), townCode, id)).notes.find(({ zh }) => zh.includes('4 项改动与数据不符，未生效'))
      expect(note?.zh).toContain('新增 界外点（位置在县（区）界外）')
      expect((await compare(baseline, id)).warnings.map(({ zh }) => zh).join()).toContain('4 项改动与数据不符、未生效')
    })
  })

  describe('an evaluation over a scenario', () => {
    const inVillage = { ...addition, id: randomUUID(), location: spots.inVillage, beds: 30 } satisfies SiteChange

    it('judges the county as the scenario would have it, and the baseline stays the newest', async () => {
      const before = await evaluate(running(), { pack: 'shicheng' }, townCode)
      const scenario = await create('床位', [inVillage])
      const after = await evaluate(running(), { pack: 'shicheng', scenario: { id: scenario.id, revision: 1 } }, townCode)
      expect([resultOf(before, 'SC-16').numerator, resultOf(after, 'SC-16').numerator]).toEqual([10, 40])
      // Of two villages 乙村 counts by the code on F1; 丙村 by the point within its boundary.
      expect([resultOf(before, 'SC-25').numerator, resultOf(after, 'SC-25').numerator, resultOf(after, 'SC-25').denominator]).toEqual([1, 2, 2])
      expect(after.evaluation.scenario).toMatchObject({ id: scenario.id, revision: 1, name: '床位' })
      expect(after.evaluation.scenario!.notes[0].zh).toContain('方案：床位（第 1 稿）：新增 1 处')
      expect(before.evaluation.scenario).toBe(null)
      expect((await ask(running(), `/regions/${townCode}/evaluations/newest?pack=shicheng`, evaluationReply)).evaluation.id).toBe(before.evaluation.id)
      expect((await ask(running(), `/regions/${townCode}/evaluations`, evaluationList)).map(({ id }) => id)).toEqual([after.evaluation.id, before.evaluation.id])
      const over = async (which: string) => (await ask(running(), `/regions/${townCode}/evaluations?scenario=${which}`, evaluationList)).map(({ id }) => id)
      expect([await over('none'), await over(scenario.id)]).toEqual([[before.evaluation.id], [after.evaluation.id]])
    })

    it('knows in what a supposed site stands and what it touches', async () => {
      const { db } = running().service.handle
      const onFarmland = { ...addition, id: randomUUID(), location: spots.onFarmland } satisfies SiteChange
      const moved = { id: randomUUID(), kind: 'move', facilityId: f1, location: spots.inVillage } satisfies SiteChange
      const ledger = await db.transaction().execute(async (tx) => loadCountyLedger(tx, townCode, await findNewestVersions(tx, townCode), defaultLedgerChoices, [onFarmland, moved, conversion]))
      const of = (id: string) => ledger.facilities.find(({ facilityId }) => facilityId === id)!
      expect(of(onFarmland.id)).toMatchObject({ insideUnitIds: [idIn('unit', '东镇')], overlaps: [{ layer: 'permanent_basic_farmland', areaM2: 0, touches: true }], acquisition: 'built', rating: null })
      expect(of(f1).insideUnitIds.sort()).toEqual([idIn('unit', '东镇'), idIn('unit', '丙村')].sort())
      expect(of(conversion.id)).toMatchObject({ name: 'P1 旧校舍', floorAreaM2: '500.00', acquisition: 'converted', overlaps: [] })
      expect(ledger.premises?.map(({ name, status }) => [name, status])).toEqual([['P1 旧校舍', 'converted'], ['P2 旧校舍', 'idle'], ['P3 旧校舍', 'other_use']])
    })

    it('is refused for a prefecture, and for a revision that is not the newest', async () => {
      const { id } = await create('地级市')
      const code = async (region: number, scenario: object) => (await askRefused(running(), `/regions/${region}/evaluations`, postJson({ pack: 'shicheng', scenario }))).error.code
      expect(await code(prefectureCode, { id, revision: 1 })).toBe('BAD_REQUEST')
      expect(await code(townCode, { id, revision: 7 })).toBe('SCENARIO_CHANGED')
      expect(await code(townCode, { id: randomUUID(), revision: 1 })).toBe('SCENARIO_UNKNOWN')
    })
  })

  describe('a scenario whose data went on', () => {
    it('keeps its own until it is rebased, and then says what no longer fits', async () => {
      const before = await put(await create('旧基线'), [closure, addition])
      const ofOwn = await runOver(before)
      await endFirstFacility(running().service.handle.db, 2)
      const behind = await get(before.id)
      expect(behind).toMatchObject({ isBaselineNewest: false, misfits: [], baseline: { facilities: 1 } })
      const again = await runOver(behind)
      expect([(await runOf(again)).inputHash, (await runOf(again)).resultHash]).toEqual([(await runOf(ofOwn)).inputHash, (await runOf(ofOwn)).resultHash])

      const rebased = await step(behind, 'rebase')
      expect(rebased).toMatchObject({ isBaselineNewest: true, baseline: { facilities: 2, premises: 1 }, changes: [closure, addition], revision: before.revision + 1 })
      expect(rebased.misfits).toMatchObject([{ changeId: closure.id, reason: 'facility_unknown' }])
      const run = await runOf(await runOver(rebased))
      expect(run.inputVersions.facilities).toBe(2)
      expect(run.notes.map(({ zh }) => zh).join()).toContain('1 项改动与数据不符，未生效：关停')
      // Undo and redo go on over the new data: they are about the changes alone.
      expect(await step(rebased, 'undo')).toMatchObject({ changes: [], misfits: [], baseline: { facilities: 2 } })
      const fresh = await computeRun(running(), townCode)
      expect((await compare(fresh, ofOwn)).warnings.map(({ zh }) => zh)).toContain('两个批次的数据版本（facilities）不同：2，1')
    })
  })
}, [])

it('both engines give a run over a scenario the same hash of results', () => {
  expect([hashes.length, new Set(hashes).size]).toEqual([2, 1])
})
