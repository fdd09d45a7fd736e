import { readFileSync } from 'node:fs'
import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import { describe, expect, it } from 'vitest'
import { evaluationList, evaluationReply, failingGeoJson, type EvaluationReply } from '../../server/contract/evaluations.ts'
import { tileEncoding } from '../../server/contract/tile-layers.ts'
import { findBuiltInPack } from '../../server/policies/load-packs.ts'
import type { TestService } from '../service.ts'
import { ask, askRefused, postJson, shicheng } from './client.ts'
import { evaluate, resultOf } from './evaluation-requests.ts'

const ofRegion = `/regions/${shicheng}/evaluations`

/** 石城 by its own plan, and by another's where only that has what is asked. */
export function checkEvaluations(running: () => TestService, hashes: string[]): void {
  describe('an evaluation', () => {
    let own: EvaluationReply
    const failingOf = (ruleId: string) => `${ofRegion}/${own.evaluation.id}/rules/${ruleId}`

    it('judges every rule of the pack exactly once, in its order, and says what it rests on', async () => {
      own = await evaluate(running(), { pack: 'shicheng' })
      const { pack } = findBuiltInPack('shicheng')!
      expect(own.results.map(({ id, quote, ref }) => [id, quote, ref])).toEqual(pack.rules.map(({ id, quote, ref }) => [id, quote, ref]))
      expect(own.evaluation).toMatchObject({ status: 'published', year: 2025, demo: true, ownJurisdiction: true, missingCounties: [], region: { code: '360735', name: '石城县', level: 'county' } })
      expect(own.evaluation.pack).toMatchObject({ id: 'shicheng', statusText: '正式印发', status: 'in_force' })
      expect(own.counties).toEqual([])
      hashes.push(own.evaluation.resultHash!)
    })

    it('is the newest of its pack, and of no other', async () => {
      expect((await ask(running(), `${ofRegion}/newest?pack=shicheng`, evaluationReply)).evaluation.id).toBe(own.evaluation.id)
      expect((await ask(running(), `${ofRegion}?pack=shicheng`, evaluationList))[0]).toEqual(own.evaluation)
      expect((await askRefused(running(), `${ofRegion}/newest?pack=leshan`)).error.code).toBe('NO_PUBLISHED_EVALUATION')
      expect(await ask(running(), `${ofRegion}?pack=leshan`, evaluationList)).toEqual([])
    })

    it('repeated over the same data gives the same hashes, under another number', async () => {
      const again = await evaluate(running(), { pack: 'shicheng' })
      expect(again.evaluation.id).not.toBe(own.evaluation.id)
      const { inputHash, resultHash } = own.evaluation
      expect([again.evaluation.inputHash, again.evaluation.resultHash]).toEqual([inputHash, resultHash])
      expect(again.results).toEqual(own.results)
    })

    it('shows its failing units by name, each with its place, and as tiles', async () => {
      const units = resultOf(own, 'SC-02').failingUnits
      expect(units).toHaveLength(6)
      const shown = await ask(running(), `${failingOf('SC-02')}/failing.geojson`, failingGeoJson)
      expect(shown.features.map(({ properties }) => properties.name).sort()).toEqual(units.map(({ name }) => name).sort())
      expect(shown.withoutPlace).toBe(shown.features.filter(({ geometry }) => geometry === null).length)
      const placed = shown.features.find(({ geometry }) => geometry !== null)!
      const [lon, lat] = placed.geometry!.coordinates.flat(9) as number[]
      expect([lon > 116 && lon < 117, lat > 26 && lat < 27]).toEqual([true, true])
      const tile = await readTile(running(), own.evaluation.id, 'SC-02', 7, lon, lat)
      const inTile = Array.from({ length: tile.layers.failing.length }, (_, i) => tile.layers.failing.feature(i).properties.name)
      expect(new Set(inTile)).toEqual(new Set(shown.features.flatMap(({ properties, geometry }) => (geometry ? [properties.name] : []))))
    })

    it('is refused by name for what there is not', async () => {
      const start = (region: number | string, body: object) => askRefused(running(), `/regions/${region}/evaluations`, postJson(body))
      const code = async (asked: Promise<{ status: number; error: { code: string } }>) => {
        const { status, error } = await asked
        return [status, error.code]
      }
      expect(await code(start(shicheng, { pack: 'nowhere' }))).toEqual([404, 'POLICY_UNKNOWN'])
      expect(await code(start(shicheng, {}))).toEqual([400, 'BAD_REQUEST'])
      expect(await code(start(shicheng, { pack: 'shicheng', year: 1999 }))).toEqual([400, 'BAD_REQUEST'])
      expect(await code(start(999999, { pack: 'shicheng' }))).toEqual([404, 'COUNTY_UNKNOWN'])
      expect(await code(start('36073x', { pack: 'shicheng' }))).toEqual([400, 'BAD_REQUEST'])
      // A province is no region that a plan is judged for.
      expect(await code(start(360000, { pack: 'shicheng' }))).toEqual([404, 'COUNTY_UNKNOWN'])
      expect(await code(askRefused(running(), `${failingOf('SC-99')}/failing.geojson`))).toEqual([404, 'RULE_UNKNOWN'])
      expect(await code(askRefused(running(), `${ofRegion}/${own.evaluation.id}/tiles/${tileEncoding}/SC-99/7/105/54.mvt`))).toEqual([404, 'RULE_UNKNOWN'])
      expect(await code(askRefused(running(), `${ofRegion}/00000000-0000-4000-8000-000000000000`))).toEqual([404, 'EVALUATION_UNKNOWN'])
      expect(await code(askRefused(running(), `${ofRegion}/nonsense`))).toEqual([400, 'BAD_REQUEST'])
    })

    it('refuses choices that the pack does not offer, and thresholds for rules it does not have, all at once', async () => {
      const { status, error } = await askRefused(running(), ofRegion, postJson({ pack: 'shicheng', choices: { circle_profile: 'a walk', nobody: 1 } }))
      expect([status, error.code, error.problems!.map(({ code, column }) => [code, column])]).toEqual([422, 'INPUT_REFUSED', [['CHOICE_NOT_OFFERED', 'circle_profile'], ['CHOICE_UNKNOWN', 'nobody']]])
      const threshold = await askRefused(running(), ofRegion, postJson({ pack: 'shicheng', adoptedThresholds: { 'SC-99': 1 } }))
      expect([threshold.status, threshold.error.problems!.map(({ code }) => code)]).toEqual([422, ['RULE_UNKNOWN']])
    })

    it('with another choice is another evaluation, kept with the result; what is adopted is called so', async () => {
      const narrow = await evaluate(running(), { pack: 'shicheng', choices: { circle_profile: 'gb50180-5min' } })
      expect(narrow.evaluation.inputHash).not.toBe(own.evaluation.inputHash)
      expect([own.evaluation.choices.circle_profile, narrow.evaluation.choices.circle_profile]).toEqual(['gb50180-15min', 'gb50180-5min'])
      expect(resultOf(narrow, 'SC-01').numerator!).toBeLessThan(resultOf(own, 'SC-01').numerator!)
      expect(narrow.results.filter(({ adopted }) => adopted)).toEqual([])
      const villages = await evaluate(running(), { pack: 'shicheng', choices: { large_village_residents: 400 } })
      expect(resultOf(villages, 'SC-25').adopted?.zh).toMatch(/^采用标准：.*400 人，非本规划规定$/)
      expect(villages.results.filter(({ adopted }) => adopted).map(({ id }) => id)).toEqual(['SC-25'])
    })

    it('judges words by a threshold of the user’s own, and says that it is one', async () => {
      const { numerator, denominator, status, adopted } = resultOf(own, 'SC-01')
      expect([status, adopted]).toEqual(['qualitative', null])
      const share = numerator! / denominator!
      const [low, high] = [share - 0.01, 1]
      const [met, open] = await Promise.all([low, high].map((one) => evaluate(running(), { pack: 'shicheng', adoptedThresholds: { 'SC-01': Number(one.toFixed(4)) } })))
      expect([resultOf(met, 'SC-01').status, resultOf(open, 'SC-01').status]).toEqual(['met', 'not_met'])
      expect(resultOf(met, 'SC-01').adopted?.zh).toMatch(/^采用阈值：≥ 72\.\d+ %，非本规划规定$/)
      // A number that the plan prints is never replaced.
      const printed = await evaluate(running(), { pack: 'shicheng', adoptedThresholds: { 'SC-02': 0.1 } })
      expect(resultOf(printed, 'SC-02')).toMatchObject({ status: 'not_met', adopted: null, target: { value: 1 } })
    })

    it('is held to the targets of the year asked', async () => {
      const [then, now] = [await evaluate(running(), { pack: 'leshan', year: 2022 }), await evaluate(running(), { pack: 'leshan', year: 2025 })]
      expect([then, now].map((one) => resultOf(one, 'LS-04').target)).toEqual([{ when: 2022, value: 0.8, due: true }, { when: 2025, value: 0.9, due: true }])
      expect([then.evaluation.ownJurisdiction, then.evaluation.inputHash === now.evaluation.inputHash]).toEqual([false, false])
      const earlier = await evaluate(running(), { pack: 'shicheng', year: 2022 })
      expect([earlier, own].map((one) => resultOf(one, 'SC-11').target?.value)).toEqual([0.9, 1])
      expect(resultOf(await evaluate(running(), { pack: 'shicheng', year: 2021 }), 'SC-11').target).toEqual({ when: 2022, value: 0.9, due: false })
    })

    it('says whether a site touches a control area, and never where that lies', async () => {
      const { controlAreas } = JSON.parse(readFileSync(new URL('../../data/samples/360735/ledgers.json', import.meta.url), 'utf8')) as { controlAreas: { id: string; name: string; boundary: { coordinates: [number, number][][] } }[] }
      expect(resultOf(own, 'SC-27').failingUnits.filter(({ state }) => state === 'fails')).toHaveLength(3)
      const addresses = [`${ofRegion}/${own.evaluation.id}`, `${failingOf('SC-27')}/failing.geojson`, `/counties/${shicheng}`, '/regions', ofRegion, `/counties/${shicheng}/versions`]
      for (const address of addresses) {
        const text = await (await fetch(`${running().api}${address}`)).text()
        for (const { id, name, boundary } of controlAreas) {
          expect([address, [id, name, ...boundary.coordinates[0].flat().map(String)].filter((word) => text.includes(`"${word}"`) || (word.length > 8 && text.includes(word)))]).toEqual([address, []])
        }
      }
      for (const layer of ['control_areas', 'permanent_basic_farmland']) {
        const { error } = await askRefused(running(), `/counties/${shicheng}/versions/1/tiles/${tileEncoding}/${layer}/12/3370/1741.mvt`)
        expect([layer, error.code]).toEqual([layer, 'LAYER_UNKNOWN'])
      }
    })
  })
}

async function readTile(running: TestService, id: string, ruleId: string, z: number, lon: number, lat: number): Promise<VectorTile> {
  const x = Math.floor((lon / 360 + 0.5) * 2 ** z)
  const y = Math.floor((0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)) * 2 ** z)
  const response = await fetch(`${running.api}${ofRegion}/${id}/tiles/${tileEncoding}/${ruleId}/${z}/${x}/${y}.mvt`)
  expect(response.status).toBe(200)
  return new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer())))
}
