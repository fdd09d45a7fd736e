import { describeServiceOnBothEngines } from '../service.ts'
import { checkAddresses } from './addresses.ts'
import { checkStartUp } from './start-up.ts'

describeServiceOnBothEngines('the service', (running) => {
  checkStartUp(running)
  checkAddresses(running)
})
