import { describe, expect, it } from 'vitest'
import { versionDiff } from '../../server/contract/import-drafts.ts'
import type { TestService } from '../service.ts'
export function checkVersionDiffs(running: () => TestService): void {
  describe('x', () => { it('y', () => { expect(versionDiff && running()).toBeTruthy() }) })
}
