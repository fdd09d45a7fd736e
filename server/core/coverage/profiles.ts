/** A service circle: how far a walk may be, and whose word that is (domain.md, Service-circle profiles). */
export interface CircleProfile {
  id: string
  limitMetres: number
  /** Where the circle is minutes × speed: limitMetres = limitSeconds × speed. Slopes can only change such walks. */
  pace?: { limitSeconds: number; metresPerSecond: number }
  /** The limits beside which the result is shown, so that one sees which places change verdict. */
  bandMetres: number[]
  name: { zh: string; en: string }
  source: { zh: string; en: string }
}

const gb50180 = { zh: 'GB 50180-2018 城市居住区规划设计标准', en: 'GB 50180-2018, urban residential areas' }

/** 15 min × 0.8 m/s = 720 m: a planning assumption, printed as one. */
const elderPace = { limitSeconds: 15 * 60, metresPerSecond: 0.8 }
const elderLimitMetres = elderPace.limitSeconds * elderPace.metresPerSecond

export const builtInProfiles: readonly CircleProfile[] = [
  {
    id: 'gb50180-15min',
    limitMetres: 1000,
    bandMetres: [720, 800, 1000],
    name: { zh: 'GB 50180-2018 十五分钟生活圈', en: 'GB 50180-2018 15-minute circle' },
    source: gb50180,
  },
  {
    id: 'elder-15min',
    limitMetres: elderLimitMetres,
    pace: elderPace,
    bandMetres: [elderLimitMetres],
    name: { zh: '老年人 15 分钟 × 0.8 m/s（规划假设）', en: 'elders, 15 min × 0.8 m/s (planning assumption)' },
    source: { zh: '规划假设：15分钟 × 0.8 m/s，无国家或规划条文依据', en: 'Planning assumption: 15 min × 0.8 m/s; no clause behind it' },
  },
  {
    id: 'gb50180-10min',
    limitMetres: 500,
    bandMetres: [500],
    name: { zh: 'GB 50180-2018 十分钟生活圈', en: 'GB 50180-2018 10-minute circle' },
    source: gb50180,
  },
  {
    id: 'gb50180-5min',
    limitMetres: 300,
    bandMetres: [300],
    name: { zh: 'GB 50180-2018 五分钟生活圈', en: 'GB 50180-2018 5-minute circle' },
    source: gb50180,
  },
]

/**
 * A profile by id; the user's own is `custom-<metres>m` (50 to 5000) or `custom-<minutes>min-<speed>` (1 to 60 minutes,
 * 0.3 to 2.0 m/s in tenths). Undefined for anything else.
 */
export function findProfile(id: string): CircleProfile | undefined {
  const metres = /^custom-(\d{2,4})m$/.exec(id)
  if (metres) return customMetres(id, Number(metres[1]))
  const timed = /^custom-([1-9]\d?)min-([012]\.\d)$/.exec(id)
  if (timed) return customMinutes(id, Number(timed[1]), timed[2])
  return builtInProfiles.find((profile) => profile.id === id)
}

function customMetres(id: string, limitMetres: number): CircleProfile | undefined {
  if (limitMetres < 50 || limitMetres > 5000) return undefined
  return {
    id,
    limitMetres,
    bandMetres: [limitMetres],
    name: { zh: '自定义服务圈', en: 'custom circle' },
    source: { zh: '用户自定义', en: "the user's own" },
  }
}

function customMinutes(id: string, minutes: number, speed: string): CircleProfile | undefined {
  const metresPerSecond = Number(speed)
  if (minutes > 60 || metresPerSecond < 0.3 || metresPerSecond > 2) return undefined
  // A speed in tenths makes whole metres of whole minutes: 7 min × 0.8 m/s is 336, not 336.00000000000006.
  const limitMetres = minutes * 6 * Math.round(metresPerSecond * 10)
  return {
    id,
    limitMetres,
    pace: { limitSeconds: minutes * 60, metresPerSecond },
    bandMetres: [limitMetres],
    name: { zh: `自定义 ${minutes} 分钟 × ${speed} m/s`, en: `custom, ${minutes} min × ${speed} m/s` },
    source: { zh: '用户自定义', en: "the user's own" },
  }
}

/** Facility types that any circle counts unless a pack or the user says otherwise: reaching any one is enough. */
export const circleFacilityTypes = [
  'community_complex',
  'community_center',
  'embedded_home',
  'regional_center',
  'residential_ancillary',
  'mutual_aid',
  'day_care',
] as const

/** 日间照料中心: its 服务半径 in GB 50180. The other types have the profile's own limit. */
export const dayCareLimitMetres = 300

/** What a circle counts, where it differs from the usual community services. */
export interface Circle {
  limitMetres: number
  /** Types that count; `circleFacilityTypes` when left out. */
  facilityTypes?: readonly string[]
  /** The user's own limit of a type, metres; a day-care centre has its 服务半径 when nothing is said. */
  typeLimitsMetres?: Readonly<Partial<Record<string, number>>>
}

/** The limit of one type under a circle; undefined where it does not count. */
export function typeLimitMetres(type: string, circle: Circle): number | undefined {
  const counted: readonly string[] = circle.facilityTypes ?? circleFacilityTypes
  if (!counted.includes(type)) return undefined
  return circle.typeLimitsMetres?.[type] ?? (type === 'day_care' ? Math.min(dayCareLimitMetres, circle.limitMetres) : circle.limitMetres)
}

/**
 * The limit of one facility under a circle: the longest its types allow; undefined where no type counts.
 * Limits belong to types, so a day-care centre that is also a community centre keeps the longer one.
 */
export function facilityLimitMetres(facilityTypes: readonly string[], circle: Circle): number | undefined {
  const limits = facilityTypes.flatMap((type) => typeLimitMetres(type, circle) ?? [])
  return limits.length > 0 ? Math.max(...limits) : undefined
}

/** How far a point may be from the nearest road and still use it (domain.md, Travel). */
export const maxAccessMetres = { city: 200, country: 300 } as const
/** Legs longer than this are listed in the report, though they count. */
export const longAccessMetres = { city: 100, country: 300 } as const

/** Used where a county has no road data; every output says so. */
export const straightLineDetourFactor = 1.3
