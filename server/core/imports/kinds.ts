import { placeFields, type Field, type ImportKind } from './field.ts'
import { facilities } from './kinds/facilities.ts'
import { elevation, population, reportedFigures, roads } from './kinds/figures.ts'
import { landParcels } from './kinds/land-parcels.ts'
import { controlAreas, developmentBoundary, idlePremises, planningUnits, regions, settlements } from './kinds/places.ts'
import { register } from './kinds/register.ts'
import { residentialAreas } from './kinds/residential-areas.ts'
import { facilityAllotments, poolingGroups } from './kinds/shared-floor-area.ts'
import { syncStages } from './kinds/sync-stages.ts'
import { checklist, communityRooms, statistics, unitTagsKind } from './kinds/unit-ledgers.ts'
import { plainText } from './plain-text.ts'

const ownKinds: readonly ImportKind[] = [
  regions,
  facilities,
  residentialAreas,
  population,
  roads,
  idlePremises,
  controlAreas,
  settlements,
  landParcels,
  planningUnits,
  developmentBoundary,
  reportedFigures,
  elevation,
  syncStages,
  register,
  poolingGroups,
  facilityAllotments,
  communityRooms,
  unitTagsKind,
  statistics,
  checklist,
]

/**
 * Any geometry, any columns: what is stored is what stands there. Columns that bear a usual name (床位数, 建成时间 …) are
 * still read as what they say they are, so that 「约120」 is refused and no total row becomes a place.
 */
const layer: ImportKind = {
  id: 'layer',
  aliases: ['图层'],
  label: { zh: '图层', en: 'layer' },
  geometry: 'required',
  geometryTypes: [],
  fields: unionOfFields(),
}

export const importKinds: readonly ImportKind[] = [...ownKinds, layer]

/** By id or alias, - and _ alike; undefined where there is none of that name. */
export function findImportKind(name: string): ImportKind | undefined {
  const wanted = plainText(name).replace(/[-_]/g, '')
  return importKinds.find(({ id, aliases, label }) =>
    [id, ...aliases, label.zh].some((word) => plainText(word).replace(/[-_]/g, '') === wanted),
  )
}

/** Numbers, dates, keys, names and places under their usual names; free text and closed words mean nothing to a layer. */
function unionOfFields(): Field[] {
  const byName = new Map<string, Field>()
  for (const field of [...facilities.fields, ...residentialAreas.fields, ...placeFields]) {
    const known = byName.get(field.name)
    if (field.value.type === 'choice' || field.value.type === 'state' || field.name === 'phase') continue
    if (field.value.type === 'text' && field.name !== 'name') continue
    byName.set(field.name, {
      ...field,
      required: false,
      columns: [...(known?.columns ?? []), ...(known ? [known.label.zh] : []), ...field.columns],
    })
  }
  return [...byName.values()]
}
