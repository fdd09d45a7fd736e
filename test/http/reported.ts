import { describe, expect, it } from 'vitest'
import { evaluationReply, reportedEntry } from '../../server/contract/evaluations.ts'
import { z } from '../../server/contract/common.ts'
import type { TestService } from '../service.ts'
import { ask, askRefused, postJson, shicheng } from './client.ts'
import { enter, figure } from './evaluation-requests.ts'

const base = `/regions/${shicheng}/reported/shicheng`

/** After the evaluations: figures stand in the table of one that was published before they were entered. */
export function checkReported(running: () => TestService): void {
  describe('a reported figure', () => {
    const history = () => ask(running(), `${base}/SC-R02/history`, z.array(reportedEntry))

    it('is entered with its source and date, and stands beside the results, never among them', async () => {
      const entry = await enter(running(), 'SC-R02', { note: '全年 12 个月平均' })
      expect(entry).toMatchObject({ ruleId: 'SC-R02', part: null, version: 1, value: '0.92', asOf: '2024-12-31', source: '县民政局统计表', withdrawn: false })
      const { results, reported } = await ask(running(), `/regions/${shicheng}/evaluations/newest?pack=shicheng`, evaluationReply)
      expect(reported.find(({ id }) => id === 'SC-R02')?.entries).toEqual([entry])
      expect(results.some(({ id }) => id === 'SC-R02')).toBe(false)
    })

    it('entered over what somebody else has changed is refused, and changes nothing', async () => {
      const { status, error } = await askRefused(running(), `${base}/SC-R02`, postJson(figure))
      expect([status, error.code]).toEqual([409, 'ENTRY_CHANGED'])
      expect(await history()).toHaveLength(1)
    })

    it('keeps its history, the newest first, also when it is withdrawn', async () => {
      await enter(running(), 'SC-R02', { value: '0.95', seenVersion: 1 })
      const withdrawn = await ask(running(), `${base}/SC-R02/withdraw`, reportedEntry, { ...postJson({ seenVersion: 2 }), status: 201 })
      expect(withdrawn).toMatchObject({ version: 3, withdrawn: true })
      expect((await history()).map(({ version, value, withdrawn: gone }) => [version, value, gone])).toEqual([[3, '', true], [2, '0.95', false], [1, '0.92', false]])
      const { reported } = await ask(running(), `/regions/${shicheng}/evaluations/newest?pack=shicheng`, evaluationReply)
      expect(reported.find(({ id }) => id === 'SC-R02')?.entries.filter(({ withdrawn: gone }) => !gone)).toEqual([])
    })

    it('takes an attachment of up to 5 MB, which is saved and never shown', async () => {
      const page = Buffer.from('<script>alert(1)</script>')
      const entry = await enter(running(), 'SC-R06', { attachment: { name: '统计表.html', base64: page.toString('base64') } })
      const response = await fetch(`${running().api}/regions/${shicheng}/reported-attachments/${entry.attachment!.id}`)
      expect(response.headers.get('content-type')).toBe('application/octet-stream')
      expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename=/)
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(Buffer.from(await response.arrayBuffer())).toEqual(page)
      const large = (bytes: number) => ({ ...figure, seenVersion: 1, attachment: { name: 'a.pdf', base64: Buffer.alloc(bytes, 1).toString('base64') } })
      const refused = await askRefused(running(), `${base}/SC-R06`, postJson(large(5 * 1024 * 1024 + 1)))
      expect([refused.status, refused.error.code]).toEqual([413, 'PAYLOAD_TOO_LARGE'])
      expect((await enter(running(), 'SC-R06', large(5 * 1024 * 1024))).version).toBe(2)
    })

    it('is refused for rules that are computed, and without its date or source', async () => {
      for (const [rule, body, status, code] of [
        ['SC-02', figure, 404, 'RULE_UNKNOWN'],
        ['SC-R99', figure, 404, 'RULE_UNKNOWN'],
        ['SC-R02', { ...figure, part: '床位' }, 404, 'RULE_UNKNOWN'],
        ['SC-R02', { ...figure, asOf: undefined }, 400, 'BAD_REQUEST'],
        ['SC-R02', { ...figure, asOf: '2024-02-30' }, 400, 'BAD_REQUEST'],
        ['SC-R02', { ...figure, source: ' ' }, 400, 'BAD_REQUEST'],
      ] as const) {
        const refused = await askRefused(running(), `${base}/${rule}`, postJson(body))
        expect([rule, refused.status, refused.error.code]).toEqual([rule, status, code])
      }
      expect((await askRefused(running(), `/regions/${shicheng}/reported-attachments/00000000-0000-4000-8000-000000000000`)).error.code).toBe('ATTACHMENT_UNKNOWN')
    })
  })
}
