import { useCallback } from 'react'
import { useRuns } from '../../api/queries.ts'
import { formatInstant, formatShortId } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { walkSuffix } from '../../tables/run-walk.ts'
import { studyAreaName } from '../../tables/study-area.ts'
import { scenarioOfRun } from './scenario-runs.ts'

/** How people tell runs apart: by the scenario and its revision, a baseline run by its circle and time; both by how people walk, and the area. */
export function useRunName(code: string): (runId: string | null) => string {
  const { t, word, language } = useText()
  const runs = useRuns(code)
  return useCallback(
    (runId) => {
      const run = runs.data?.find(({ id }) => id === runId)
      if (!run) return formatShortId(runId)
      const scenario = scenarioOfRun(run)
      const area = run.studyArea?.kind === 'planning_unit' ? ` · ${studyAreaName(run.studyArea, (text) => text[language] || text.zh)}` : ''
      return (scenario ? t('planner.runName.scenario', { name: scenario.name, revision: scenario.revision }) : t('planner.runName.baseline', { profile: word('profile', run.profile), time: formatInstant(run.createdAt) })) + walkSuffix(run.parameters, t) + area
    },
    // `word` is a new function at every rendering, of the same words.
    [runs.data, t, language],
  )
}
