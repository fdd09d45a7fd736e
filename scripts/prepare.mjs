// Runs after `npm ci`: links `npx yiquan`, builds the client and the empty-schema database template.
// No row and no result is made here: data comes with `npm start`.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const bin = join(root, 'node_modules', '.bin')

linkCommand()
if (existsSync(join(root, 'node_modules', 'vite'))) {
  run(join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '-c', 'client/vite.config.ts', '--logLevel', 'warn')
} else {
  console.error('vite is not installed (production install): the client must come ready-built in data/build/client')
}
run('--import', 'tsx', 'scripts/build-template.ts')

/** npm links the commands of dependencies only, so the package's own is linked here. */
function linkCommand() {
  mkdirSync(bin, { recursive: true })
  const link = join(bin, 'yiquan')
  rmSync(link, { force: true })
  if (process.platform === 'win32') writeFileSync(`${link}.cmd`, '@node "%~dp0\\..\\..\\server\\yiquan.mjs" %*\r\n')
  else symlinkSync('../../server/yiquan.mjs', link)
}

function run(...args) {
  execFileSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
}
