type NumberArray = Float64Array | Int32Array | Uint32Array | Uint8Array

/** A typed array that grows: millions of coordinates without a million boxed numbers. */
export interface NumberList<T extends NumberArray> {
  push(value: number): void
  readonly length: number
  /** The filled part, sharing memory with the list: valid until the next push. */
  view(): T
  /** Forgets everything from this length on. */
  truncate(length: number): void
}

export function createNumberList<T extends NumberArray>(make: new (length: number) => T): NumberList<T> {
  let data = new make(256)
  let length = 0
  return {
    push(value) {
      if (length === data.length) {
        const bigger = new make(data.length * 2)
        bigger.set(data)
        data = bigger
      }
      data[length++] = value
    },
    get length() {
      return length
    },
    view: () => data.subarray(0, length) as T,
    truncate(shorter) {
      length = Math.min(length, shorter)
    },
  }
}
