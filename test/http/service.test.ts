import { expect, it } from 'vitest'
import { describeServiceOnBothEngines } from '../service.ts'
import { checkAddresses } from './addresses.ts'
import { checkAnswers } from './answers.ts'
import { checkEvaluations } from './evaluations.ts'
import { checkExistingSites } from './existing-sites.ts'
import { checkPolicies } from './policies.ts'
import { checkRefusals } from './refusals.ts'
import { checkReported } from './reported.ts'
import { checkResume } from './resume.ts'
import { checkRunDetails } from './run-details.ts'
import { checkRuns } from './runs.ts'
import { checkStartUp } from './start-up.ts'
import { checkSums } from './sums.ts'
import { checkTiles } from './tiles.ts'
import { checkTroubles } from './troubles.ts'
import { checkVersions } from './versions.ts'
import { checkWhatIfs } from './what-if.ts'

/** By county: the hashes of a run's inputs and results, one entry an engine. */
const hashes = new Map<string, string[]>()

/** The hash of the results of 石城's own plan, one an engine. */
const evaluationHashes: string[] = []

/** One store an engine, read first and then written to: loading the samples is most of the work. */
describeServiceOnBothEngines('the service', (running) => {
  checkStartUp(running)
  checkAnswers(running)
  checkTroubles(running)
  checkSums(running)
  checkAddresses(running)
  checkExistingSites(running)
  checkTiles(running)
  checkPolicies(running)
  checkEvaluations(running, evaluationHashes)
  checkReported(running)
  checkRefusals(running)
  checkRunDetails(running)
  checkWhatIfs(running)
  checkRuns(running, hashes)
  checkVersions(running)
  checkResume(running)
})

it('both engines give a run the same hash of inputs and of results', () => {
  expect(hashes.size).toBe(2)
  for (const [county, seen] of hashes) expect([county, seen.length, new Set(seen).size]).toEqual([county, 2, 1])
})

it('both engines judge a plan alike', () => {
  expect([evaluationHashes.length, new Set(evaluationHashes).size]).toEqual([2, 1])
})
