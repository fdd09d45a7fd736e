import type { RegionItem } from '../../server/contract/evaluations.ts'

/** A prefecture with its counties, or a county that belongs to none. */
export interface RegionNode {
  region: RegionItem
  counties: RegionItem[]
  /** Something can be shown: the county has data, or one of the prefecture's has. */
  open: boolean
}

/** Prefectures by code with their counties; those with nothing to show keep their place, so that nobody searches in vain. */
export function buildRegionTree(regions: readonly RegionItem[]): RegionNode[] {
  const prefectures = regions.filter(({ level }) => level === 'prefecture')
  const counties = regions.filter(({ level }) => level === 'county')
  const known = new Set(prefectures.map(({ code }) => code))
  const loose = counties.filter(({ parentCode }) => parentCode === null || !known.has(parentCode))
  return [
    ...prefectures.map((region) => {
      const own = counties.filter(({ parentCode }) => parentCode === region.code)
      return { region, counties: own, open: own.some(({ hasData }) => hasData) }
    }),
    ...loose.map((region) => ({ region, counties: [], open: region.hasData })),
  ].sort((a, b) => Number(a.region.code) - Number(b.region.code))
}

/** By name in either language, or by the beginning of the code. */
export function matchesRegion({ name, nameEn, code }: Pick<RegionItem, 'name' | 'nameEn' | 'code'>, search: string): boolean {
  const text = search.trim().toLowerCase()
  return text === '' || name.toLowerCase().includes(text) || nameEn.toLowerCase().includes(text) || code.startsWith(text)
}
