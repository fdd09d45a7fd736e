import type { SiteLists } from './rows.ts'

/**
 * The most weight that open sites can take within their capacities, demands shared between sites: a largest flow from
 * demands through sites, by shortest ways of augmenting (Edmonds and Karp 1972) over demands × open sites.
 */
export function shareOut({ start, site }: SiteLists, weight: Float64Array, capacity: Float64Array, isOpen: Uint8Array): number {
  const demandCount = weight.length
  const left = weight.slice()
  const room = capacity.map((one, s) => (isOpen[s] ? one : 0))
  const flow = new Float64Array(site.length)
  const takers = Array.from({ length: capacity.length }, (): number[] => [])
  const demandOf = new Int32Array(site.length)
  for (let d = 0; d < demandCount; d++) {
    for (let k = start[d]; k < start[d + 1]; k++) {
      demandOf[k] = d
      if (isOpen[site[k]]) takers[site[k]].push(k)
    }
  }
  let served = 0
  for (let d = 0; d < demandCount; d++) {
    for (;;) {
      if (left[d] <= tiny) break
      const way = findWay(d)
      if (!way) break
      served += push(d, way)
    }
  }
  return served

  /** Entries of demand → site steps to a site with room: from d to a site, back from it to a demand it serves, and on. */
  function findWay(from: number): number[] | undefined {
    const cameBy = new Map<number, number>()
    const backBy = new Map<number, number>()
    const seen = new Set([from])
    let wave = [from]
    while (wave.length > 0) {
      const next: number[] = []
      for (const d of wave) {
        for (let k = start[d]; k < start[d + 1]; k++) {
          const s = site[k]
          if (!isOpen[s] || cameBy.has(s)) continue
          cameBy.set(s, k)
          if (room[s] > tiny) return traceBack(s)
          for (const other of takers[s]) {
            if (flow[other] <= tiny || seen.has(demandOf[other])) continue
            seen.add(demandOf[other])
            backBy.set(demandOf[other], other)
            next.push(demandOf[other])
          }
        }
      }
      wave = next
    }
    return undefined

    function traceBack(end: number): number[] {
      const way: number[] = []
      for (let s = end; ;) {
        const k = cameBy.get(s)!
        way.push(k)
        if (demandOf[k] === from) return way
        const taken = backBy.get(demandOf[k])!
        way.push(taken)
        s = site[taken]
      }
    }
  }

  /** Steps at even places gain, those at odd places give back. */
  function push(from: number, way: number[]): number {
    let amount = Math.min(left[from], room[site[way[0]]])
    way.forEach((k, i) => i % 2 === 1 && (amount = Math.min(amount, flow[k])))
    way.forEach((k, i) => (flow[k] += i % 2 === 1 ? -amount : amount))
    left[from] -= amount
    room[site[way[0]]] -= amount
    return amount
  }
}

/** Below this a rest is rounding. */
const tiny = 1e-9
