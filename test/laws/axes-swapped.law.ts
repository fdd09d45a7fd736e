import { judgePlacement } from '../../server/core/checks/placement.ts'
import type { LonLat } from '../../server/core/lonlat.ts'
import { createRandom } from '../../scripts/samples/random.ts'
import type { Law } from './law.ts'
import { buildWorld, toLonLat } from './world.ts'

export const axesSwapped: Law = {
  name: 'axes-swapped',
  promise: '< 99 % inside the region asks; a swapped copy never passes',
  check(town, product) {
    const { boundary } = buildWorld(town)
    const points = town.places.flatMap((place) => place.points).map((spot): LonLat => toLonLat(town, spot))
    if (points.length === 0) return product.judgePlacement(points, boundary).verdict === 'no_data' ? [] : ['no point was judged']
    const breaches: string[] = []
    if (product.judgePlacement(points, boundary).verdict !== 'fits') breaches.push('true data were refused')
    const swapped = product.judgePlacement(
      points.map(([lon, lat]) => [lat, lon]),
      boundary,
    )
    if (swapped.verdict !== 'ask' || swapped.likely !== 'swapped_axes') breaches.push('a swapped copy passed, or was not named')
    // A hundred copies, so that one row is exactly one percent: one may be elsewhere, two ask.
    const hundred = Array.from({ length: 100 }, (_, i) => points[i % points.length])
    const swappedRows = createRandom(town.seed).integer(2, 60)
    const mixed = hundred.map(([lon, lat], i): LonLat => (i < swappedRows ? [lat, lon] : [lon, lat]))
    if (product.judgePlacement(mixed, boundary).verdict !== 'ask') breaches.push(`${swappedRows} % swapped rows passed`)
    const one = hundred.map(([lon, lat], i): LonLat => (i < 1 ? [lon + 1, lat] : [lon, lat]))
    if (product.judgePlacement(one, boundary).verdict !== 'fits') breaches.push('one percent elsewhere was refused')
    return breaches
  },
  mutations: {
    'repairs the order of axes silently': {
      judgePlacement: (points, region) =>
        judgePlacement(
          points.map(([a, b]) => [Math.max(a, b), Math.min(a, b)]),
          region,
        ),
    },
    'asks only when most points are outside': {
      judgePlacement(points, region) {
        const judged = judgePlacement(points, region)
        return { ...judged, verdict: judged.inside * 2 > judged.total ? 'fits' : judged.verdict }
      },
    },
    'asks only when nobody is inside the country': {
      judgePlacement: (points, region) => ({ ...judgePlacement(points, region), verdict: 'fits' }),
    },
  },
}
