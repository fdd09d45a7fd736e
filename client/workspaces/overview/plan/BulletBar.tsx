import type { Measured } from './rule-text.ts'

/** A little room beyond the largest figure, so that its end is seen. */
const headroom = 1.12

/** How far right the scale goes: all of a share, else the largest figure with some room. */
export function scaleEnd({ value, valueUpper, unit, target }: Measured): number {
  const largest = Math.max(value ?? 0, valueUpper ?? 0, target ?? 0)
  if (unit === '%') return Math.max(1, largest)
  return largest === 0 ? 1 : largest * headroom
}

const percent = (part: number, whole: number) => `${Math.min(100, Math.max(0, (part / whole) * 100))}%`

/** The value from the left, what is unknown hatched behind it, and the target as a line. The words beside it say the same. */
export function BulletBar({ measured, faint = false }: { measured: Measured; faint?: boolean }) {
  const { value, valueUpper, target } = measured
  const end = scaleEnd(measured)
  return (
    <span className={faint ? 'bullet bullet-faint' : 'bullet'} aria-hidden="true">
      {valueUpper !== null && value !== null && valueUpper > value && (
        <span className="bullet-upper" style={{ left: percent(value, end), width: percent(valueUpper - value, end) }} />
      )}
      {value !== null && <span className="bullet-value" style={{ width: percent(value, end) }} />}
      {target !== null && <span className="bullet-target" style={{ left: percent(target, end) }} />}
    </span>
  )
}
