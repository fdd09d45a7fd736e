/** Five-year age groups: group g holds ages 5g to 5g + 4, the last one 85 and over. */
export const groupYears = 5
export const groupCount = 18
export const openGroup = groupCount - 1

/** The group in which an age begins; only for multiples of five up to 85. */
export function groupOf(age: number): number {
  const group = age / groupYears
  if (!Number.isInteger(group) || group < 0 || group > openGroup) throw new Error(`expected an age of 0, 5, … 85, got ${age}`)
  return group
}

/** `0-4` … `80-84`, `85+`. */
export function labelOf(group: number): string {
  return group === openGroup ? `${openGroup * groupYears}+` : `${group * groupYears}-${group * groupYears + groupYears - 1}`
}

export const sexes = ['male', 'female'] as const
export type Sex = (typeof sexes)[number]

/** People by sex and group; NaN where nobody has counted them. */
export type Pyramid = Record<Sex, Float64Array>

export function emptyPyramid(): Pyramid {
  return { male: new Float64Array(groupCount).fill(NaN), female: new Float64Array(groupCount).fill(NaN) }
}

/** People from an age on, both sexes; NaN where any group of them is not known. */
export function peopleFrom(pyramid: Pyramid, age: number): number {
  let sum = 0
  for (let group = groupOf(age); group < groupCount; group++) sum += pyramid.male[group] + pyramid.female[group]
  return sum
}
