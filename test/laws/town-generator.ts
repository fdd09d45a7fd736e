import { createRandom, type Random } from '../../scripts/samples/random.ts'
import type { Counts } from '../../server/core/coverage/summarise.ts'
import { footOn, isInPolygon, metresToPiece, piecesOf } from './plane.ts'
import type { Facility, Place, PlaceClass, Spot, Street, Town } from './town.ts'

/**
 * A random small town, the same for the same seed: a grid of streets with gaps, bends, diagonals, dead ends and a lake,
 * sometimes an island of roads; the boundary around its middle, so that roads and facilities go on outside; places
 * with and without entrances, footprints, counts and dates; facilities of all kinds, closed and misused ones too.
 */
export function createTown(seed: number): Town {
  const random = createRandom(seed)
  const [width, height] = [random.between(1500, 2600), random.between(1500, 2600)]
  const boundary = createBoundary(random, width, height)
  const inside = () => spotInside(random, boundary)
  const lake = { at: inside(), radius: random.between(330, 480) }
  const roads = createRoads(random, width, height, lake)
  const xs = boundary.map(([x]) => x)
  const [west, east] = [Math.min(...xs), Math.max(...xs)]
  const spots: SpotMaker = {
    inside,
    anywhere: () => [random.between(-200, width + 200), random.between(-200, height + 200)],
    roadside: (within) => roadsideSpot(random, roads, within),
    gate: (near) => gateNear(random, roads, near),
    boundary,
    lake: lake.at,
    shore() {
      const [direction, metres] = [random.between(0, 2 * Math.PI), lake.radius - random.between(80, 220)]
      return [lake.at[0] + metres * Math.sin(direction), lake.at[1] + metres * Math.cos(direction)]
    },
  }
  const places = createPlaces(random, spots)
  return {
    seed,
    lon: random.between(80, 128),
    lat: random.between(18, 53),
    profile: random.pick(['gb50180-15min', 'gb50180-15min', 'elder-15min', 'gb50180-10min', 'gb50180-5min', 'custom-400m']),
    ...roads,
    boundary,
    townshipBorders: Array.from({ length: random.integer(0, 3) }, () => random.between(west, east)).sort((a, b) => a - b),
    studyArea: random.chance(0.3) ? createBoundary(random, (west + east) * 1.05, height) : null,
    places,
    facilities: createFacilities(random, spots, places),
    lake: lake.at,
  }
}

interface SpotMaker {
  inside(): Spot
  anywhere(): Spot
  /** Some metres beside a street; a boundary asks for one inside it. */
  roadside(within?: readonly Spot[]): Spot
  gate(near: Spot): Spot
  boundary: readonly Spot[]
  lake: Spot
  /** In the lake, but not far: 80 to 220 m from where roads may begin. */
  shore(): Spot
}

interface Roads {
  corners: Spot[]
  streets: Street[]
}

/** A quadrilateral around the middle, counter-clockwise and convex. */
function createBoundary(random: Random, width: number, height: number): Spot[] {
  const corner = (x: number, y: number): Spot => [width * (x + random.between(-0.06, 0.06)), height * (y + random.between(-0.06, 0.06))]
  return [corner(0.22, 0.22), corner(0.78, 0.22), corner(0.78, 0.78), corner(0.22, 0.78)]
}

function spotInside(random: Random, ring: readonly Spot[]): Spot {
  const xs = ring.map(([x]) => x)
  const ys = ring.map(([, y]) => y)
  for (let i = 0; i < 100; i++) {
    const spot: Spot = [random.between(Math.min(...xs), Math.max(...xs)), random.between(Math.min(...ys), Math.max(...ys))]
    if (isInPolygon(spot, ring)) return spot
  }
  return ring[0]
}

