import { usualCircle } from '../../../server/contract/facility-types.ts'
import type { RunWish } from '../../api/queries.ts'

export const builtInProfiles = ['gb50180-15min', 'elder-15min', 'gb50180-10min', 'gb50180-5min'] as const
/** Metres of the built-in circles, for the limits shown beside facility types. */
const builtInMetres: Record<BuiltInProfile, number> = { 'gb50180-15min': 1000, 'elder-15min': 720, 'gb50180-10min': 500, 'gb50180-5min': 300 }
type BuiltInProfile = (typeof builtInProfiles)[number]

const metresRange = { lowest: 50, highest: 5000 }
const minutesRange = { lowest: 1, highest: 60 }
const speedRange = { lowest: 0.3, highest: 2 }

/** What stands in the form; null is an emptied field. */
export interface RunChoice {
  profile: BuiltInProfile | 'custom-metres' | 'custom-minutes'
  metres: number | null
  minutes: number | null
  metresPerSecond: number | null
  stepsFree: boolean
  useSlope: boolean
  types: readonly string[]
  need: 'any' | 'all'
  /** By type; of those that do not count nothing is sent. */
  limitsMetres: Readonly<Record<string, number | null>>
  /** A planning unit; null as usual: the area given with the county, else the whole of it. */
  studyArea: string | null
}

export const firstChoice: RunChoice = {
  profile: 'gb50180-15min',
  metres: 800,
  minutes: 15,
  metresPerSecond: 0.8,
  stepsFree: false,
  useSlope: false,
  types: usualCircle.facilityTypes,
  need: 'any',
  limitsMetres: {},
  studyArea: null,
}

export type Fault = 'metres' | 'minutes' | 'speed' | 'types' | 'limits'

/** What in the form cannot be sent; nothing of a field that plays no part. */
export function faultsOf(choice: RunChoice): Set<Fault> {
  const faults = new Set<Fault>()
  if (choice.profile === 'custom-metres' && !isWhole(choice.metres, metresRange)) faults.add('metres')
  if (choice.profile === 'custom-minutes') {
    if (!isWhole(choice.minutes, minutesRange)) faults.add('minutes')
    const tenths = choice.metresPerSecond === null ? NaN : choice.metresPerSecond * 10
    if (!isWhole(Math.abs(tenths - Math.round(tenths)) < 1e-9 ? Math.round(tenths) : NaN, { lowest: speedRange.lowest * 10, highest: speedRange.highest * 10 })) faults.add('speed')
  }
  if (choice.types.length === 0) faults.add('types')
  if (choice.types.some((type) => !isFreeOrWhole(choice.limitsMetres[type]))) faults.add('limits')
  return faults
}

/** Whether the circle is minutes × speed: only then can slopes change anything. */
export function isTimed({ profile }: Pick<RunChoice, 'profile'>): boolean {
  return profile === 'elder-15min' || profile === 'custom-minutes'
}

/** The circle's limit in metres on the flat; undefined while its fields are at fault. */
export function limitMetresOf(choice: RunChoice): number | undefined {
  const faults = faultsOf(choice)
  if (choice.profile === 'custom-metres') return faults.has('metres') ? undefined : choice.metres!
  if (choice.profile !== 'custom-minutes') return builtInMetres[choice.profile]
  if (faults.has('minutes') || faults.has('speed')) return undefined
  return choice.minutes! * 6 * Math.round(choice.metresPerSecond! * 10)
}

/** The limit that a type has when none of its own is given. */
export function usualLimitMetres(type: string, circleMetres: number): number {
  return type === 'day_care' ? Math.min(usualCircle.dayCareLimitMetres, circleMetres) : circleMetres
}

/** The request; what is as usual is left out, so that the county's own defaults stand for it. */
export function toWish(choice: RunChoice, canSlope: boolean): RunWish {
  const limits = choice.types.flatMap((type) => {
    const metres = choice.limitsMetres[type]
    return metres === null || metres === undefined ? [] : [[type, metres] as const]
  })
  const usual = choice.types.length === usualCircle.facilityTypes.length && usualCircle.facilityTypes.every((type) => choice.types.includes(type))
  return {
    profile: profileId(choice) as RunWish['profile'],
    ...(usual ? {} : { facilityTypes: choice.types as RunWish['facilityTypes'] }),
    ...(choice.need === 'all' ? { need: 'all' as const } : {}),
    ...(limits.length > 0 ? { typeLimitsMetres: Object.fromEntries(limits) } : {}),
    ...(choice.studyArea === null ? {} : { studyArea: choice.studyArea }),
    ...(choice.stepsFree ? { stepsFree: true } : {}),
    ...(choice.useSlope && canSlope && isTimed(choice) ? { useSlope: true } : {}),
  }
}

function profileId({ profile, metres, minutes, metresPerSecond }: RunChoice): string {
  if (profile === 'custom-metres') return `custom-${metres}m`
  return profile === 'custom-minutes' ? `custom-${minutes}min-${metresPerSecond!.toFixed(1)}` : profile
}

function isFreeOrWhole(metres: number | null | undefined): boolean {
  return metres === null || metres === undefined || isWhole(metres, metresRange)
}

function isWhole(value: number | null, { lowest, highest }: { lowest: number; highest: number }): boolean {
  return value !== null && Number.isInteger(value) && value >= lowest && value <= highest
}
