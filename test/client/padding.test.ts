import fc from 'fast-check'
import { expect, it } from 'vitest'
import { paddingWithin } from '../../client/map/padding.ts'

const wished = { top: 48, right: 272, bottom: 76, left: 56 }

it('leaves the wished padding alone on a map that has room for it', () => {
  expect(paddingWithin(946, 680, wished)).toEqual(wished)
})

it('leaves a share of the narrowest map to the land, so that fitting never fails', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 2000 }), (width, height) => {
    const { top, right, bottom, left } = paddingWithin(width, height, wished)
    expect(width - left - right).toBeGreaterThan(0)
    expect(height - top - bottom).toBeGreaterThan(0)
    for (const side of [top, right, bottom, left]) expect(side).toBeGreaterThanOrEqual(0)
  }))
})
