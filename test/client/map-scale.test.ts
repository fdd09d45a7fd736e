import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatScaleLength, formatScaleRatio } from '../../client/format.ts'
import { subjectOf } from '../../client/shell/print/sheet-subject.ts'
import { papers, toPixels } from '../../client/shell/print/paper.ts'
import { scaleBarOf, scaleDenominatorOf } from '../../client/tables/map-scale.ts'
import { cameraInFrame, metresPerPixelOf, projectOn } from '../../client/tables/web-mercator.ts'

/** Equator 40 075 016.686 m over 512 pixels at zoom 0. */
const metresPerPixelAtZoom0 = 78_271.516_96

describe('metres per pixel', () => {
  it('are those of the equator over 512 pixels, halved with every zoom', () => {
    expect(metresPerPixelOf({ centre: [116, 0], zoom: 0 })).toBeCloseTo(metresPerPixelAtZoom0, 4)
    expect(metresPerPixelOf({ centre: [116, 0], zoom: 10 })).toBeCloseTo(76.437_028, 5)
  })
  it('shrink with the cosine of the latitude: at 60° half of the equator’s', () => {
    expect(metresPerPixelOf({ centre: [116, 60], zoom: 10 })).toBeCloseTo(76.437_028 / 2, 5)
    expect(metresPerPixelOf({ centre: [116, -60], zoom: 10 })).toBeCloseTo(76.437_028 / 2, 5)
  })
})

describe('a scale bar', () => {
  it('has the longest round length that fits', () => {
    // 38.2 m a pixel, 200 pixels at most: 7 640 m, so 5 km, which is 5000 / 38.2 = 130.89 pixels long.
    expect(scaleBarOf(38.2, 200)).toEqual({ metres: 5000, pixels: 5000 / 38.2 })
    expect(scaleBarOf(5, 200).metres).toBe(1000)
    expect(scaleBarOf(5, 199).metres).toBe(500)
  })
  it('never exceeds its room, and spans as many metres as it says', () => {
    fc.assert(fc.property(fc.double({ min: 0.05, max: 2000, noNaN: true }), (metresPerPixel) => {
      const { metres, pixels } = scaleBarOf(metresPerPixel, 200)
      expect(pixels).toBeLessThanOrEqual(200)
      expect(pixels).toBeGreaterThan(200 / 2.6)
      expect(pixels * metresPerPixel).toBeCloseTo(metres, 6)
    }))
  })
  it('reads in metres below a kilometre and in kilometres from it on', () => {
    expect(formatScaleLength(500).replace('\u00a0', ' ')).toBe('500 m')
    expect(formatScaleLength(1000).replace('\u00a0', ' ')).toBe('1 km')
  })
})

describe('the ratio of a printed map', () => {
  it('is the ground over the paper, to three digits', () => {
    // 800 pixels of 50 m are 40 km; on 200 mm that is 1:200 000.
    expect(scaleDenominatorOf(50, 800, 200)).toBe(200_000)
    // 784 pixels of 38.2 m are 29 948.8 m; on 207 mm 1:144 680.
    expect(scaleDenominatorOf(38.2, 784, 207)).toBe(145_000)
    expect(formatScaleRatio(145_000)).toBe('1:145,000')
  })
  it('is smaller on larger paper for the same picture', () => {
    const [small, large] = [papers.a4, papers.a3].map(({ map }) => scaleDenominatorOf(50, 800, map.widthMillimetres))
    expect(small / large).toBeCloseTo(papers.a3.map.widthMillimetres / papers.a4.map.widthMillimetres, 1)
  })
  it('counts 96 pixels an inch', () => {
    expect(toPixels(25.4)).toBe(96)
    expect(toPixels(254)).toBe(960)
  })
})

describe('a camera for another frame', () => {
  it('keeps everything that was seen, to the edge of the narrower side', () => {
    fc.assert(fc.property(fc.integer({ min: 200, max: 2000 }), fc.integer({ min: 200, max: 2000 }), (widthPixels, heightPixels) => {
      const from = { widthPixels: 900, heightPixels: 600 }
      const to = { widthPixels, heightPixels }
      const camera = { centre: [116.3, 26.3] as const, zoom: 11 }
      const framed = cameraInFrame(camera, from, to)
      // A point at the right edge and one at the bottom: 450 and 300 pixels from the centre before.
      const scale = 2 ** (framed.zoom - camera.zoom)
      expect(450 * scale).toBeLessThanOrEqual(widthPixels / 2 + 1e-6)
      expect(300 * scale).toBeLessThanOrEqual(heightPixels / 2 + 1e-6)
      expect(Math.max((900 * scale) / widthPixels, (600 * scale) / heightPixels)).toBeCloseTo(1, 9)
      expect(projectOn({ camera: framed, ...to }, [116.3, 26.3])).toEqual([widthPixels / 2, heightPixels / 2])
    }))
  })
})

describe('the subject of a sheet', () => {
  const plain = { failing: false, proposals: 0, scenario: false, differing: false, hasRun: true, straightLine: false, layers: ['cells', 'places', 'facilities'] as const }
  it('is what was asked about before the layers below', () => {
    expect(subjectOf({ ...plain, failing: true, scenario: true })).toBe('failing')
    expect(subjectOf({ ...plain, proposals: 3, differing: true })).toBe('proposals')
    expect(subjectOf({ ...plain, scenario: true, differing: true })).toBe('scenario')
    expect(subjectOf({ ...plain, differing: true })).toBe('comparison')
  })
  it('never calls a straight line a walk', () => {
    expect(subjectOf(plain)).toBe('distance')
    expect(subjectOf({ ...plain, straightLine: true })).toBe('distanceStraight')
  })
  it('is the facilities alone where no run is shown', () => {
    expect(subjectOf({ ...plain, hasRun: false })).toBe('facilities')
    expect(subjectOf({ ...plain, hasRun: false, layers: ['roads'] })).toBe('base')
  })
})
