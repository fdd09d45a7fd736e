import { percentBesideTarget, percentText, type Direction } from '../server/contract/rates.ts'
import { isSmall, smallestShownElders, type EldersShown } from '../server/contract/privacy.ts'

/**
 * The only place where numbers become text: kilometres, minutes and percentages exist here and nowhere else.
 * Rounding never flips a verdict: what is provided is cut, what is required or missing is raised, and a share
 * below one never shows as 100 %.
 */

/** Shown where a value is not given: missing is not zero. */
export const missing = '—'
/** Keeps a unit on the line of its number. */
const noBreak = '\u00a0'
const thousands = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
/** Shown where a total beside it would give a small count away. */
export const suppressed = '※'
/** Speed of the planning assumption behind the 15-minute elder circle. */
const elderMetresPerSecond = 0.8
const metresShownUpTo = 10_000

/** Persons, households, rows: whole numbers with thousands separators. */
export function formatCount(count: number | null | undefined): string {
  return count === null || count === undefined ? missing : thousands.format(count)
}

/** Elders at one place: from 1 to 9 only "‹10" is shown. */
export function formatElders(count: number | null | undefined): string {
  if (count !== null && count !== undefined && isSmall(count)) return `‹${smallestShownElders}`
  return formatCount(count)
}

/** Elders in a table beside their total; `shown` comes from the whole group. */
export function formatEldersBeside(count: number | null | undefined, shown: EldersShown | undefined): string {
  return shown === 'suppressed' ? suppressed : formatElders(count)
}

/**
 * A share as a percentage of one decimal, cut, or raised where it is an upper bound; only exactly 1 is 100 %, only
 * exactly 0 is 0 %, and a decimal more is shown where one would say otherwise.
 */
export function formatRate(share: number | null | undefined, direction: Direction = 'down'): string {
  return share === null || share === undefined ? missing : `${percentText(share, direction)}${noBreak}%`
}

/** "61.2 %" or, where people without a known place open an interval, "61.2 % – 66.9 %": never narrower than it is. */
export function formatRateInterval(lower: number | null, upper: number | null): string {
  return lower === upper ? formatRate(lower) : `${formatRate(lower)} – ${formatRate(upper, 'up')}`
}

/** A share with its target: 59.96 % beside 60 % reads 59.9 %, an upper bound of 59.99 % as it is, not 60.0 %. */
export function formatRateBesideTarget(share: number, target: number, direction: Direction = 'down'): { rate: string; target: string } {
  const shown = percentBesideTarget(share, target, direction)
  return { rate: `${shown.value}${noBreak}%`, target: `${shown.target}${noBreak}%` }
}

/** Decimals at most where no more are needed to keep a figure on its side of the target. */
const measureDecimals = 2
const mostMeasureDecimals = 12

/**
 * A measure that is no share (beds, m² per 100 households), without its unit: whole as it is, else cut or raised at two
 * decimals, and at more where it would otherwise read as reaching, or passing, a target that it does not.
 */
export function formatMeasure(value: number, direction: Direction, target: number | null = null): string {
  if (Number.isInteger(value)) return formatCount(value)
  const slack = value * 1e-12
  for (let places = measureDecimals; places < mostMeasureDecimals; places++) {
    const power = 10 ** places
    const shown = direction === 'down' ? Math.floor((value + slack) * power) / power : Math.ceil((value - slack) * power) / power
    if (target === null || Math.sign(shown - target) === Math.sign(value - target)) {
      return new Intl.NumberFormat('en-US', { maximumFractionDigits: places }).format(shown)
    }
  }
  return String(value)
}

/** Metres as a whole number, raised as on screen; for files. */
export function wholeMetres(metres: number | null): number | null {
  return metres === null ? null : Math.ceil(metres - 1e-6)
}

/** A travelled distance, raised to the next metre so that 1000.2 m against a limit of 1000 m reads 1001 m. Four digits
 * stand unseparated, as in the method line. */
export function formatMetres(metres: number | null | undefined): string {
  if (metres === null || metres === undefined) return missing
  if (metres < metresShownUpTo) return `${Math.ceil(metres - 1e-6)}${noBreak}m`
  return `${(Math.ceil(metres / 100 - 1e-6) / 10).toFixed(1)}${noBreak}km`
}

/** The length of a scale bar, which is a round number: 500 m, 2 km. */
export function formatScaleLength(metres: number): string {
  return metres < 1000 ? `${metres}${noBreak}m` : `${thousands.format(metres / 1000)}${noBreak}km`
}

/** 1:98,300. */
export function formatScaleRatio(denominator: number): string {
  return `1:${thousands.format(denominator)}`
}

/** A walking time: minutes and seconds, raised to the next second so that it never says less than the walk. */
export function formatSeconds(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return missing
  const whole = Math.ceil(seconds - 1e-6)
  const minutes = `${Math.floor(whole / 60)}${noBreak}min`
  return whole % 60 === 0 ? minutes : `${minutes}${noBreak}${whole % 60}${noBreak}s`
}

