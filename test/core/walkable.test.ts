import { describe, expect, it } from 'vitest'
import { isWalkable, roadClassOf } from '../../server/core/network/walkable.ts'

const never = 'motorway motorway_link construction proposed planned abandoned razed disused raceway bus_guideway escape'
const always =
  'trunk trunk_link primary primary_link secondary tertiary unclassified residential living_street service road ' +
  'cycleway track path steps pedestrian footway bridleway corridor'

describe('isWalkable', () => {
  it('refuses what has no highway tag', () => {
    expect(isWalkable({})).toBe(false)
    expect(isWalkable({ highway: '' })).toBe(false)
    expect(isWalkable({ railway: 'platform', foot: 'yes' })).toBe(false)
  })

  it.each(never.split(' '))('refuses %s, whatever foot says', (highway) => {
    expect(isWalkable({ highway })).toBe(false)
    expect(isWalkable({ highway, foot: 'yes' })).toBe(false)
  })

  it.each(always.split(' '))('lets people walk on %s, one-way or not, outline or not', (highway) => {
    expect(isWalkable({ highway })).toBe(true)
    expect(isWalkable({ highway, oneway: 'yes' })).toBe(true)
    expect(isWalkable({ highway, area: 'yes' })).toBe(true)
  })

  it.each(['no', 'use_sidepath'])('never crosses foot=%s', (foot) => {
    expect(isWalkable({ highway: 'residential', foot })).toBe(false)
    expect(isWalkable({ highway: 'residential', foot, access: 'yes' })).toBe(false)
  })

  it.each(['no', 'private'])('opens access=%s only to walkers who are named', (access) => {
    expect(isWalkable({ highway: 'service', access })).toBe(false)
    for (const foot of ['yes', 'designated', 'permissive', 'destination']) {
      expect(isWalkable({ highway: 'service', access, foot })).toBe(true)
    }
    for (const foot of ['private', 'customers', 'no']) {
      expect(isWalkable({ highway: 'service', access, foot })).toBe(false)
    }
  })

  it('leaves other access values open', () => {
    for (const access of ['yes', 'permissive', 'destination', 'customers', 'delivery']) {
      expect(isWalkable({ highway: 'service', access })).toBe(true)
    }
  })

  it('refuses ferries', () => {
    expect(isWalkable({ highway: 'footway', route: 'ferry' })).toBe(false)
    expect(isWalkable({ highway: 'footway', route: 'hiking' })).toBe(true)
  })
})

describe('roadClassOf', () => {
  it.each([
    ['major', 'motorway motorway_link trunk trunk_link primary primary_link secondary secondary_link'],
    ['medium', 'tertiary tertiary_link unclassified'],
    ['minor', 'residential service living_street road track'],
    ['foot', 'footway path pedestrian cycleway bridleway corridor platform'],
    ['steps', 'steps'],
    ['other', 'services rest_area'],
  ])('calls %s: %s', (roadClass, highways) => {
    for (const highway of highways.split(' ')) expect(roadClassOf({ highway })).toBe(roadClass)
  })

  it('calls a road without a tag other', () => {
    expect(roadClassOf({})).toBe('other')
  })
})
