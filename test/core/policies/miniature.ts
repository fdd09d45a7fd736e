import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectDirectory } from '../../../server/config.ts'

/** The worked example of docs/policy-pack.md, taken from the page itself: what officials copy must be sound. */
export const miniature = readExample()

function readExample(): string {
  const page = readFileSync(join(projectDirectory, 'docs/policy-pack.md'), 'utf8')
  const match = /<!-- example:miniature -->\n```yaml\n([^]*?)```/.exec(page)
  if (!match) throw new Error('expected docs/policy-pack.md to hold the miniature pack')
  return match[1]
}