function createRoads(random: Random, width: number, height: number, lake: { at: Spot; radius: number }): Roads {
  const block = random.between(150, 260)
  const columns = Math.ceil(width / block)
  const rows = Math.ceil(height / block)
  const jitter = () => random.between(-0.25, 0.25) * block
  const corners: Spot[] = []
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) corners.push([column * block + jitter(), row * block + jitter()])
  }
  const streets: Street[] = []
  const join = (from: number, to: number) => {
    const street = { from, to, bends: bend(random, corners[from], corners[to]) }
    if (piecesOf(corners, street).every(([a, b]) => metresToPiece(lake.at, a, b) > lake.radius)) streets.push(street)
  }
  for (let at = 0; at < columns * rows; at++) {
    const hasEast = at % columns < columns - 1
    const hasNorth = at + columns < columns * rows
    if (hasEast && random.chance(0.82)) join(at, at + 1)
    if (hasNorth && random.chance(0.82)) join(at, at + columns)
    if (hasEast && hasNorth && random.chance(0.08)) join(at, at + columns + 1)
    if (random.chance(0.06)) join(at, corners.push([corners[at][0] + jitter() * 2, corners[at][1] + jitter() * 2]) - 1)
  }
  if (random.chance(0.3)) addIsland(random, corners, join)
  return { corners, streets }
}

/** A few streets in a piece of their own, which may lie across the others without meeting them. */
function addIsland(random: Random, corners: Spot[], join: (from: number, to: number) => void): void {
  const [x, y] = random.pick(corners)
  const first = corners.length
  for (const [dx, dy] of [
    [40, 60],
    [180, 30],
    [210, 170],
  ])
    corners.push([x + dx, y + dy])
  join(first, first + 1)
  join(first + 1, first + 2)
}

/** Inner points every 100 m at most, so that no straight piece is longer (see test/oracles/random-world.ts). */
function bend(random: Random, [x1, y1]: Spot, [x2, y2]: Spot): Spot[] {
  const count = Math.floor(Math.hypot(x2 - x1, y2 - y1) / 100)
  const wander = random.chance(0.4) ? 25 : 0
  return Array.from({ length: count }, (_, i): Spot => {
    const share = (i + 1) / (count + 1)
    return [x1 + share * (x2 - x1) + random.between(-wander, wander), y1 + share * (y2 - y1) + random.between(-wander, wander)]
  })
}

function roadsideSpot(random: Random, { corners, streets }: Roads, within?: readonly Spot[]): Spot {
  let spot: Spot = corners[0]
  for (let i = 0; i < 200 && streets.length > 0; i++) {
    const [[x1, y1], [x2, y2]] = random.pick(piecesOf(corners, random.pick(streets)))
    const t = random.next()
    const set = random.pick([-1, 1]) * random.between(2, 14)
    const length = Math.hypot(x2 - x1, y2 - y1) || 1
    spot = [x1 + t * (x2 - x1) - (set * (y2 - y1)) / length, y1 + t * (y2 - y1) + (set * (x2 - x1)) / length]
    if (!within || isInPolygon(spot, within)) return spot
  }
  return spot
}

/** A gate: a few metres from the nearest street. */
function gateNear(random: Random, { corners, streets }: Roads, spot: Spot): Spot {
  const feet = streets.flatMap((street) => piecesOf(corners, street)).map(([a, b]) => footOn(spot, a, b))
  const metres = ([x, y]: Spot) => Math.hypot(x - spot[0], y - spot[1])
  const [x, y] = feet.reduce((best, foot) => (metres(foot) < metres(best) ? foot : best), feet[0] ?? spot)
  return [x + random.between(-8, 8), y + random.between(-8, 8)]
}

