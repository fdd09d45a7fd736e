import { describeServiceOnBothEngines } from '../service.ts'
import { checkDrafts } from './drafts.ts'
import { checkVersionDiffs } from './version-diffs.ts'

describeServiceOnBothEngines('files that wait for answers', (running) => {
  checkDrafts(running)
  checkVersionDiffs(running)
})
