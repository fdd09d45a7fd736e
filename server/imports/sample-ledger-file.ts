import type { MultiPolygon, Polygon } from 'geojson'
import type { NewControlArea } from '../ledgers/control-areas.repository.ts'
import type { Parcel, Premises } from '../ledgers/land.repository.ts'
import type { RegisterEntry } from '../core/policy/ledger.ts'
import type { SyncStage } from '../ledgers/residential-ledgers.repository.ts'
import type { Settlement } from '../ledgers/settlements.repository.ts'
import type { ChecklistRecord, RoomsRecord, StatisticRecord, UnitTagRecord } from '../ledgers/unit-ledgers.repository.ts'

type Surface = Polygon | MultiPolygon
type Point = [lon: number, lat: number] | null

/** `ledgers.json` of a sample. Rows name one another by the codes of the sample; an empty list is “none”. */
export interface SampleLedgers {
  settlements: (Pick<Settlement, 'id' | 'name' | 'kind' | 'residents'> & { unitCode: string; point: Point; boundary: Surface | null })[]
  premises: (Omit<Premises, 'premisesCode' | 'unitId' | 'address' | 'demo' | 'lon' | 'lat'> & { unitCode: string; point: Point })[]
  controlAreas: (Pick<NewControlArea, 'id' | 'layer' | 'name'> & { boundary: Surface })[]
  parcels: (Omit<Parcel, 'parcelCode' | 'demo'> & { boundary: Surface | null })[]
  syncStages: Omit<SyncStage, 'id'>[]
  register: RegisterEntry[]
  communityRooms: (Omit<RoomsRecord, 'id' | 'unitId'> & { unitCode: string })[]
  poolingGroups: { id: string; name: string; approval: string | null; residentialAreaIds: string[] }[]
  statistics: Omit<StatisticRecord, 'id'>[]
  unitTags: (Omit<UnitTagRecord, 'id' | 'unitId'> & { unitCode: string })[]
  checklist: Omit<ChecklistRecord, 'id'>[]
}
