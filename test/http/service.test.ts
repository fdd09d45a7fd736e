import { describeServiceOnBothEngines } from '../service.ts'
import { checkAddresses } from './addresses.ts'
import { checkAnswers } from './answers.ts'
import { checkStartUp } from './start-up.ts'

describeServiceOnBothEngines('the service', (running) => {
  checkStartUp(running)
  checkAnswers(running)
  checkAddresses(running)
})
