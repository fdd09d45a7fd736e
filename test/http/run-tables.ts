/** Where a run's results lie; `coverage_runs` and `jobs` say how it ended. */
export const runTables = ['coverage_blocks', 'coverage_places', 'coverage_summaries', 'area_results', 'unit_coverage_results'] as const
