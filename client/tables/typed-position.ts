import gcoord from 'gcoord'

/** Systems in which people have a position at hand. */
export const typedSystems = ['cgcs2000', 'gcj02', 'bd09'] as const
export type TypedSystem = (typeof typedSystems)[number]

/**
 * Longitude and latitude in degrees from "116.34, 26.31" (comma, Chinese comma or blanks between), as CGCS2000; null
 * where that cannot be read. The way back from GCJ-02 and BD-09 is approximate, to about a metre (domain.md,
 * Coordinates), and whoever shows it says so.
 */
export function fromTyped(text: string, system: TypedSystem): [number, number] | null {
  const parts = text.trim().split(/[\s,，、;；]+/)
  if (parts.length !== 2 || parts.some((part) => !/^-?\d{1,3}(\.\d+)?°?[EN]?$/i.test(part))) return null
  const [lon, lat] = parts.map((part) => Number.parseFloat(part))
  if (Math.abs(lon) > 180 || Math.abs(lat) > 90) return null
  if (system === 'cgcs2000') return [lon, lat]
  return gcoord.transform([lon, lat], system === 'gcj02' ? gcoord.GCJ02 : gcoord.BD09, gcoord.WGS84) as [number, number]
}
