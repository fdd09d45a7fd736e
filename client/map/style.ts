import type { StyleSpecification } from 'maplibre-gl'
import type { CountyDetail } from '../../server/contract/counties.ts'
import type { WhyReply } from '../../server/contract/runs.ts'
import type { LayerKey } from '../state/url-state.ts'
import { landPart, outlinePart, studyAreaPart } from './layers/boundary.ts'
import { cellsPart } from './layers/cells.ts'
import { facilitiesPart } from './layers/facilities.ts'
import { failingPart } from './layers/failing.ts'
import { importDraftPart } from './layers/import-draft.ts'
import type { StyleContext } from './layers/layer.ts'
import { peoplePart } from './layers/people.ts'
import { chosenUnitPart, planningAreaLabelsPart, planningAreasPart } from './layers/planning-areas.ts'
import { planningGroundPart, planningPart } from './layers/planning.ts'
import { placeLabelsPart, placesPart } from './layers/places.ts'
import { residentialAreasPart } from './layers/residential-areas.ts'
import { roadsPart } from './layers/roads.ts'
import { unitLabelsPart, unitMarksPart, unitsPart } from './layers/units.ts'
import { whyPathPart } from './layers/why-path.ts'
import { palette } from './palette.ts'

export const emptyStyle: StyleSpecification = {
  version: 8,
  sources: {},
  layers: [{ id: 'ground', type: 'background', paint: { 'background-color': palette.outside } }],
}

/** Layers of planning data that the county has not been given. */
export function absentLayers(detail: CountyDetail): LayerKey[] {
  const has = (name: string) => detail.layers.some(({ layer }) => layer === name)
  return [...(has('planning_units') ? [] : (['planningUnits'] as const)), ...(has('development_boundary') ? [] : (['development'] as const))]
}

/** The whole map as a function of what is shown, bottom to top. MapLibre applies only the difference. */
export function buildStyle(context: StyleContext, why: WhyReply | null): StyleSpecification {
  const parts = [
    landPart(context),
    cellsPart(context),
    peoplePart(context),
    unitsPart(context),
    roadsPart(context),
    residentialAreasPart(context),
    planningAreasPart(context),
    outlinePart(context),
    unitMarksPart(context),
    studyAreaPart(context),
    chosenUnitPart(context),
    planningGroundPart(context.planning),
    placesPart(context),
    placeLabelsPart(context),
    facilitiesPart(context),
    failingPart(context),
    importDraftPart(context),
    whyPathPart(why),
    planningAreaLabelsPart(context),
    unitLabelsPart(context),
    // Last: what is planned is what one looks at, and its numbers must not lie under a township's name.
    planningPart(context.planning),
  ]
  return {
    ...emptyStyle,
    sources: Object.assign({}, ...parts.map((part) => part.sources)) as StyleSpecification['sources'],
    layers: [...emptyStyle.layers, ...parts.flatMap((part) => part.layers)],
  }
}
