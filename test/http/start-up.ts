import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { health } from '../../server/contract/counties.ts'
import type { TestService } from '../service.ts'
import { ask, getSummary, sampleCounties } from './client.ts'

/** Must come first: it is what loads the samples of a fresh store. */
export function checkStartUp(running: () => TestService): void {
  describe('a service that starts', () => {
    it('says 503 and starting before it is prepared, and 200 and ok afterwards', async () => {
      const before = await ask(running(), '/health', health, { status: 503 })
      expect(before).toMatchObject({ status: 'starting', engine: running().engine })
      await running().service.prepare()
      const after = await ask(running(), '/health', health)
      expect(after).toMatchObject({ status: 'ok', engine: running().engine, version: before.version })
    })

    it('warns of power cuts in single-machine mode alone', async () => {
      const { warnings } = await ask(running(), '/health', health)
      expect(warnings.length).toBe(running().engine === 'embedded' ? 1 : 0)
    })

    it('computes and publishes a first run of every county by itself', async () => {
      for (const county of sampleCounties) {
        let summary = await getSummary(running(), county)
        while (summary.status === 'running') {
          expect(summary.runId).toBeNull()
          await sleep(100)
          summary = await getSummary(running(), county)
        }
        expect(summary).toMatchObject({ status: 'published', error: null, job: null })
      }
    })
  })
}
