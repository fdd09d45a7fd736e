import { facilityTypeCodes, facilityTypeNames, type FacilityTypeCode } from '../../server/contract/facility-types.ts'

/** The contract's own names, so that the screen and the files handed out never differ. */
export function namesOf(language: 'zh' | 'en'): Record<FacilityTypeCode, string> {
  return Object.fromEntries(facilityTypeCodes.map((code) => [code, facilityTypeNames[code][language]])) as Record<FacilityTypeCode, string>
}
