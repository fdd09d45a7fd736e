import { hasType } from '../../core/indicators/facility-families.ts'
import { matchFacility } from '../../core/indicators/tally.ts'
import { names, say } from '../../core/indicators/words.ts'
import type { CapacityLimit } from '../../core/policy/compute.ts'
import type { LedgerFacility } from '../../core/policy/ledger.ts'
import { listFacilities, listFacilityLedger } from '../../facilities/facilities.repository.ts'
import { toLedgerFacility } from '../../indicators/county-ledger.ts'
import { listInsideUnits } from '../../ledgers/spatial-facts.repository.ts'
import { listUnits } from '../../regions/regions.repository.ts'
import { townshipOf } from '../../regions/township-of.ts'
import type { SitePlace } from '../site-checks.repository.ts'
import { clauseOf, findRule, type Check, type Checks, type Question } from './check.ts'

/** Types that hold beds: a new site of another type, without beds, adds none to those that stand empty. */
const bedTypes = ['care_institution', 'safety_net_home', 'nursing_demonstration_home', 'medical_integrated', 'dementia_unit', 'regional_center']
/** Where no plan says which homes are meant: all that are in operation. */
const anyHome: Pick<CapacityLimit, 'facilityTypes' | 'where'> = { facilityTypes: bedTypes, where: [] }

/**
 * Beds that stand empty in the township, as the plan counts them: beds − residents in care of the homes it names (not below
 * 0 in any). Where its clause wants no new home beside empty beds (石城 SC-21), a new one is vetoed; the plan gives no
 * threshold, so that one spare bed is enough, and the finding says how many there are.
 */
export async function checkSpareBeds(question: Question, places: readonly SitePlace[]): Promise<Checks> {
  const { sites, packs, versions } = question
  const homes = await loadHomes(question)
  return sites.map((site, index): Check[] => {
    const rule = findRule(packs[index], 'capacity_limit', ({ measure }) => measure === 'spare_beds')
    const counted = rule?.compute ?? anyHome
    const head = { id: 'spare_beds' as const, title: say('本乡镇空余床位', 'Spare beds in the township'), layer: 'facilities', clause: clauseOf(packs[index], rule), value: null }
    const addsBeds = (site.beds ?? 0) > 0 || hasType(site.facilityTypes, [...bedTypes, ...counted.facilityTypes])
    if (!addsBeds) return [{ ...head, outcome: 'pass', finding: say('不设床位，不适用', 'Adds no beds: does not apply') }]
    const { townshipId, townshipName } = places[index]
    if (townshipId === null || versions.facilities === undefined) {
      const finding = townshipId === null ? say('所在乡镇（街道）未知', 'The township is not known') : say('尚未导入设施台账', 'No ledger of facilities was ever loaded')
      return [{ ...head, outcome: 'unknown', finding }]
    }
    const matched = homes.map((home) => ({ ...home, match: matchFacility(home.facility, counted.facilityTypes, counted.where, { settlements: null }) }))
    const own = matched.filter(({ match, townshipIds }) => match !== false && townshipIds.includes(townshipId))
    // A home of which nobody knows where it stands may stand here.
    const adrift = matched.filter(({ match, townshipIds }) => match !== false && townshipIds.length === 0)
    const isKnown = ({ match, facility }: (typeof own)[number]) => match === true && facility.beds !== null && facility.residentsInCare !== null
    const unknown = [...own.filter((home) => !isKnown(home)), ...adrift]
    const spare = own.filter(isKnown).reduce((sum, { facility }) => sum + Math.max(0, facility.beds! - facility.residentsInCare!), 0)
    const listed = names(unknown.map(({ facility }) => facility.name))
    const doubt = unknown.length > 0 ? say(`；${unknown.length} 处情况未填（${listed.zh}）`, `; ${unknown.length} are not filled in (${listed.en})`) : say('', '')
    const finding = say(`${townshipName}空余床位 ${spare} 张${doubt.zh}`, `${spare} spare beds in ${townshipName}${doubt.en}`)
    const outcome = spare > 0 ? (rule && site.build === 'new' ? 'veto' : 'warning') : unknown.length > 0 ? 'unknown' : 'pass'
    return [{ ...head, outcome, finding, value: { number: spare, unit: 'beds' } }]
  })
}

interface Home {
  facility: LedgerFacility
  townshipIds: string[]
}

async function loadHomes({ tx, countyCode, versions }: Question): Promise<Home[]> {
  const { facilities: version, units: unitsVersion } = versions
  if (version === undefined || unitsVersion === undefined) return []
  const units = new Map((await listUnits(tx, countyCode, unitsVersion)).map((unit) => [unit.id, unit]))
  const inside = new Map<string, string[]>()
  for (const { facilityId, insideId } of await listInsideUnits(tx, countyCode, { units: unitsVersion, facilities: version }, [])) {
    inside.set(facilityId, [...(inside.get(facilityId) ?? []), insideId])
  }
  const townshipsOf = (unitIds: readonly (string | null)[]) => [...new Set(unitIds.flatMap((unitId) => townshipOf(units, unitId) ?? []))]
  const ledger = new Map((await listFacilityLedger(tx, countyCode, version)).map((row) => [row.id, row]))
  return (await listFacilities(tx, countyCode, version)).map((facility) => {
    const around = townshipsOf(inside.get(facility.id) ?? [])
    return {
      facility: { ...toLedgerFacility(facility, ledger.get(facility.id)!), insideUnitIds: [], insideSettlementIds: [], overlaps: [] },
      townshipIds: around.length > 0 ? around : townshipsOf([facility.unitId]),
    }
  })
}
