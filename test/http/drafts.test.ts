import { describeServiceOnBothEngines } from '../service.ts'
import { checkDrafts } from './drafts.ts'
import { checkDatumByRoads } from './draft-datum.ts'
import { checkVersionDiffs } from './version-diffs.ts'

describeServiceOnBothEngines('files that wait for answers', (running) => {
  checkDrafts(running)
  checkDatumByRoads(running)
  checkVersionDiffs(running)
})
