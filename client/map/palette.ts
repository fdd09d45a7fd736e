import { elderClasses } from '../../server/contract/tile-layers.ts'

/** Colours of the map. Data colours are ColorBrewer classes (GnBu, Oranges): safe for colour-blind eyes, ordered in grey. */
export const palette = {
  outside: '#e3e8e1',
  land: '#f4f6f1',
  boundary: '#5f7068',
  unit: '#93a29a',
  studyArea: '#17474d',
  roadMajor: '#8b978f',
  roadMedium: '#a9b3ab',
  roadMinor: '#c3cbc4',
  label: '#33413b',
  halo: '#ffffff',
  ink: '#16302f',
  residential: '#6d7f76',
  accent: '#17656d',
  gapFill: '#fdae6b',
  gapLine: '#a63603',
  /** What a table points out: dark violet, on none of the ramps. */
  mark: '#54278f',
  /** What a scenario or an optimisation proposes: blue, darker than any road and on no ramp beside it. */
  plan: '#0b3d91',
  /** What a scenario takes away. */
  lost: '#7f0000',
  /** 城镇开发边界: green, on no ramp. */
  development: '#1b6b30',
  /** 详细规划单元: slate, thinner than a boundary. */
  planningUnit: '#44548a',
  unreached: '#d9d9d9',
  unreachedLine: '#525252',
} as const

/** GnBu of seven classes without the lightest, near to far: dark is near. */
const near = ['#08589e', '#2b8cbe', '#4eb3d3', '#7bccc4', '#a8ddb5', '#ccebc5'] as const
const breaksMetres = [300, 500, 720, 800, 1000] as const

export interface DistanceClass {
  fromMetres: number
  toMetres: number
  color: string
}

/** The classes up to the limit; what lies beyond it is a gap, not a class. */
export function distanceClasses(limitMetres: number): DistanceClass[] {
  const upper = [...breaksMetres.filter((metres) => metres < limitMetres), limitMetres]
  return upper.map((toMetres, index) => ({
    fromMetres: index === 0 ? 0 : upper[index - 1],
    toMetres,
    color: near[index],
  }))
}

/** RdPu of seven classes, few to many: shares no colour with distances, gaps and marks. */
const many = ['#feebe2', '#fcc5c0', '#fa9fb5', '#f768a1', '#dd3497', '#ae017e', '#7a0177'] as const

export interface PeopleClass {
  /** The least it holds; it ends before the next one begins. */
  from: number
  color: string
}

const classesFrom = (least: readonly number[]): PeopleClass[] => least.map((from, index) => ({ from, color: many[index] }))

export const residentClasses = classesFrom([1, 20, 50, 100, 200, 500, 2000])
/** The classes in which tiles send elders, those without any left out. */
export const elderColorClasses = classesFrom(elderClasses.filter((least) => least > 0))
