import { describe, expect, it } from 'vitest'
import type { WhyReply } from '../../server/contract/runs.ts'
import { facilityLook } from '../../client/map/layers/facilities.ts'
import { whyFeatures } from '../../client/map/layers/why-path.ts'
import { distanceClasses } from '../../client/map/palette.ts'

describe('classes of distance', () => {
  it('end at the limit of the run', () => {
    expect(distanceClasses(1000).map((entry) => entry.toMetres)).toEqual([300, 500, 720, 800, 1000])
    expect(distanceClasses(720).map((entry) => entry.toMetres)).toEqual([300, 500, 720])
    expect(distanceClasses(200).map((entry) => entry.toMetres)).toEqual([200])
  })
  it('leave no gap between them, and each has a colour', () => {
    const classes = distanceClasses(2500)
    classes.slice(1).forEach((entry, index) => expect(entry.fromMetres).toBe(classes[index].toMetres))
    expect(new Set(classes.map((entry) => entry.color)).size).toBe(classes.length)
    expect(classes.every((entry) => entry.color !== undefined)).toBe(true)
  })
})

describe('looks of facilities', () => {
  it('fill only what operates as eldercare', () => {
    expect(facilityLook('operating', 'eldercare')).toBe('operating')
    expect(facilityLook('operating', 'other')).toBe('misused')
    expect(facilityLook('closed', 'eldercare')).toBe('stopped')
    expect(facilityLook('planned', 'eldercare')).toBe('pending')
  })
})

const why: WhyReply = {
  subject: { kind: 'point', id: null, name: null, location: [0, 0], residents: null, residents60Plus: null, households: null },
  verdict: 'not_covered',
  reason: 'beyond_limit',
  limitMetres: 1000,
  travelMetres: 1200,
  travelSeconds: null,
  limitSeconds: null,
  walkedMetres: 1200,
  stepsFree: false,
  useSlope: false,
  missesByMetres: 200,
  straightMetres: 900,
  access: { metres: 20, point: [1, 0], maxMetres: 200 },
  facility: { id: '', name: '', types: [], location: [4, 0], limitMetres: 1000 },
  path: { type: 'LineString', coordinates: [[1, 0], [3, 0]] },
  edge: false,
  method: 'network',
  sentence: { zh: '', en: '' },
}
const linesOf = (reply: WhyReply) =>
  whyFeatures(reply).flatMap(({ properties, geometry }) =>
    geometry.type === 'LineString' ? [[properties?.role as string, geometry.coordinates]] : [],
  )

describe('the path of an answer', () => {
  it('is walked between two dashed access legs', () => {
    expect(linesOf(why)).toEqual([
      ['walk', [[1, 0], [3, 0]]],
      ['leg', [[0, 0], [1, 0]]],
      ['leg', [[3, 0], [4, 0]]],
    ])
  })
  it('is one dashed straight line where there are no roads', () => {
    expect(linesOf({ ...why, method: 'straight-line', path: null, access: null })).toEqual([['leg', [[0, 0], [4, 0]]]])
  })
  it('is nothing but the start where no facility was found', () => {
    expect(whyFeatures({ ...why, facility: null, path: null, access: null })).toHaveLength(1)
  })
})
