import { uuid, z } from './common.ts'

/** Degrees of CGCS2000, or its 3° Gauss–Krüger zone with and without the zone's number before the easting. */
export const outputCrsChoices = ['degrees', 'zone', 'meridian'] as const
export type OutputCrs = (typeof outputCrsChoices)[number]

const common = {
  run: uuid.optional().describe('the published run that circles and people are measured against; the newest one over the data as they are when left out'),
  revision: z.coerce.number().int().min(1).optional().describe('the revision that was seen; another one is refused with SCENARIO_CHANGED'),
  language: z.enum(['zh', 'en']).default('zh').describe('of names, headings and notes'),
}
export const layersQuery = z.object({ ...common, crs: z.enum(outputCrsChoices).default('degrees') })
/** A drawing is in metres. */
export const drawingQuery = z.object({ ...common, crs: z.enum(['zone', 'meridian']).default('zone') })
export const scenarioReportQuery = z.object(common)
export type OutputWish = z.infer<typeof layersQuery>

const [firstZone, lastZone] = [25, 45]

/** The 3° zone that a county's files are in: the one whose central meridian is nearest to the middle of its box. */
export function zoneOf([west, , east]: readonly [west: number, south: number, east: number, north: number]): number {
  return Math.min(lastZone, Math.max(firstZone, Math.round((west + east) / 2 / 3)))
}

/** EPSG 4490; 4513 to 4533 for zones 25 to 45 with their number in the easting, 4534 to 4554 without. */
export function epsgOf(crs: OutputCrs, zone: number): number {
  if (crs === 'degrees') return 4490
  return (crs === 'zone' ? 4513 : 4534) + zone - firstZone
}
