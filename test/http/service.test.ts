import { describeServiceOnBothEngines } from '../service.ts'
import { checkAddresses } from './addresses.ts'
import { checkAnswers } from './answers.ts'
import { checkStartUp } from './start-up.ts'
import { checkSums } from './sums.ts'
import { checkTroubles } from './troubles.ts'

describeServiceOnBothEngines('the service', (running) => {
  checkStartUp(running)
  checkAnswers(running)
  checkTroubles(running)
  checkSums(running)
  checkAddresses(running)
})
