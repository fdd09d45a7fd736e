import { expect, test } from 'vitest'
import { createWorldCache } from '../../server/what-if/world-cache.ts'
import type { World } from '../../server/what-if/world.ts'

function world(bytes: number): World {
  return { bytes } as World
}

test('runs in memory go when there are too many, the least recently asked first', async () => {
  const cache = createWorldCache({ worlds: 2, bytes: 1000 })
  let made = 0
  const get = (key: string) => cache.get(key, async () => (made++, world(1)))
  await get('a')
  await get('b')
  await get('a')
  await get('c') // b goes
  expect(made).toBe(3)
  await get('a')
  expect(made).toBe(3)
  await get('b')
  expect(made).toBe(4)
})

test('runs in memory go when they hold too much, but never the one just asked for', async () => {
  const cache = createWorldCache({ worlds: 9, bytes: 100 })
  let made = 0
  const get = (key: string, bytes: number) => cache.get(key, async () => (made++, world(bytes)))
  await get('small', 60)
  await get('large', 5000)
  await get('large', 5000)
  expect(made).toBe(2)
  await get('small', 60)
  expect(made).toBe(3)
})

test('requests at once share one load, and one that failed is tried again', async () => {
  const cache = createWorldCache({ worlds: 2, bytes: 100 })
  let made = 0
  const fail = () => cache.get('a', async () => {
    made++
    throw new Error('no database')
  })
  const both = await Promise.allSettled([fail(), fail()])
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(made).toBe(1)
  expect(await cache.get('a', async () => world(7))).toEqual({ bytes: 7 })
})
