import { createRandom } from '../../scripts/samples/random.ts'
import type { Law } from './law.ts'
import { product as asItIs } from './product.ts'
import type { Spot } from './town.ts'
import { toPolygon } from './world.ts'

export const silentRepair: Law = {
  name: 'silent-repair',
  promise: 'an area change > 1 % by make-valid is refused',
  check(town, product) {
    const random = createRandom(town.seed)
    const area = (...rings: Spot[][]) => product.polygonAreaM2(rings.map((ring) => toPolygon(town, ring)[0]))
    return town.places.flatMap(({ id, footprint }) => {
      if (!footprint) return []
      const breaches: string[] = []
      const expect = (before: number, after: number, verdict: string, what: string) => {
        const found = product.judgeRepair(before, after).verdict
        if (found !== verdict) breaches.push(`${id}: ${what} was ${found}: ${before} → ${after} m²`)
      }
      const whole = area(footprint)
      // The same outline from another corner, the other way round, with a corner twice: nothing to repair.
      expect(whole, area([...footprint.slice(2), ...footprint.slice(0, 3)].toReversed()), 'kept', 'the same outline')
      // A figure of eight: two corners exchanged. make-valid turns it into its two lobes.
      const [a, b, c, d] = footprint
      const middle = crossing(a, c, b, d)
      if (middle) expect(area([a, c, b, d]), area([a, middle, d], [c, b, middle]), 'refused', 'a figure of eight')
      // A spike without width is lost; a notch of so many percent is not.
      expect(area([a, b, c, [c[0] + 5, c[1] + 5], c, d]), whole, 'kept', 'a spike')
      for (const sign of [-1, 1]) {
        for (const small of [random.between(0, 0.01), 0.009_999]) expect(whole, whole * (1 + sign * small), 'kept', 'a small change')
        for (const large of [random.between(0.010_01, 0.9), 0.010_001])
          expect(whole, whole * (1 + sign * large), 'refused', 'a large change')
      }
      expect(whole, 0, 'refused', 'an area that vanished')
      expect(0, whole, 'refused', 'an area out of nothing')
      expect(whole, NaN, 'refused', 'an area that is no number')
      return breaches
    })
  },
  mutations: {
    'keeps every repair': { judgeRepair: () => ({ verdict: 'kept', change: 0 }) },
    'refuses growth only': { judgeRepair: (before, after) => ({ ...asItIs.judgeRepair(before, Math.max(before, after)) }) },
    'compares with what is left instead of with what was drawn': {
      judgeRepair: (before, after) => (after > 0 ? asItIs.judgeRepair(after, before) : asItIs.judgeRepair(before, after)),
    },
    'takes what is no number for no change': {
      judgeRepair: (before, after) => ({ verdict: Math.abs(after - before) > before * 0.01 ? 'refused' : 'kept', change: 0 }),
    },
    'compares square metres': {
      judgeRepair: (before, after) => ({ verdict: Math.abs(after - before) <= 300 ? 'kept' : 'refused', change: 0 }),
    },
  },
}

/** Where the pieces a–c and b–d cross. */
function crossing([x1, y1]: Spot, [x2, y2]: Spot, [x3, y3]: Spot, [x4, y4]: Spot): Spot | undefined {
  const cross = (x2 - x1) * (y4 - y3) - (y2 - y1) * (x4 - x3)
  if (cross === 0) return undefined
  const t = ((x3 - x1) * (y4 - y3) - (y3 - y1) * (x4 - x3)) / cross
  return [x1 + t * (x2 - x1), y1 + t * (y2 - y1)]
}
