import { useEffect, useMemo, useState } from 'react'
import type { SiteCheck } from '../../../server/contract/what-if.ts'
import { useSiteChecks } from '../../api/planning-queries.ts'
import type { PinDraft } from '../../state/planning/pin.ts'

/** Controlled layers log every question, so a figure being typed is no question yet. */
const typingMillis = 700

/** What speaks for and against the spot, once the pin lies still and nobody types. */
export function useSettledChecks(code: string, pin: PinDraft) {
  const { purpose, settled, location, fields } = pin
  const asked = useMemo<Pick<SiteCheck, 'location' | 'facilityTypes'> & Partial<SiteCheck>>(
    () => ({
      location,
      facilityTypes: [...fields.facilityTypes],
      build: purpose === 'convert' ? 'convert' : 'new',
      ...(fields.landAreaM2 === null ? {} : { landAreaM2: fields.landAreaM2 }),
      ...(fields.floorAreaM2 === null ? {} : { floorAreaM2: fields.floorAreaM2 }),
      ...(fields.beds === null ? {} : { beds: fields.beds }),
    }),
    [purpose, location, fields.facilityTypes, fields.landAreaM2, fields.floorAreaM2, fields.beds],
  )
  const [rested, setRested] = useState<typeof asked | null>(null)
  useEffect(() => {
    setRested(null)
    if (!settled || asked.facilityTypes.length === 0) return
    const timer = setTimeout(() => setRested(asked), typingMillis)
    return () => clearTimeout(timer)
  }, [asked, settled])
  return useSiteChecks(code, rested)
}
