import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { epsgOf, zoneOf } from '../../../server/contract/outputs.ts'
import { geodesicMetres } from '../../../server/core/geodesic.ts'
import { projectionTo } from '../../../server/core/reports/plane.ts'
import { hiddenRows, showEffect } from '../../../server/reports/shown-people.ts'
import { people } from '../../scenario-material.ts'

describe('plane coordinates', () => {
  it('on the central meridian the easting is 500 km behind the zone, the northing the arc of the meridian', () => {
    // Arc of the meridian from the equator on GRS 80 (Torge & Müller, Geodesy): 30° 3,320,113.398 m, 45° 4,984,944.378 m.
    for (const [lat, arc] of [[0, 0], [30, 3_320_113.398], [45, 4_984_944.378]]) {
      const [x, y] = projectionTo(4527)([117, lat])
      expect(x).toBe(39_500_000)
      expect(Math.abs(y - arc)).toBeLessThan(0.001)
    }
  })

  it('without the zone’s number the easting is as many million metres less, the northing the same', () => {
    fc.assert(
      fc.property(fc.double({ min: 74, max: 135, noNaN: true }), fc.double({ min: 18, max: 53, noNaN: true }), (lon, lat) => {
        const zone = zoneOf([lon, lat, lon, lat])
        const [x, y] = projectionTo(epsgOf('zone', zone))([lon, lat])
        const [bare, same] = projectionTo(epsgOf('meridian', zone))([lon, lat])
        expect(x - bare).toBeCloseTo(zone * 1e6, 3)
        expect(y).toBe(same)
        expect(Math.floor(x / 1e6)).toBe(zone)
      }),
    )
  })

  it('keep lengths: within 1.5° of the meridian no line is stretched by more than 0.035 %', () => {
    fc.assert(
      fc.property(fc.double({ min: 115.5, max: 118.5, noNaN: true }), fc.double({ min: 18, max: 53, noNaN: true }), (lon, lat) => {
        const project = projectionTo(4527)
        const [a, b] = [project([lon, lat]), project([lon, lat + 0.01])]
        const scale = Math.hypot(a[0] - b[0], a[1] - b[1]) / geodesicMetres(lon, lat, lon, lat + 0.01)
        expect(Math.abs(scale - 1)).toBeLessThan(0.000_35)
      }),
    )
  })

  it('a zone is the one whose meridian is nearest to the county', () => {
    const around = (lon: number) => zoneOf([lon - 0.2, 20, lon + 0.2, 21])
    expect([around(116.38), around(114.05), around(102.2), around(115.49), around(115.51), around(73.6)]).toEqual([39, 38, 34, 38, 39, 25])
    expect([epsgOf('degrees', 39), epsgOf('zone', 25), epsgOf('zone', 45), epsgOf('meridian', 25), epsgOf('meridian', 45)]).toEqual([4490, 4513, 4533, 4534, 4554])
  })

  it('a system that is none of ours is a bug', () => {
    expect(() => projectionTo(2000)).toThrow('expected a known coordinate system')
  })
})

describe('small counts of elders in files', () => {
  const effect = (inCircle: number, overlap: number, gained: number) =>
    showEffect({ limitMetres: 1000, inCircle: people(0, 0, inCircle, 0), overlap: people(0, 0, overlap, 0), gained: people(0, 0, gained, 0), lost: people(0, 0, 0, 0) })

  it('one small figure takes with it the other that would give it away', () => {
    expect(effect(47, 40, 7)).toMatchObject({ inCircle: 47, overlap: '※', gained: '‹10' })
    expect(effect(47, 7, 40)).toMatchObject({ inCircle: 47, overlap: '‹10', gained: '※' })
    expect(effect(7, 0, 7)).toMatchObject({ inCircle: '‹10', overlap: 0, gained: '‹10' })
    expect(effect(50, 20, 30)).toMatchObject({ inCircle: 50, overlap: 20, gained: 30 })
    expect(effect(0, 0, 0)).toMatchObject({ inCircle: 0, overlap: 0, gained: 0 })
  })

  it('in a table of townships never one row alone is hidden, for the sum stands beside', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ before: fc.nat(60), more: fc.nat(60), rest: fc.nat(60) }), { minLength: 2, maxLength: 8 }), (list) => {
        const rows = list.map(({ before, more, rest }) => ({ before, after: before + more, all: before + more + rest }))
        const hidden = hiddenRows(rows)
        rows.forEach(({ before, after, all }, i) => {
          if ([before, after, all, after - before].some((count) => count > 0 && count < 10)) expect(hidden[i]).toBe(true)
        })
        if (rows.filter(({ after }) => after > 0).length > 1) expect(hidden.filter(Boolean).length).not.toBe(1)
      }),
    )
  })

  it('the row that hides another’s gain is one that gains', () => {
    const rows = [{ before: 100, after: 105, all: 200 }, { before: 20, after: 20, all: 30 }, { before: 100, after: 150, all: 200 }, { before: 100, after: 130, all: 200 }]
    expect(hiddenRows(rows)).toEqual([true, false, false, true])
  })
})
