import type { World } from './world.ts'

export interface WorldCache {
  get(key: string, make: () => Promise<World>): Promise<World>
}

/**
 * The runs that are being asked about: the least recently used go first, as soon as there are too many or they hold too
 * much together. The one just asked for stays, however large; one that failed to load is forgotten.
 */
export function createWorldCache(most: { worlds: number; bytes: number }): WorldCache {
  const entries = new Map<string, { world: Promise<World>; bytes: number }>()
  const shrink = () => {
    for (const [key] of entries) {
      const bytes = [...entries.values()].reduce((sum, entry) => sum + entry.bytes, 0)
      if (entries.size <= 1 || (entries.size <= most.worlds && bytes <= most.bytes)) return
      entries.delete(key)
    }
  }
  return {
    get(key, make) {
      const entry = entries.get(key) ?? { world: make(), bytes: 0 }
      const isNew = !entries.has(key)
      entries.delete(key)
      entries.set(key, entry)
      if (isNew) {
        entry.world.then(
          ({ bytes }) => {
            entry.bytes = bytes
            shrink()
          },
          () => entries.delete(key),
        )
      }
      shrink()
      return entry.world
    },
  }
}
