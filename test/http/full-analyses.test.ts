import { describeServiceOnBothEngines } from '../service.ts'
import { checkFullAnalyses } from './full-analyses.ts'
import { checkStartUp } from './start-up.ts'

describeServiceOnBothEngines('the full analyses', (running) => {
  checkStartUp(running)
  checkFullAnalyses(running)
})
