import type { ExistingFacility, IdlePremises } from '../../../server/contract/existing-sites.ts'
import { usualCircle, type FacilityTypeCode } from '../../../server/contract/facility-types.ts'
import type { SiteChange } from '../../../server/contract/scenarios.ts'
import type { WhatIf } from '../../../server/contract/what-if.ts'
import { newId } from './new-id.ts'

export type Position = [lon: number, lat: number]

/** What the form beside the pin holds; null is an empty field. */
export interface SiteFields {
  name: string
  facilityTypes: readonly FacilityTypeCode[]
  floorAreaM2: number | null
  landAreaM2: number | null
  beds: number | null
  nursingBeds: number | null
  costYuan: number | null
  note: string
}

/** A site in hand: not yet, or no longer, in the list of changes. */
export interface PinDraft {
  purpose: 'add' | 'convert' | 'move'
  /** Of the change it becomes, or that it was taken from. */
  changeId: string
  /** The facility moved or the premises converted. */
  subjectId: string | null
  location: Position
  fields: SiteFields
  /** Whether it lies still: only then is its circle drawn and the ground asked about. */
  settled: boolean
}

const noFields: SiteFields = { name: '', facilityTypes: [usualCircle.facilityTypes[0]], floorAreaM2: null, landAreaM2: null, beds: null, nursingBeds: null, costYuan: null, note: '' }

export function pinForNew(location: Position, name: string, like: SiteFields | null): PinDraft {
  // The next site is most often of the kind of the one before; its name is not.
  return { purpose: 'add', changeId: newId(), subjectId: null, location, settled: true, fields: { ...noFields, ...(like ? { facilityTypes: like.facilityTypes } : {}), name } }
}

/** Null where the ledger does not say where the premises stand. */
export function pinForPremises({ id, name, location, floorAreaM2, landAreaM2 }: IdlePremises): PinDraft | null {
  if (!location) return null
  return { purpose: 'convert', changeId: newId(), subjectId: id, location, settled: true, fields: { ...noFields, name, floorAreaM2, landAreaM2 } }
}

export function pinForMove(facility: ExistingFacility): PinDraft | null {
  if (!facility.location) return null
  const { id, name, location, floorAreaM2, beds } = facility
  return { purpose: 'move', changeId: newId(), subjectId: id, location, settled: true, fields: { ...noFields, name, facilityTypes: facility.types as FacilityTypeCode[], floorAreaM2, beds } }
}

interface Sites {
  facilities: readonly ExistingFacility[]
  premises: readonly IdlePremises[]
}

/** The pin of a change in the list; null where its subject is no longer there, or the change has no place. */
export function pinOfChange(change: SiteChange, sites: Sites): PinDraft | null {
  if (change.kind === 'move') {
    const facility = sites.facilities.find(({ id }) => id === change.facilityId)
    const pin = facility ? pinForMove({ ...facility, location: change.location }) : null
    return pin && { ...pin, changeId: change.id, fields: { ...pin.fields, ...ownFields(change) } }
  }
  if (change.kind === 'convert') {
    const premises = sites.premises.find(({ id }) => id === change.premisesId)
    const pin = premises ? pinForPremises(premises) : null
    return pin && { ...pin, changeId: change.id, fields: { ...pin.fields, ...ownFields(change), ...siteFields(change), name: change.name ?? pin.fields.name } }
  }
  if (change.kind !== 'add') return null
  return { purpose: 'add', changeId: change.id, subjectId: null, location: change.location, settled: true, fields: { ...noFields, ...ownFields(change), ...siteFields(change), name: change.name } }
}

export type PinFault = 'name' | 'types'

export function faultsOfPin({ purpose, fields }: PinDraft): PinFault[] {
  if (purpose === 'move') return []
  return [...(fields.name.trim() === '' ? (['name'] as const) : []), ...(fields.facilityTypes.length === 0 ? (['types'] as const) : [])]
}

/** The change that the pin stands for; a move leaves the facility's own figures as they are. */
export function changeOfPin({ purpose, changeId, subjectId, location, fields }: PinDraft): SiteChange {
  const common = { id: changeId, ...given('costYuan', fields.costYuan), ...(fields.note.trim() === '' ? {} : { note: fields.note.trim() }) }
  if (purpose === 'move') return { ...common, kind: 'move', facilityId: subjectId!, location }
  const facts = {
    ...{ name: fields.name.trim(), facilityTypes: [...fields.facilityTypes] },
    ...given('floorAreaM2', fields.floorAreaM2), ...given('landAreaM2', fields.landAreaM2), ...given('beds', fields.beds), ...given('nursingBeds', fields.nursingBeds),
  }
  return purpose === 'convert' ? { ...common, ...facts, kind: 'convert', premisesId: subjectId! } : { ...common, ...facts, kind: 'add', location }
}

/** What is asked about the pin; the change that it was taken from is left out, or it would count twice. */
export function questionOf(pin: PinDraft, location: Position, changes: readonly SiteChange[]): WhatIf {
  return {
    changes: changes.filter(({ id }) => id !== pin.changeId),
    pin: {
      location,
      facilityTypes: [...pin.fields.facilityTypes],
      ...(pin.purpose === 'move' ? { replacesFacilityId: pin.subjectId! } : {}),
      ...given('floorAreaM2', pin.fields.floorAreaM2),
      ...given('beds', pin.fields.beds),
    },
  }
}

function given<Key extends string>(key: Key, value: number | null): Partial<Record<Key, number>> {
  return value === null ? {} : ({ [key]: value } as Record<Key, number>)
}

function ownFields(change: SiteChange): Pick<SiteFields, 'costYuan' | 'note'> {
  return { costYuan: change.costYuan ?? null, note: change.note ?? '' }
}

function siteFields(change: Extract<SiteChange, { kind: 'add' | 'convert' }>) {
  const { facilityTypes, floorAreaM2, landAreaM2, beds, nursingBeds } = change
  return { facilityTypes, floorAreaM2: floorAreaM2 ?? null, landAreaM2: landAreaM2 ?? null, beds: beds ?? null, nursingBeds: nursingBeds ?? null }
}
