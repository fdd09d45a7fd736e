import { InvalidArgumentError, type Command } from 'commander'
import { elderMetresPerSecond, type ReachOptions } from './reach.ts'

export function numberAtLeast(least: number) {
  return (text: string): number => {
    const value = text.trim() === '' ? NaN : Number(text)
    if (!(value >= least && value < Infinity)) throw new InvalidArgumentError(`应至少为 ${least} / expected at least ${least}`)
    return value
  }
}

export function secondsAboveZero(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text)
  if (!(value > 0 && value <= 86_400)) throw new InvalidArgumentError('应大于 0、至多 86400 / expected more than 0, at most 86400')
  return value
}

export function wholeNumberFrom(least: number) {
  return (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN
    if (!(value >= least && Number.isSafeInteger(value)))
      throw new InvalidArgumentError(`应为不小于 ${least} 的整数 / expected a whole number from ${least}`)
    return value
  }
}

export function collect(text: string, before: string[]): string[] {
  return [...before, text]
}

export function year(text: string): number {
  if (!/^(19|20)\d{2}$/.test(text)) throw new InvalidArgumentError('应为四位年份 / expected a year of four digits')
  return Number(text)
}

export function metresUpTo(most: number) {
  return (text: string): number => {
    const value = text.trim() === '' ? NaN : Number(text)
    if (!(value > 0 && value <= most)) throw new InvalidArgumentError(`应大于 0、至多 ${most} / expected more than 0, at most ${most}`)
    return value
  }
}

export function speedOf(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text)
  if (!(value >= 0.3 && value <= 2)) throw new InvalidArgumentError('应为 0.3 到 2.0 m/s / expected 0.3 to 2.0 m/s')
  return value
}

export interface LimitWords {
  limit?: number
  limitSeconds?: number
  speed?: number
  dem?: string
}

/** Metres or seconds, one of them: a speed with a limit in metres, or slopes without times, would silently do nothing. */
export function limitOf({ limit, limitSeconds, speed, dem }: LimitWords, command: Command): Pick<ReachOptions, 'limitMetres' | 'metresPerSecond'> {
  if (limit === undefined && limitSeconds === undefined) command.error("error: required option '--limit <metres>' not specified，或给出 --limit-seconds / or --limit-seconds")
  if (limit !== undefined && limitSeconds !== undefined) command.error('error: --limit 与 --limit-seconds 只能给一个 / give only one of --limit and --limit-seconds')
  if (limit !== undefined && speed !== undefined) command.error('error: --speed 只用于 --limit-seconds / --speed needs --limit-seconds')
  if (limit !== undefined && dem !== undefined) command.error('error: --dem 需要 --limit-seconds：坡度改变时间而非距离 / --dem needs --limit-seconds: slopes change times, not lengths')
  if (limit !== undefined) return { limitMetres: limit, metresPerSecond: undefined }
  const metresPerSecond = speed ?? elderMetresPerSecond
  return { limitMetres: limitSeconds! * metresPerSecond, metresPerSecond }
}

export function countyCodeText(text: string): string {
  if (!/^\d{6}$/.test(text)) throw new InvalidArgumentError('应为六位县代码 / expected six digits')
  return text
}

export function dayText(text: string): string {
  const day = new Date(`${text}T00:00:00Z`)
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text) throw new InvalidArgumentError('应为 YYYY-MM-DD / expected YYYY-MM-DD')
  return text
}

export function oneOf(...allowed: string[]) {
  return (text: string): string => {
    if (!allowed.includes(text)) throw new InvalidArgumentError(`应为 ${allowed.join('、')} / expected one of ${allowed.join(', ')}`)
    return text
  }
}
