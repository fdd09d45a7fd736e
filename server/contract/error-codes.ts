/** The closed list of refusals the API gives, with the HTTP status of each. */
export const errorCodes = {
  BAD_REQUEST: 400,
  COUNTY_UNKNOWN: 404,
  RUN_UNKNOWN: 404,
  JOB_UNKNOWN: 404,
  VERSION_UNKNOWN: 404,
  PLACE_UNKNOWN: 404,
  LAYER_UNKNOWN: 404,
  ROUTE_UNKNOWN: 404,
  NO_PUBLISHED_RUN: 404,
  TILE_OUT_OF_RANGE: 400,
  ORIGIN_NOT_ALLOWED: 403,
  COUNTY_NOT_ALLOWED: 403,
  ROLE_NOT_ALLOWED: 403,
  JOB_ALREADY_ENDED: 409,
  RUN_NOT_REPEATABLE: 409,
  NOTHING_TO_ANALYSE: 422,
  PAYLOAD_TOO_LARGE: 413,
  NOT_JSON: 415,
  INPUT_REFUSED: 422,
  STARTING: 503,
  INTERNAL: 500,
} as const satisfies Record<string, number>

export type ErrorCode = keyof typeof errorCodes
