/** What a statistical code of 12 digits stands for, by how many of its digits are in use. */
export type UnitTier = 'province' | 'prefecture' | 'county' | 'township' | 'village'

export type CodedLevel = 'township' | 'street' | 'community' | 'village' | 'other'

/** 统计用区划代码和城乡划分代码编制规则（国统字〔2009〕91 号）: 2 + 2 + 2 + 3 + 3 digits. */
export function tierOfCode(code: string): UnitTier {
  const digits = digitsOf(code)
  if (!digits.endsWith('000')) return 'village'
  if (!digits.endsWith('000000')) return 'township'
  if (!digits.endsWith('00000000')) return 'county'
  return digits.endsWith('0000000000') ? 'province' : 'prefecture'
}

/**
 * The level that the code itself states (same rules, 第七至十二位): of the township's three digits 001–099 are streets,
 * 100–399 towns and townships, 400–599 units alike; of the village's 001–199 and 400–499 communities, the others villages.
 * Null above the township, and for the sample's codes, which no rule made.
 */
export function levelOfCode(code: string): CodedLevel | null {
  if (!/^\d{12}$/.test(code)) return null
  const tier = tierOfCode(code)
  if (tier === 'township') {
    const number = Number(code.slice(6, 9))
    return number < 100 ? 'street' : number < 400 ? 'township' : 'other'
  }
  if (tier !== 'village') return null
  const number = Number(code.slice(9))
  return number < 200 || (number >= 400 && number < 500) ? 'community' : 'village'
}

/** The township's code above a village's; null for a township, whose parent is the county itself. */
export function parentCodeOf(code: string): string | null {
  return tierOfCode(code) === 'village' ? `${digitsOf(code).slice(0, 9)}000` : null
}

export function isOfCounty(code: string, county: string): boolean {
  return digitsOf(code).startsWith(county)
}

/** Units of the shipped samples bear codes that no real unit can have: S, the county's digits, a letter, three digits. */
function digitsOf(code: string): string {
  const sample = /^S(\d{6,9})[A-Z](\d{3})$/.exec(code)
  return sample ? `${sample[1].padEnd(9, '9')}${sample[2]}` : code
}
