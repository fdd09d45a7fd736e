import type { Product } from './product.ts'
import type { Town } from './town.ts'

export interface Law {
  /** As `--law` names it. */
  name: string
  /** What promises.md says. */
  promise: string
  /** What is wrong in this town; nothing where the law holds. */
  check(town: Town, product: Product): string[]
  /** Plausible mistakes, each of which the law must find in some town. */
  mutations: Record<string, Partial<Product>>
  /** Checked in every n-th town only, where it is slow; all when omitted. */
  everyNthTown?: number
}

export function isAsked(law: Law, seed: number): boolean {
  return seed % (law.everyNthTown ?? 1) === 0
}