function createPlaces(random: Random, spots: SpotMaker): Place[] {
  const inBoundary = (spot: Spot) => (isInPolygon(spot, spots.boundary) ? spot : spots.inside())
  const areas = Array.from({ length: random.integer(10, 18) }, (_, i): Place => {
    const middle = inBoundary(random.chance(0.15) ? spots.shore() : random.chance(0.85) ? spots.roadside(spots.boundary) : spots.inside())
    const near = (): Spot => [middle[0] + random.between(-45, 45), middle[1] + random.between(-45, 45)]
    const gates = Array.from({ length: random.integer(0, 2) }, () => inBoundary(random.chance(0.8) ? spots.gate(near()) : near()))
    const footprint = random.chance(0.7) ? square(random, middle) : null
    const place = { ...createPeople(random, `area-${i}`, 'area'), name: `示例小区${i}` }
    return random.chance(0.1) ? { ...place, points: [], footprint: null } : { ...place, points: [middle, ...gates], footprint }
  })
  const villages = Array.from({ length: random.integer(4, 9) }, (_, i): Place => {
    const spot = random.chance(0.7) ? spots.roadside(spots.boundary) : random.chance(0.3) ? inBoundary(spots.lake) : spots.inside()
    return {
      ...createPeople(random, `village-${i}`, 'village'),
      name: `示例村${i}`,
      points: random.chance(0.1) ? [] : [spot],
      footprint: null,
    }
  })
  return [...areas, ...villages]
}

function square(random: Random, [x, y]: Spot): Spot[] {
  const half = random.between(15, 90)
  return [
    [x - half, y - half],
    [x + half, y - half * 0.8],
    [x + half, y + half],
    [x - half * 0.9, y + half],
  ]
}

function createPeople(random: Random, id: string, kind: Place['kind']) {
  const households = random.chance(0.08) ? 0 : random.integer(1, 1500)
  const residents = households * 2 + random.integer(0, households)
  const elders = Math.floor(residents * random.between(0.1, 0.4))
  const orMissing = <T>(value: T, share = 0.1) => (random.chance(share) ? null : value)
  const counts: Counts = {
    residents: orMissing(residents),
    residents_60_plus: orMissing(elders),
    residents_80_plus: orMissing(Math.floor(elders * 0.15), 0.4),
    households: orMissing(households),
  }
  const placeClass: PlaceClass = kind === 'area' && random.chance(0.8) ? 'city' : 'country'
  return {
    id,
    kind,
    code: kind === 'area' ? orMissing(`C-${id}`) : null,
    placeClass,
    counts,
    buildClass: orMissing(random.pick(['new', 'old', 'existing'] as const), 0.3),
    permitDate: orMissing(`20${random.integer(10, 25)}-06-${random.integer(10, 28)}`, 0.3),
    planningConditionDate: orMissing(`20${random.integer(10, 25)}-03-01`, 0.6),
    areaHouseholds: {
      planned: orMissing(households, 0.15),
      completed: orMissing(households, 0.15),
      occupied: orMissing(Math.floor(households * 0.8), 0.3),
    },
  }
}

const facilityTypes = [
  'community_complex',
  'community_center',
  'embedded_home',
  'residential_ancillary',
  'mutual_aid',
  'day_care',
  'meal_point',
]

function createFacilities(random: Random, spots: SpotMaker, places: Place[]): Facility[] {
  const areas = places.filter(({ kind }) => kind === 'area')
  return Array.from({ length: random.integer(6, 12) }, (_, i): Facility => {
    const at = random.chance(0.75) ? spots.roadside(random.chance(0.6) ? spots.boundary : undefined) : spots.anywhere()
    const types = random.chance(0.2) ? ['day_care'] : [...new Set([random.pick(facilityTypes), random.pick(facilityTypes)])]
    return {
      id: `facility-${i}`,
      at,
      types,
      status: random.chance(0.8) ? 'operating' : random.pick(['planned', 'closed', 'idle']),
      currentUse: random.chance(0.9) ? 'eldercare' : 'other: 仓库',
      placeClass: random.chance(0.7) ? 'city' : 'country',
      floorAreaM2: random.chance(0.1) ? null : `${random.integer(20, 900)}.${random.integer(10, 99)}`,
      acquisition: random.pick(['ancillary', 'leased', null]),
      serves: random.chance(0.7) ? [...new Set([random.pick(areas).id, random.pick(areas).id])] : [],
    }
  })
}
