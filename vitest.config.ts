import { defineConfig } from 'vitest/config'

/** A database test holds about 1 GB: two at a time over all projects of one group, whatever the machine. */
const withDatabase = {
  globalSetup: ['test/global-setup.ts'],
  testTimeout: 120_000,
  hookTimeout: 120_000,
  maxWorkers: 2,
  sequence: { groupOrder: 1 },
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'core',
          include: ['test/core/**/*.test.ts', 'test/laws/**/*.test.ts', 'test/adapters/**/*.test.ts', 'test/client/**/*.test.ts', 'test/architecture.test.ts'],
          testTimeout: 30_000,
        },
      },
      { test: { name: 'db', include: ['test/db/**/*.test.ts', 'test/sql/**/*.test.ts'], ...withDatabase } },
      { test: { name: 'http', include: ['test/http/**/*.test.ts'], ...withDatabase } },
      { test: { name: 'cli', include: ['test/cli/**/*.test.ts'], ...withDatabase } },
      { test: { name: 'oracles', include: ['test/oracles/**/*.test.ts'], ...withDatabase } },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          ...withDatabase,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers: 1,
          // A page on a busy machine may miss a key or its time once; a fault of ours fails twice, and what passed only at the second try is reported.
          retry: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
