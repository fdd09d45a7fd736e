import { boundByPrices, cutoffOf, fixSites, roundUp, shrinkRows, type LagrangeOptions } from './lagrange.ts'
import { sumOfRows, type ServiceRows } from './rows.ts'

export interface BranchOptions {
  isFixed: Uint8Array
  isClosed: Uint8Array
  openCount: number
  best: { open: Uint8Array; sum: number }
  price: Float64Array
  /** The bound that holds for all, before any branching. */
  bound: number
  mostNodes: number
  shouldStop(): boolean
}

export interface BranchResult {
  best: { open: Uint8Array; sum: number }
  bound: number
  nodes: number
}

interface Node {
  isFixed: Uint8Array
  isClosed: Uint8Array
  price: Float64Array
  bound: number
}

const iterationsPerNode = 80

/**
 * Branch and bound over open and closed sites with the price bound at each node (Christofides and Beasley 1982). Where
 * few sites open and the linear relaxation is weak, it is far ahead of a general solver. Depth first, the side on which
 * the site is open before the other.
 */
export function branchOnSites(rows: ServiceRows, options: BranchOptions): BranchResult {
  let best = options.best
  let nodes = 0
  const stack: Node[] = [{ isFixed: options.isFixed, isClosed: options.isClosed, price: options.price, bound: options.bound }]
  while (stack.length > 0 && nodes < options.mostNodes && !options.shouldStop()) {
    const node = stack.pop()!
    if (node.bound > cutoffOf(best.sum, rows.step)) continue
    nodes++
    const children = explore(node)
    if (children) stack.push(...children)
  }
  const open = stack.reduce((least, node) => Math.min(least, node.bound), Infinity)
  return { best, bound: Math.min(roundUp(open, rows.step, best.sum), best.sum), nodes }

  function offer(open: Uint8Array): void {
    const { sum, unserved } = sumOfRows(rows, open)
    if (sum < best.sum && (unserved === 0 || !rows.mustServe)) best = { open: open.slice(), sum }
  }

  function explore(node: Node): Node[] | undefined {
    const work: LagrangeOptions = {
      isFixed: node.isFixed.slice(),
      isClosed: node.isClosed.slice(),
      openCount: options.openCount,
      bestSum: best.sum,
      iterations: iterationsPerNode,
      shouldStop: options.shouldStop,
    }
    const small = shrinkRows(rows, work, { plainBound: -Infinity, price: node.price })
    if (isImpossible(small)) return undefined
    const found = boundByPrices(small, work, node.price)
    offer(found.chosen)
    work.bestSum = best.sum
    const bound = Math.max(found.plainBound, node.bound)
    if (bound > cutoffOf(best.sum, rows.step)) return undefined
    fixSites(small, work, found)
    const site = chooseSite(work, found.usage)
    if (site < 0) {
      offer(decidedSites(work))
      return undefined
    }
    const closed = { isFixed: work.isFixed, isClosed: work.isClosed.slice(), price: found.price, bound }
    closed.isClosed[site] = 1
    const open = { isFixed: work.isFixed.slice(), isClosed: work.isClosed, price: found.price, bound }
    open.isFixed[site] = 1
    return count(open.isFixed) > options.openCount ? [closed] : [closed, open]
  }
}

/** Those that are fixed, and all that are free where no more are free than must open. */
function decidedSites({ isFixed, isClosed, openCount }: LagrangeOptions): Uint8Array {
  return count(isFixed) === openCount ? isFixed : isClosed.map((closed) => 1 - closed)
}

/** The free site that the prices choose most often; −1 where none is free or none may open any more. */
function chooseSite({ isFixed, isClosed, openCount }: LagrangeOptions, usage: Float64Array): number {
  let chosen = -1
  let free = 0
  for (let site = 0; site < usage.length; site++) {
    if (isFixed[site] || isClosed[site]) continue
    free++
    if (chosen < 0 || usage[site] > usage[chosen]) chosen = site
  }
  const wanted = openCount - count(isFixed)
  return wanted === 0 || free <= wanted ? -1 : chosen
}

function isImpossible({ rowCount, start, penalty }: ServiceRows): boolean {
  for (let row = 0; row < rowCount; row++) if (start[row] === start[row + 1] && penalty[row] === Infinity) return true
  return false
}

function count(marks: Uint8Array): number {
  return marks.reduce((sum, mark) => sum + mark, 0)
}
