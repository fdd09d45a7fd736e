import type { DataSource, Db } from '../server/db/schema.ts'
import { insertRegion, insertUnits } from '../server/regions/regions.repository.ts'
import { insertVersion } from '../server/versions/versions.repository.ts'

const source: DataSource = { origin: 'test', licence: 'test', crs: 'EPSG:4490', date: null, file: null, sha256: null, synthetic: true, assumptions: [] }
/** 0.2° by 0.2° from 100° E, 30° N. */
const ring = [[100, 30], [100.2, 30], [100.2, 30.2], [100, 30.2], [100, 30]]

/** A square county with one township over all of it and nothing in it. */
export async function prepareImportTown(db: Db, county: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const boundary = { type: 'Polygon' as const, coordinates: [ring] }
    await insertRegion(tx, { code: county, name: '示例县', nameEn: 'Sample', level: 'county', parentCode: null, validFrom: '2020-01-01', source, boundary })
    const unit = { id: `00000000-0000-4000-8000-000000${county}`, unitCode: `${county}100000`, name: '示例镇', level: 'township' as const, parentId: null }
    const rest = { urbanRuralCode: '210', placeClass: 'country' as const, boundaryNote: null, demo: true, centre: null, boundary }
    await insertUnits(tx, county, 1, [{ ...unit, ...rest }])
    const version = { countyCode: county, kind: 'units' as const, version: 1, action: 'sample' as const, restoredVersion: null, dataDate: null }
    await insertVersion(tx, { ...version, rowCount: 1, contentHash: 'x', sources: [source], actorId: 'system', at: new Date('2026-01-02T03:04:05Z') })
  })
}

/** Meal points of that township, `count` of them, some 50 m apart, with their beds. */
export function mealPoints(count: number, beds = 10): string {
  const rows = Array.from({ length: count }, (_, i) => {
    const [lon, lat] = [100.01 + (i % 300) * 0.0006, 30.01 + Math.floor(i / 300) * 0.0005]
    return `M-${i},示例助餐点${i},助餐点,示例镇,${lon.toFixed(4)},${lat.toFixed(4)},${beds},120,运营,养老`
  })
  return `${['编码,名称,类型,乡镇街道,经度,纬度,床位数,建筑面积㎡,运营状态,现状用途', ...rows].join('\r\n')}\r\n`
}
