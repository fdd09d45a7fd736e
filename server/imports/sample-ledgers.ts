import type { LedgerKind } from '../db/ledger-tables.ts'
import { insertControlAreas } from '../ledgers/control-areas.repository.ts'
import { insertParcels, insertPremises } from '../ledgers/land.repository.ts'
import { insertPoolingGroups, insertRegister, insertSyncStages } from '../ledgers/residential-ledgers.repository.ts'
import { insertSettlements } from '../ledgers/settlements.repository.ts'
import { insertChecklist, insertCommunityRooms, insertStatistics, insertUnitTags } from '../ledgers/unit-ledgers.repository.ts'
import { idOf, keepVersion, type LoadContext } from './load-context.ts'
import { sourceOf } from './sample-files.ts'

/** Every kind gets its version, those without a row too: the sample's office has looked, and there is none. */
export async function loadLedgers(load: LoadContext): Promise<void> {
  const { ledgers } = load.sample
  if (!ledgers) return
  const { tx, county, version } = load
  const keep = (kind: LedgerKind, rows: readonly unknown[]) =>
    keepVersion(load, kind, rows, rows.length, sourceOf(load.sample.manifest, 'ledgers.json'))
  const unit = (code: string) => idOf(load, 'unit', code)
  const area = (code: string) => idOf(load, 'residential_area', code)

  await insertSettlements(
    tx,
    county,
    version,
    ledgers.settlements.map(({ id, unitCode, point, ...rest }) => ({
      ...{ ...rest, id: idOf(load, 'settlement', id), settlementCode: id, unitId: unit(unitCode), demo: true },
      ...{ lon: point?.[0] ?? null, lat: point?.[1] ?? null },
    })),
  )
  await keep('settlements', ledgers.settlements)
  await insertPremises(
    tx,
    county,
    version,
    ledgers.premises.map(({ id, unitCode, point, ...rest }) => ({
      ...{ ...rest, id: idOf(load, 'premises', id), premisesCode: id, unitId: unit(unitCode), address: null, demo: true },
      ...{ lon: point?.[0] ?? null, lat: point?.[1] ?? null },
    })),
  )
  await keep('premises', ledgers.premises)
  await insertControlAreas(tx, county, version, ledgers.controlAreas.map((row) => ({ ...row, id: idOf(load, 'control_area', row.id), demo: true })))
  await keep('control_areas', ledgers.controlAreas)
  await insertParcels(
    tx,
    county,
    version,
    ledgers.parcels.map(({ id, facilityId, ...rest }) => ({
      ...{ ...rest, id: idOf(load, 'parcel', id), parcelCode: id, demo: true },
      facilityId: facilityId && idOf(load, 'facility', facilityId),
    })),
  )
  await keep('parcels', ledgers.parcels)
  await insertSyncStages(
    tx,
    county,
    version,
    ledgers.syncStages.map((row) => ({
      ...{ ...row, id: idOf(load, 'sync_stage', `${row.residentialAreaId}/${row.stage}`) },
      residentialAreaId: area(row.residentialAreaId),
    })),
  )
  await keep('sync_stages', ledgers.syncStages)
  await insertRegister(
    tx,
    county,
    version,
    ledgers.register.map((row) => ({
      ...{ ...row, id: idOf(load, 'register', row.id) },
      residentialAreaId: row.residentialAreaId && area(row.residentialAreaId),
    })),
  )
  await keep('register', ledgers.register)
  await insertCommunityRooms(
    tx,
    county,
    version,
    ledgers.communityRooms.map(({ unitCode, ...rest }) => ({ ...rest, id: idOf(load, 'rooms', unitCode), unitId: unit(unitCode) })),
  )
  await keep('community_rooms', ledgers.communityRooms)
  await insertPoolingGroups(
    tx,
    county,
    version,
    ledgers.poolingGroups.map((row) => ({ ...row, id: idOf(load, 'pooling', row.id), residentialAreaIds: row.residentialAreaIds.map(area) })),
  )
  await keep('pooling_groups', ledgers.poolingGroups)
  await insertStatistics(tx, county, version, ledgers.statistics.map((row) => ({ ...row, id: idOf(load, 'statistic', `${row.key}/${row.asOf}`) })))
  await keep('statistics', ledgers.statistics)
  await insertUnitTags(
    tx,
    county,
    version,
    ledgers.unitTags.map(({ unitCode, tag }) => ({ id: idOf(load, 'unit_tag', `${unitCode}/${tag}`), unitId: unit(unitCode), tag })),
  )
  await keep('unit_tags', ledgers.unitTags)
  await insertChecklist(tx, county, version, ledgers.checklist.map((row) => ({ ...row, id: idOf(load, 'checklist', row.ruleId) })))
  await keep('checklist', ledgers.checklist)
}
