import { describe, expect, it } from 'vitest'
import { toGcj02 } from '../../../server/core/imports/datum.ts'
import { codesOf, county, examineFile, tableOf } from './doctor-world.ts'

describe('the place of a ledger', () => {
  const header = ['名称', '类型', '12位区划代码', '经度', '纬度']
  const spots = Array.from({ length: 12 }, (_, i): [number, number] => [116.2985 + (i % 3) * 0.0004, 26.25 + i * 0.01])
  const rows = (at: (spot: [number, number]) => [number, number]) => [
    header,
    ...spots.map((spot, i) => [`示例${String.fromCharCode(65 + i)}`, '助餐点', '360735100000', ...at(spot)]),
  ]

  it('asks for the system where none is named, and says that it may be GCJ-02', () => {
    const report = examineFile('facilities', tableOf(rows((spot) => spot)))
    expect(report.outcome).toBe('ask')
    expect(report.questions[0].code).toBe('CRS_UNKNOWN')
    expect(report.questions[0].options.map(({ value }) => value).sort()).toEqual(['BD-09', 'EPSG:4326', 'EPSG:4490', 'GCJ-02'])
    expect(codesOf(report).GCJ_SUSPECT).toEqual([0])
  })

  it('raises GCJ_SUSPECT where points called CGCS2000 all stand in the next township, and rests when they are undone', () => {
    const shifted = tableOf(rows((spot) => toGcj02(...spot)))
    const suspect = examineFile('facilities', shifted, { crs: 'EPSG:4490' })
    expect(suspect.outcome).toBe('ask')
    expect(suspect.questions[0]).toMatchObject({ code: 'GCJ_SUSPECT' })
    expect(suspect.questions[0].options[0].value).toBe('GCJ-02')
    const undone = examineFile('facilities', shifted, { crs: 'GCJ-02' })
    expect(undone.outcome).toBe('ok')
    expect(undone.summary).toMatchObject({ crs: 'GCJ-02', approximate: true })
    const [lon, lat] = (undone.records[0].geometry as { coordinates: number[] }).coordinates
    expect(Math.hypot((lon - spots[0][0]) * 99_700, (lat - spots[0][1]) * 110_700)).toBeLessThan(0.5)
    expect(examineFile('facilities', tableOf(rows((spot) => spot)), { crs: 'EPSG:4490' }).outcome).toBe('ok')
  })

  it('raises GCJ_SUSPECT against places known by name, three of which suffice', () => {
    const context = {
      ...county,
      units: [],
      places: spots.slice(0, 4).map((at, i) => ({ code: null, name: `示例${String.fromCharCode(65 + i)}`, at, fields: {} })),
    }
    expect(
      examineFile('facilities', tableOf(rows((spot) => toGcj02(...spot)).slice(0, 5)), { crs: '4326' }, context).questions[0]?.code,
    ).toBe('GCJ_SUSPECT')
    expect(examineFile('facilities', tableOf(rows((spot) => spot).slice(0, 5)), { crs: '4326' }, context).outcome).toBe('ok')
  })

  it('takes the system that each row names', () => {
    const [lon, lat] = toGcj02(116.25, 26.3)
    const report = examineFile(
      'facilities',
      tableOf([
        [...header, '坐标系'],
        ['示例甲', '助餐点', '360735100', lon, lat, '高德'],
        ['示例乙', '助餐点', '360735100', 116.26, 26.3, 'CGCS2000'],
      ]),
    )
    expect(report.outcome).toBe('ok')
    expect(report.summary.approximate).toBe(true)
    const points = report.records.map(({ geometry }) => (geometry as { coordinates: number[] }).coordinates)
    expect(points[0][0]).toBeCloseTo(116.25, 5)
    expect(points[1]).toEqual([116.26, 26.3])
  })

  it('refuses columns that stand the wrong way round, and takes them exchanged once told', () => {
    const swapped = tableOf(rows(([lon, lat]) => [lat, lon]))
    const report = examineFile('facilities', swapped, { crs: '4490' })
    expect([report.outcome, report.problems[0].code]).toEqual(['reject', 'AXIS_SWAP'])
    expect(report.rows).toEqual({ read: 12, accepted: 0, refused: 12, asked: 0 })
    expect(examineFile('facilities', swapped, { crs: '4490', answers: { AXIS_SWAP: 'swap' } }).outcome).toBe('ok')
    expect(
      examineFile('facilities', swapped, {
        crs: '4490',
        map: [
          { column: '经度', field: 'lat' },
          { column: '纬度', field: 'lon' },
        ],
      }).outcome,
    ).toBe('ok')
  })

  it('proposes the zone that puts metres inside the county', () => {
    // 116.3° E, 26.3° N in zone 39 (EPSG:4527), by PROJ.
    const report = examineFile('facilities', tableOf([header, ['示例甲', '助餐点', '360735100', 39430095.5, 2910260.9]]), { crs: '4490' })
    expect(report.outcome).toBe('ask')
    expect(report.questions[0].code).toBe('CRS_MISMATCH')
    expect(report.questions[0].options[0].value).toBe('EPSG:4527')
  })

  it('lists a row without a place and keeps it; half a coordinate is refused', () => {
    const report = examineFile(
      'facilities',
      tableOf([
        header,
        ['示例甲', '助餐点', '360735100', null, '—'],
        ['示例乙', '助餐点', '360735100', 116.25, null],
        ['示例丙', '助餐点', '360735100', 0, 0],
        ['示例丁', '助餐点', '360735100', 116.25, 26.3],
      ]),
      { crs: '4490' },
    )
    expect(report.rows).toEqual({ read: 4, accepted: 2, refused: 2, asked: 0 })
    expect(report.summary.withoutPlace).toBe(1)
    expect(codesOf(report)).toMatchObject({ GEOM_MISSING: [2, 3], COORD_OUT_OF_REGION: [4] })
  })

  it('counts what storing would insert, update and leave alone', () => {
    const stored = (code: string, name: string, at: [number, number]) => ({ code, name, at, fields: { types: ['meal_point'] } })
    const context = { ...county, records: [stored('1', '示例A', spots[0]), stored('2', '示例B', [spots[1][0], spots[1][1] + 0.0005])] }
    const report = examineFile('facilities', tableOf(rows((spot) => spot)), { crs: '4490' }, context)
    expect(report.summary.changes).toEqual({ insert: 10, update: 1, unchanged: 1 })
  })
})
