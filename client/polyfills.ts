/**
 * What MapLibre and Ant Design call but Chrome 87 lacks (`at` came with 92, `Object.hasOwn` with 93).
 * Loaded first in the page and in the map's worker.
 */
function at<T>(this: ArrayLike<T>, index: number): T | undefined {
  const whole = Math.trunc(index) || 0
  return this[whole < 0 ? whole + this.length : whole]
}

function define(target: object, name: string, value: unknown): void {
  if (!(name in target)) Object.defineProperty(target, name, { value, writable: true, configurable: true })
}

define(Array.prototype, 'at', at)
define(String.prototype, 'at', at)
define(Object.getPrototypeOf(Uint8Array.prototype) as object, 'at', at)
define(Object, 'hasOwn', (target: object, key: PropertyKey) => Object.prototype.hasOwnProperty.call(target, key))
