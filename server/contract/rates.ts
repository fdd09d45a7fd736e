import type { Rational } from '../core/exact.ts'

/*
 * How a share becomes text, for the screen and the command line alike. Rounding never flips what is said: a lower bound
 * is cut, an upper bound is raised, and beside a target a value has as many decimals as its relation to it needs.
 */

/** Which way a value may err: a lower bound (and a value that stands alone) `down`, an upper bound `up`. */
export type Direction = 'down' | 'up'

/** A share as a fraction, or as the double it was sent as; 0 or more. */
export type Share = number | Rational

/**
 * A share as percent, without the sign: one decimal, and more only where fewer would say 100 of what is not all, or 0 of
 * what is not nothing.
 */
export function percentText(share: Share, direction: Direction = 'down'): string {
  const value = toFraction(share)
  let places = 1
  while (readsAsAnEnd(value, direction, places)) places++
  return textOf(scaled(value, direction, places), places)
}

export interface PercentBesideTarget {
  value: string
  target: string
}

/**
 * A share and its target as percents, without the sign: what is read (≥ or <) is what is true. The target is exact where
 * it ends within six decimals; else it is cut to as many as the value has.
 */
export function percentBesideTarget(share: Share, target: Share, direction: Direction = 'down'): PercentBesideTarget {
  const value = toFraction(share)
  const goal = toFraction(target)
  const met = value.n * goal.d >= goal.n * value.d
  const exactPlaces = placesOf(goal)
  // Ends: a value that meets its target still does when both are cut at the target's last decimal, or at any one where the
  // target has none; one that does not is apart from it by some decimal.
  for (let places = 1; ; places++) {
    const goalPlaces = exactPlaces ?? places
    const shown = scaled(value, direction, places)
    const shownGoal = scaled(goal, 'down', goalPlaces)
    const readsAsMet = shown * tenTo(goalPlaces) >= shownGoal * tenTo(places)
    if (readsAsMet === met && !readsAsAnEnd(value, direction, places)) return { value: textOf(shown, places), target: textOf(shownGoal, goalPlaces) }
  }
}

/**
 * Whether a part of a printed target is a rate, to be read as percent: by its own name (上岗率), or by that of the rule,
 * which spells it out (岗前 of 岗前培训率；培训人次).
 */
export function isRatePart(part: string, ruleName: string): boolean {
  return [part, ...ruleName.split(/[/；;、，,]/)].some((words) => words.includes(part) && words.trim().endsWith('率'))
}

const mostTargetPlaces = 6

/** Decimals after which the percent of a fraction ends; undefined where that is not within six. */
function placesOf({ n, d }: Rational): number | undefined {
  for (let places = 0; places <= mostTargetPlaces; places++) if ((n * BigInt(100) * tenTo(places)) % d === BigInt(0)) return places
  return undefined
}

/** Would read as nothing or as all, and is not. */
function readsAsAnEnd(value: Rational, direction: Direction, places: number): boolean {
  const shown = scaled(value, direction, places)
  if (shown === BigInt(0)) return value.n !== BigInt(0)
  return shown === tenTo(places + 2) && value.n !== value.d
}

/** Percent × 10^places as a whole number. */
function scaled({ n, d }: Rational, direction: Direction, places: number): bigint {
  const top = n * tenTo(places + 2)
  const cut = top / d
  return direction === 'up' && top % d !== BigInt(0) ? cut + BigInt(1) : cut
}

function textOf(shown: bigint, places: number): string {
  const digits = shown.toString().padStart(places + 1, '0')
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
}

function tenTo(power: number): bigint {
  return BigInt(10) ** BigInt(power)
}

/**
 * The simplest fraction that is this double, by continued fractions: 0.57 is 57/100, not the 0.5699… that it is in binary.
 * It gives back the very n/d a rate was divided from as long as n and d are below 6 × 10⁷ (two such fractions are further
 * apart than doubles are), so that 0.6 exactly meets a target of 60 %.
 */
function toFraction(share: Share): Rational {
  if (typeof share !== 'number') return share
  if (!(share >= 0 && share < Infinity)) throw new Error(`expected a share of 0 or more, got ${share}`)
  let [n0, d0, n1, d1] = [BigInt(0), BigInt(1), BigInt(1), BigInt(0)]
  for (let rest = share, step = 0; step < 64; step++) {
    const whole = Math.floor(rest)
    ;[n0, n1] = [n1, BigInt(whole) * n1 + n0]
    ;[d0, d1] = [d1, BigInt(whole) * d1 + d0]
    if (Number(n1) / Number(d1) === share) return { n: n1, d: d1 }
    rest = 1 / (rest - whole)
    if (!Number.isFinite(rest)) break
  }
  return exactFraction(share)
}

/** A double as the fraction of a power of two that it is. */
function exactFraction(share: number): Rational {
  let d = BigInt(1)
  let top = share
  while (!Number.isInteger(top)) {
    top *= 2
    d *= BigInt(2)
  }
  return { n: BigInt(top), d }
}
