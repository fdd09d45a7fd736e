import { Worker } from 'node:worker_threads'

const lookEveryMs = 500

/**
 * Ends this process soon after the one that started it: whoever is killed outright tells nobody, and a reader in the
 * middle of a parse hears nothing. A thread of its own looks, for the parse may hold the first one for minutes.
 *
 * Whose parent has gone is given to another (its `ppid` changes); where systems leave the number as it was, no process
 * bears it any more.
 */
export function dieWithParent(parentPid: number): void {
  const watcher = new Worker(watch, { eval: true, workerData: { parentPid, lookEveryMs }, execArgv: [] })
  // Neither a reason to stay alive, nor, should it fail to start, one to fail.
  watcher.on('error', () => undefined)
  watcher.unref()
}

/** Plain JavaScript: the thread starts without the TypeScript loader, in a few milliseconds. */
const watch = `
const { workerData: { parentPid, lookEveryMs } } = require('node:worker_threads')
const isAlone = () => {
  if (process.ppid !== parentPid) return true
  try {
    process.kill(parentPid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}
setInterval(() => isAlone() && process.kill(process.pid, 'SIGKILL'), lookEveryMs)
`
