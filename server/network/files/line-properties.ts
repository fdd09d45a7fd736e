import type { RoadClass } from '../../core/network/road-builder.ts'
import { judge, listedValues } from './listed-tags.ts'

export interface LineVerdict {
  /** Whether the line carries a road class by which walkability was judged. */
  tagged: boolean
  walkable: boolean
  roadClass: RoadClass
  steps: boolean
}

/**
 * Judges a line by its properties. Without `highway` it is walked on trust, unless `foot`, `access` or `route`
 * forbid it; the class then stays unknown.
 */
export function judgeProperties(properties: unknown): LineVerdict {
  const given = isRecord(properties) ? properties : {}
  const highway = listedValues(given.highway)
  const tagged = highway.length > 0
  const verdict = judge({
    highway: tagged ? highway : ['unclassified'],
    foot: listedValues(given.foot),
    access: listedValues(given.access),
    route: listedValues(given.route),
  })
  const stairs = verdict.steps || typeKeys.some((key) => namesStairs(given[key]))
  const untaggedClass = stairs ? 'steps' : 'other'
  return {
    tagged,
    walkable: verdict.walkable,
    roadClass: tagged ? verdict.roadClass : untaggedClass,
    steps: stairs,
  }
}

/** Columns that say what a line is, in the layers offices have; `FeatureTyp` is Hong Kong's pedestrian network. */
const typeKeys = [
  'FeatureTyp',
  'FeatureType',
  'feature_type',
  'fclass',
  'type',
  'class',
  'kind',
  '类型',
  '道路类型',
  '类别',
  '要素类型',
]

/**
 * `M_` is Hong Kong's mark for what is inside a building. Escalators are stairs that may stand still, as in OSM, where they
 * are `highway=steps`; lifts, ramps and moving walkways are not, so that a route without stairs may take them.
 */
function namesStairs(value: unknown): boolean {
  return typeof value === 'string' && /^(m_)?(staircase|stairs?|steps|escalator|楼梯|台阶|梯道|踏步|自动扶梯|扶手电梯)$/i.test(value.trim())
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
