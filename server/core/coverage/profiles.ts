/** A service circle: how far a walk may be, and whose word that is (domain.md, Service-circle profiles). */
export interface CircleProfile {
  id: string
  limitMetres: number
  /** The limits beside which the result is shown, so that one sees which places change verdict. */
  bandMetres: number[]
  name: { zh: string; en: string }
  source: { zh: string; en: string }
}

const gb50180 = { zh: 'GB 50180-2018 城市居住区规划设计标准', en: 'GB 50180-2018, urban residential areas' }

/** 15 min × 0.8 m/s = 720 m: a planning assumption, printed as one. */
const elderLimitMetres = 15 * 60 * 0.8

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

/** A profile by id; `custom-<metres>m` (50 to 5000) is the user's own. Undefined for anything else. */
export function findProfile(id: string): CircleProfile | undefined {
  const custom = /^custom-(\d{2,4})m$/.exec(id)
  if (!custom) return builtInProfiles.find((profile) => profile.id === id)
  const limitMetres = Number(custom[1])
  if (limitMetres < 50 || limitMetres > 5000) return undefined
  return {
    id,
    limitMetres,
    bandMetres: [limitMetres],
    name: { zh: '自定义服务圈', en: 'custom circle' },
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
