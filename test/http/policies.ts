import { describe, expect, it } from 'vitest'
import { policyCheck, policyDetail, policyList, policyStored, type PolicyCheck, type PolicyStored } from '../../server/contract/policies.ts'
import { miniature } from '../core/policies/miniature.ts'
import type { TestService } from '../service.ts'
import { ask, askRefused, postJson } from './client.ts'

export function checkPolicies(running: () => TestService): void {
  const put = (yaml: string) => ({ ...postJson({ yaml }), method: 'PUT' })
  const store = (yaml: string, status: number): Promise<PolicyStored> => ask(running(), '/policies/example', policyStored, { ...put(yaml), status })
  const check = (yaml: string): Promise<PolicyCheck> => ask(running(), '/policies/validate', policyCheck, postJson({ yaml }))
  const auditRows = () => running().service.handle.db.selectFrom('audit_log').selectAll().where('action', '=', 'policy.store').orderBy('id').execute()

  describe('the policy packs', () => {
    it('are the five of the product, each whole, the draft marked as one', async () => {
      const list = await ask(running(), '/policies', policyList)
      expect(list.map(({ id, ruleCount, reportedCount, origin, version }) => [id, ruleCount, reportedCount, origin, version])).toEqual([
        ['leshan', 25, 15, 'built_in', null],
        ['mianning', 26, 17, 'built_in', null],
        ['shapotou', 27, 19, 'built_in', null],
        ['shicheng', 38, 14, 'built_in', null],
        ['yuxi', 24, 5, 'built_in', null],
      ])
      for (const { id, statusText, status, countsByKind, ruleCount, contentHash } of list) {
        expect([status === 'draft', statusText === '征求意见稿']).toEqual([id === 'yuxi', id === 'yuxi'])
        expect(Object.values(countsByKind).reduce((sum, count) => sum + count, 0)).toBe(ruleCount)
        const detail = await ask(running(), `/policies/${id}`, policyDetail)
        expect([detail.pack.id, detail.pack.rules.length, detail.contentHash]).toEqual([id, ruleCount, contentHash])
      }
    })

    it('are refused by name where there is none, or no such version', async () => {
      for (const path of ['/policies/nowhere', '/policies/yuxi?version=1', '/policies/__proto__', '/policies/..%2Fdata', '/policies/example?version=7']) {
        expect([path, (await askRefused(running(), path)).error.code]).toEqual([path, 'POLICY_UNKNOWN'])
      }
      expect((await askRefused(running(), '/policies/example?version=zero')).error.code).toBe('BAD_REQUEST')
    })
  })

  describe('a pack of one’s own', () => {
    it('is checked without being stored: a preview, or every problem with its line', async () => {
      const sound = await check(miniature)
      expect(sound.problems).toEqual([])
      expect(sound.preview).toMatchObject({ summary: { id: 'example', ruleCount: 2, reportedCount: 2, statusText: '正式印发' }, choices: [{ id: 'new_households', default: 'planned' }] })
      const broken = await check(miniature.replace('kind: admin_coverage', 'kind: coverage').replace('default: planned', 'default: none'))
      expect(broken.preview).toBeNull()
      expect(broken.problems.map(({ code }) => code)).toEqual(['DEFAULT_NOT_OFFERED', 'KIND_UNKNOWN', 'VALUE_UNKNOWN'])
      expect(broken.problems.every(({ row, fix }) => row! > 1 && fix !== undefined)).toBe(true)
      expect((await askRefused(running(), '/policies/example')).error.code).toBe('POLICY_UNKNOWN')
      expect(await auditRows()).toEqual([])
    })

    it('is stored as versions that stay; the same text again is none, and each has its audit row', async () => {
      const amended = miniature.replace('value: 0.9', 'value: 0.95')
      const first = await store(miniature, 201)
      expect(first).toMatchObject({ id: 'example', version: 1, created: true })
      expect(await store(miniature, 200)).toEqual({ ...first, created: false })
      expect(await store(amended, 201)).toMatchObject({ version: 2, created: true })
      const targetOf = async (query: string) => {
        const { pack, version, origin } = await ask(running(), `/policies/example${query}`, policyDetail)
        return [origin, version, pack.rules[0].targets[0].value]
      }
      expect(await targetOf('')).toEqual(['uploaded', 2, 0.95])
      expect(await targetOf('?version=1')).toEqual(['uploaded', 1, 0.9])
      // An earlier text stored again is a version of its own: what was in force when stays to be seen.
      expect(await store(miniature, 201)).toMatchObject({ version: 3 })
      expect((await ask(running(), '/policies', policyList)).slice(5).map(({ id, version, origin }) => [id, version, origin])).toEqual([['example', 3, 'uploaded']])
      const rows = await auditRows()
      expect(rows.map(({ entity_id, county_code, actor_id }) => [entity_id, county_code, actor_id])).toEqual([1, 2, 3].map((version) => [`example/${version}`, 999999, 'local']))
    })

    it('stored by several at once has a version for each text', async () => {
      const texts = [0.91, 0.92, 0.93, 0.94].map((value) => miniature.replace('value: 0.9', `value: ${value}`))
      const made = await Promise.all(texts.map((yaml) => store(yaml, 201)))
      expect(made.map(({ version }) => version).sort()).toEqual([4, 5, 6, 7])
    })

    it('never takes the place of one of the product, nor of another id, and is stored only when sound', async () => {
      const refusals: [path: string, body: RequestInit, status: number, code: string][] = [
        ['/policies/shicheng', put(miniature.replace('id: example', 'id: shicheng')), 409, 'POLICY_BUILT_IN'],
        ['/policies/another', put(miniature), 422, 'INPUT_REFUSED'],
        ['/policies/example', put(miniature.replace('kind: admin_coverage', 'kind: x')), 422, 'INPUT_REFUSED'],
        ['/policies/example', put(miniature.replace('name: 村级', 'name: 村级\u0000')), 422, 'INPUT_REFUSED'],
        ['/policies/example', { ...postJson({ text: miniature }), method: 'PUT' }, 400, 'BAD_REQUEST'],
        ['/policies/example', { method: 'PUT', headers: { 'Content-Type': 'application/yaml' }, body: miniature }, 415, 'NOT_JSON'],
        ['/policies/validate', postJson({ yaml: 'x'.repeat(1_100_000) }), 413, 'PAYLOAD_TOO_LARGE'],
      ]
      for (const [path, body, status, code] of refusals) {
        const refused = await askRefused(running(), path, body)
        expect([path, refused.status, refused.error.code]).toEqual([path, status, code])
      }
      expect((await ask(running(), '/policies', policyList)).map(({ id }) => id)).toEqual(['leshan', 'mianning', 'shapotou', 'shicheng', 'yuxi', 'example'])
      expect(await auditRows()).toHaveLength(7)
    })
  })
}