/** Minutes an elder walks, at 0.8 m/s, raised to the next minute. */
export function elderMinutes(metres: number): string {
  return String(Math.ceil(metres / elderMetresPerSecond / 60 - 1e-6))
}

/** The county's area: square kilometres. */
export function formatCountyArea(squareMetres: number): string {
  return `${thousands.format(Math.round(squareMetres / 1e6))}${noBreak}km²`
}

/** The server's exact text ("19.97", or "200/3" where no finite decimal exists) as numerator and denominator. */
function parseExact(text: string): { numerator: bigint; denominator: bigint } | null {
  const match = /^(-?\d+)(?:\.(\d+))?(?:\/([1-9]\d*))?$/.exec(text.trim())
  if (!match) return null
  const fraction = match[2] ?? ''
  return {
    numerator: BigInt(match[1] + fraction),
    denominator: BigInt(10) ** BigInt(fraction.length) * BigInt(match[3] ?? '1'),
  }
}

/**
 * Square metres from exact text, two decimals at most. `down` for what is provided, `up` for what is required or
 * missing: 19.999 never becomes 20, 0.001 m² missing never becomes 0.
 */
export function formatExact(text: string | null | undefined, direction: 'down' | 'up'): string {
  if (text === null || text === undefined) return missing
  const exact = parseExact(text)
  if (!exact) return text
  const scaled = exact.numerator * BigInt(100)
  let hundredths = scaled / exact.denominator
  if (direction === 'up' && scaled > BigInt(0) && scaled % exact.denominator !== BigInt(0)) hundredths += BigInt(1)
  const whole = thousands.format(hundredths / BigInt(100))
  const rest = String(hundredths % BigInt(100)).padStart(2, '0').replace(/0+$/, '')
  return rest ? `${whole}.${rest}` : whole
}

/**
 * Exact square metres for a file: a decimal as it stands; a fraction such as 10/3, which Excel would take for a date,
 * as two decimals, rounded as on screen.
 */
export function exactForFile(text: string | null, direction: 'down' | 'up'): string | null {
  return text === null || !text.includes('/') ? text : formatExact(text, direction).replaceAll(',', '')
}

/** Sort key of exact text; only for ordering, never for a verdict. */
export function exactToNumber(text: string | null): number | null {
  const exact = text === null ? null : parseExact(text)
  return exact ? Number(exact.numerator) / Number(exact.denominator) : null
}

/** A sum of missing square metres, raised to the next whole one. */
export function formatAreaSum(squareMetres: number): string {
  return thousands.format(Math.max(0, Math.ceil(squareMetres - 1e-6)))
}

/** Floor area of one site as a plain number from a tile. */
export function formatSiteArea(squareMetres: number | null): string {
  return squareMetres === null ? missing : thousands.format(Math.floor(squareMetres))
}

/** The first characters of a hash or an id, as people quote it. */
export function formatShortId(text: string | null | undefined): string {
  return text ? text.replaceAll('-', '').slice(0, 8) : missing
}

/** Local date and time of an ISO instant. */
export function formatInstant(iso: string | null | undefined): string {
  if (!iso) return missing
  const when = new Date(iso)
  if (Number.isNaN(when.getTime())) return missing
  const two = (part: number) => String(part).padStart(2, '0')
  return (
    `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())} ` +
    `${two(when.getHours())}:${two(when.getMinutes())}`
  )
}

export function formatPosition(lonLat: readonly [number, number]): string {
  return `${lonLat[0].toFixed(5)}°E, ${lonLat[1].toFixed(5)}°N`
}

/** A scaling factor, four decimals: 1.0440. */
export function formatFactor(factor: number | null): string {
  return factor === null ? missing : factor.toFixed(4)
}

/** Progress of a job; only a finished job shows 100. */
export function toPercent(progress: number): number {
  return progress >= 1 ? 100 : Math.min(99, Math.floor(progress * 100))
}

/** A surface as people picture it: hectares from one up, with one decimal, else m². */
export function formatAreaOfCircle(squareMetres: number): string {
  return squareMetres < 10_000 ? `${thousands.format(Math.round(squareMetres))}${noBreak}m²` : `${new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 }).format(squareMetres / 10_000)}${noBreak}ha`
}

/** Yuan as offices write it: 万 from ten thousand up in Chinese, whole yuan else. */
export function formatYuan(yuan: number | null | undefined, language: 'zh' | 'en'): string {
  if (yuan === null || yuan === undefined) return missing
  if (language === 'en' || yuan < 10_000) return language === 'en' ? `¥${thousands.format(yuan)}` : `${thousands.format(yuan)}${noBreak}元`
  return `${new Intl.NumberFormat('en-US', { maximumFractionDigits: 4 }).format(yuan / 10_000)}${noBreak}万元`
}
