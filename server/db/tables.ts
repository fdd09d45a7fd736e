/**
 * Where each table lives when the database is spread over machines (scale.md, schema rules):
 * `distributed` by county_code, `reference` copied everywhere, `local` to the coordinator.
 * Every table of ours is named here; the catalogue test fails on one that is not.
 */
export const tablePlacement = {
  admin_regions: 'reference',
  policy_packs: 'reference',
  data_versions: 'distributed',
  county_units: 'distributed',
  unit_mergers: 'distributed',
  study_areas: 'distributed',
  population_counts: 'distributed',
  residential_areas: 'distributed',
  facilities: 'distributed',
  facility_allotments: 'distributed',
  road_networks: 'distributed',
  county_settings: 'distributed',
  coverage_runs: 'distributed',
  coverage_blocks: 'distributed',
  coverage_places: 'distributed',
  coverage_summaries: 'distributed',
  population_blocks: 'distributed',
  run_diagnostics: 'distributed',
  area_results: 'distributed',
  unit_coverage_results: 'distributed',
  unit_coverage_rates: 'distributed',
  jobs: 'distributed',
  audit_log: 'distributed',
} as const satisfies Record<string, 'distributed' | 'reference' | 'local'>

export type TableName = keyof typeof tablePlacement

export const versionedTables = [
  'county_units',
  'unit_mergers',
  'study_areas',
  'population_counts',
  'residential_areas',
  'facilities',
  'facility_allotments',
  'road_networks',
  'county_settings',
] as const satisfies readonly TableName[]

export type VersionedTable = (typeof versionedTables)[number]
