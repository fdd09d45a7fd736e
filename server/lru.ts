/** A small cache of what is dear to make: the least recently used entry goes first. A failed promise is forgotten. */
export interface LruCache<T> {
  get(key: string, make: () => T): T
}

export function createLruCache<T>(capacity: number): LruCache<T> {
  const entries = new Map<string, T>()
  return {
    get(key, make) {
      const found = entries.get(key)
      const value = found ?? make()
      entries.delete(key)
      entries.set(key, value)
      if (entries.size > capacity) entries.delete(entries.keys().next().value!)
      if (!found && value instanceof Promise) value.catch(() => entries.delete(key))
      return value
    },
  }
}
