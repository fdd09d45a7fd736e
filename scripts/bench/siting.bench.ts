import { packInstance, type SitingInstance } from '../../server/core/siting/instance.ts'
import { solveLocation, type LocationAnswer, type LocationTask } from '../../server/core/siting/solve-location.ts'
import { solveInWorker } from '../../server/siting/solve-in-worker.ts'
import { shortenAll } from '../../test/oracles/shortest-paths.ts'
import { createRandom } from '../samples/random.ts'
import { figureOf, type Figure } from './figures.ts'

const rounds = 3

/**
 * Location problems at the sizes that planners meet, each solved in its thread as the command line does. Seeded, so that
 * the instances are the same everywhere. Every figure says what was reached: `peakMb` is the memory of the whole process.
 */
export async function benchSiting(): Promise<Figure[]> {
  const graph = graphInstance(900, 16_200, 40)
  const median = { problem: 'p-median', openCount: 90 } as const
  const figures: Figure[] = []
  const proof = await timeSolve(graph, { ...median, method: 'exact' }, 60)
  const optimum = proof.answers[0].objective!
  figures.push(await swapsAlone(graph, optimum))
  figures.push(proof.figure('siting.p-median.900.90.proof'))
  for (const radius of [600, 800]) {
    const covering = await timeSolve(planeInstance(5000, 500, 10_000, radius, 1), { problem: 'mclp', openCount: 25, method: 'exact' }, 60)
    figures.push(covering.figure(`siting.mclp.5000.500.25.radius${radius}`))
  }
  const city = planeInstance(50_000, 2000, 20_000, 1500, 3)
  for (const problem of ['mclp', 'lscp', 'p-median', 'p-centre'] as const) {
    // So many sites that everyone reachable can be served, as p-median and p-centre demand.
    const openCount = problem === 'lscp' ? undefined : problem === 'mclp' ? 40 : 200
    const heuristic = await timeSolve(city, { problem, openCount, method: 'heuristic' }, 15, 1)
    figures.push(heuristic.figure(`siting.city.50000.2000.${problem}`))
  }
  // Every home reaches some 350 candidates: a city where any corner would do.
  const dense = planeInstance(50_000, 2000, 20_000, 4750, 4)
  for (const problem of ['mclp', 'p-median'] as const) {
    const heuristic = await timeSolve(dense, { problem, openCount: problem === 'mclp' ? 15 : 60, method: 'heuristic' }, 15, 1)
    figures.push(heuristic.figure(`siting.dense.50000.2000.${problem}`))
  }
  return figures
}

/** The swap search in this thread, its answer against the proven optimum. */
function swapsAlone(instance: SitingInstance, optimum: number): Promise<Figure> {
  const times: number[] = []
  let percent = 0
  const now = () => performance.now() / 1000
  for (let round = 0; round < rounds; round++) {
    const began = now()
    const answer = solveLocation(
      instance,
      { problem: 'p-median', openCount: 90, fixed: [], method: 'heuristic' },
      { now, deadline: began + 5, seed: 1 },
    )
    times.push((now() - began) * 1000)
    percent = (answer.objective! / optimum - 1) * 100
  }
  return Promise.resolve(figureOf('siting.p-median.900.90.swaps', times, `${percent.toFixed(3)} % above the optimum ${optimum}`))
}

async function timeSolve(instance: SitingInstance, task: Omit<LocationTask, 'fixed'>, timeLimitSeconds: number, times = rounds) {
  const milliseconds: number[] = []
  const answers: LocationAnswer[] = []
  let peakMb = 0
  for (let round = 0; round < times; round++) {
    const watch = setInterval(() => (peakMb = Math.max(peakMb, process.memoryUsage.rss() / 1e6)), 50)
    const { answer, seconds } = await solveInWorker(
      { instance, task: { ...task, fixed: [] }, timeLimitSeconds, seed: 1 },
      new AbortController().signal,
    )
    clearInterval(watch)
    milliseconds.push(seconds * 1000)
    answers.push(answer)
  }
  const [{ objective, gap, isOptimal, outcome }] = answers
  const words = `${outcome}, objective ${objective}, gap ${gap}, ${isOptimal ? 'proven' : 'not proven'}, pairs ${instance.pairSite.length}, peakMb ${Math.round(peakMb)}`
  return { answers, figure: (name: string) => figureOf(name, milliseconds, words) }
}

/** A random network in the manner of the OR-Library's p-median set: a tree and random edges of 1 … 99, shortest paths. */
function graphInstance(nodeCount: number, edgeCount: number, seed: number): SitingInstance {
  const random = createRandom(seed)
  const cost = new Float64Array(nodeCount * nodeCount).fill(Infinity)
  const join = (a: number, b: number) => {
    cost[a * nodeCount + b] = cost[b * nodeCount + a] = random.integer(1, 99)
  }
  for (let node = 0; node < nodeCount; node++) {
    cost[node * nodeCount + node] = 0
    if (node > 0) join(node, random.integer(0, node - 1))
  }
  for (let edge = nodeCount - 1; edge < edgeCount; edge++) {
    const a = random.integer(0, nodeCount - 1)
    const b = random.integer(0, nodeCount - 1)
    if (a !== b) join(a, b)
  }
  shortenAll(cost, nodeCount)
  const count = nodeCount * nodeCount
  const demand = Int32Array.from({ length: count }, (_, k) => Math.floor(k / nodeCount))
  const site = Int32Array.from({ length: count }, (_, k) => k % nodeCount)
  return pack(nodeCount, nodeCount, { count, demand, site, cost }, new Float64Array(nodeCount).fill(1))
}

/** Homes and candidates at random in a square, straight lines to the decimetre, pairs within a radius. */
function planeInstance(demandCount: number, siteCount: number, sideMetres: number, radiusMetres: number, seed: number): SitingInstance {
  const random = createRandom(seed)
  const points = (count: number) =>
    Array.from({ length: count }, () => [random.between(0, sideMetres), random.between(0, sideMetres)] as const)
  const homes = points(demandCount)
  const sites = points(siteCount)
  const weight = Float64Array.from(homes, () => random.integer(1, 100))
  // Twice over the same: counted, then written, so that what is measured is the solving and not a heap of tuples.
  const each = (take: (home: number, site: number, metres: number) => void) =>
    homes.forEach(([x, y], home) => {
      sites.forEach(([sx, sy], site) => {
        const metres = Math.hypot(x - sx, y - sy)
        if (metres <= radiusMetres) take(home, site, metres)
      })
    })
  let count = 0
  each(() => count++)
  const pairs = { count, demand: new Int32Array(count), site: new Int32Array(count), cost: new Float64Array(count) }
  let k = 0
  each((home, site, metres) => {
    pairs.demand[k] = home
    pairs.site[k] = site
    pairs.cost[k++] = Math.round(metres * 10) / 10
  })
  return pack(demandCount, siteCount, pairs, weight)
}

function pack(
  demandCount: number,
  siteCount: number,
  pairs: Parameters<typeof packInstance>[0]['pairs'],
  weight: Float64Array,
): SitingInstance {
  const packed = packInstance({ demandCount, siteCount, pairs, weight, limit: Infinity })
  if (!('instance' in packed)) throw new Error('expected no pair twice')
  return packed.instance
}
