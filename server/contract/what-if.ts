import { bilingual, lonLat, uuid, z } from './common.ts'
import { facilityType } from './facility-types.ts'
import { misfit, siteChanges } from './scenarios.ts'

/** A pin on the map, over a published run and the changes of a scenario that are not in it. */
export const whatIf = z
  .object({
    changes: siteChanges.default([]).describe('the scenario’s list as it stands, saved or not'),
    pin: z
      .object({
        location: lonLat,
        facilityTypes: z.array(facilityType).min(1),
        replacesFacilityId: uuid.optional().describe('the pin is this facility, moved'),
        floorAreaM2: z.number().min(0).optional(),
        beds: z.number().int().min(0).optional(),
      })
      .nullable()
      .describe('null: the changes alone'),
  })
  .openapi('WhatIf')
export type WhatIf = z.infer<typeof whatIf>

const people = z
  .object({
    places: z.number().int(),
    residents: z.number().describe('known counts only'),
    residents60Plus: z.number(),
    residents80Plus: z.number(),
    households: z.number(),
    missing: z.number().int().describe('places whose elders are not given'),
  })
  .openapi('PeopleSum')
export type PeopleSum = z.infer<typeof people>

const share = z.object({ numerator: z.number(), denominator: z.number(), lower: z.number().nullable(), upper: z.number().nullable() })

export const whatIfReply = z
  .object({
    runId: uuid,
    snapped: z.object({ point: lonLat, accessMetres: z.number() }).nullable(),
    reason: z.enum(['no_walkable_road', 'type_not_counted', 'outside_county', 'not_operating']).nullable().describe('why the pin has no circle'),
    limitMetres: z.number().nullable(),
    inCircle: people.describe('everybody within the pin’s circle'),
    overlap: people.describe('of them, who is covered without it'),
    gained: people,
    lost: people.describe('covered in the run and no more: closures and moves'),
    gainedPlaceIds: z.array(uuid),
    lostPlaceIds: z.array(uuid),
    overlaps: z.array(z.object({ facilityId: uuid, name: z.string(), metres: z.number() })).describe('facilities inside the pin’s circle, nearest first'),
    streets: z.object({ type: z.literal('MultiLineString'), coordinates: z.array(z.array(lonLat)) }).describe('streets within the limit, cut where it ends'),
    misfits: z.array(misfit).describe('changes of the list that the run’s data have no place for: they have no effect on the answer'),
    indicators: z.array(z.object({ id: z.string(), label: bilingual, unit: z.enum(['share', 'm2', 'count']), before: share, after: share })),
    computeMs: z.number(),
  })
  .openapi('WhatIfReply')
export type WhatIfReply = z.infer<typeof whatIfReply>

/** The circle as a surface: where a place would be within the limit, contoured from walks, never a hull. */
export const circleShape = z
  .object({
    shape: z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(z.array(lonLat))) }),
    areaM2: z.number(),
    cellMetres: z.number().describe('how fine the contour is'),
  })
  .openapi('CircleShape')
export type CircleShape = z.infer<typeof circleShape>

export const siteCheck = z
  .object({
    location: lonLat,
    boundary: z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(lonLat)) }).optional(),
    facilityTypes: z.array(facilityType).min(1),
    landAreaM2: z.number().min(0).optional(),
    floorAreaM2: z.number().min(0).optional(),
    beds: z.number().int().min(0).optional(),
    build: z.enum(['new', 'convert']).default('new'),
    packId: z.string().optional().describe('the plan whose clauses are asked; the county’s own when left out'),
    acceptedLandUse: z.array(z.string()).default(['080701', '0702', '0704']).describe('land-use classes that need no change'),
    minimumLandAreaM2: z.number().min(0).optional(),
    nearMedicalMetres: z.number().min(0).max(20_000).default(1000).describe('straight line to a medical site: 便利就医'),
  })
  .openapi('SiteCheck')
export type SiteCheck = z.infer<typeof siteCheck>

export const siteCheckReply = z
  .object({
    vetoed: z.boolean(),
    checks: z.array(
      z.object({
        id: z.enum(['inside_county', 'control_area', 'land_use', 'land_area', 'medical', 'spare_beds', 'idle_premises', 'walkable_road', 'development_boundary']),
        outcome: z.enum(['pass', 'veto', 'warning', 'unknown']),
        title: bilingual,
        finding: bilingual,
        layer: z.string().nullable().describe('the layer that speaks, by role; a controlled one is never drawn'),
        clause: z.object({ packId: z.string(), ruleId: z.string(), ref: z.string(), quote: z.string() }).nullable(),
        value: z.object({ number: z.number(), unit: z.string() }).nullable(),
      }),
    ),
  })
  .openapi('SiteCheckReply')
export type SiteCheckReply = z.infer<typeof siteCheckReply>
