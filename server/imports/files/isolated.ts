import { fork, type ChildProcess } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RawFile, RawRow } from '../../core/imports/raw-table.ts'
import { refuse, type InputRefused } from '../../core/problems.ts'
import type { ReadAnswer, ReadTask } from './isolated-child.ts'

const entry = fileURLToPath(new URL('./isolated-entry.mjs', import.meta.url))
const memoryCheckMs = 100

/**
 * Reads one file in a process of its own, which can neither write a file, start a process nor reach a network, and is
 * killed beyond its time or memory. A reader that crashes or hangs takes nothing with it, and ends with this process.
 *
 * Throws InputRefused READ_TIMEOUT, READ_MEMORY or READ_CRASHED; a plain Error where the reader has a bug.
 */
export async function readIsolated(task: ReadTask, signal?: AbortSignal): Promise<RawFile> {
  signal?.throwIfAborted()
  const { maxMegabytes, maxMilliseconds } = task.context.limits
  const child = fork(entry, [String(process.pid)], {
    // The loader's cache would be a file written.
    env: { TSX_DISABLE_CACHE: '1' },
    execArgv: [...permissionFlags(), `--max-old-space-size=${maxMegabytes}`, '--no-warnings'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  let stopped: (() => Error) | undefined
  const stop = (reason: () => Error) => {
    stopped ??= reason
    child.kill('SIGKILL')
  }
  const onAbort = () => stop(() => signal?.reason as Error)
  signal?.addEventListener('abort', onAbort)
  const clock = setTimeout(() => stop(() => tooLong(maxMilliseconds)), maxMilliseconds)
  const watch = setInterval(
    () => void residentMegabytes(child).then((used) => used > maxMegabytes && stop(() => tooMuch(maxMegabytes))),
    memoryCheckMs,
  )
  try {
    return await gather(child, { ...task, path: resolve(task.path) }, () => stopped?.())
  } finally {
    clearTimeout(clock)
    clearInterval(watch)
    signal?.removeEventListener('abort', onAbort)
    if (child.exitCode === null) child.kill('SIGKILL')
  }
}

function gather(child: ChildProcess, task: ReadTask, whyStopped: () => Error | undefined): Promise<RawFile> {
  return new Promise((fulfil, reject) => {
    const rowsOf = new Map<number, RawRow[]>()
    let done = false
    child.on('message', (answer: ReadAnswer) => {
      if (answer.kind === 'rows') {
        const rows = rowsOf.get(answer.table) ?? []
        rowsOf.set(answer.table, rows)
        for (const row of answer.rows) rows.push(row)
        return
      }
      done = true
      if (answer.kind === 'failed') return reject(new Error(`expected a reader's answer, got ${answer.message}`))
      answer.file.tables.forEach((table, index) => (table.rows = rowsOf.get(index) ?? []))
      fulfil(answer.file)
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (!done)
        reject(
          whyStopped() ?? (signal === 'SIGABRT' || code === 134 ? tooMuch(task.context.limits.maxMegabytes) : crashed(`${signal ?? code}`)),
        )
    })
    child.send(task, (error) => {
      // A child that dies at once closes the channel; 'close' tells why.
      if (error && child.exitCode === null && child.signalCode === null && !whyStopped()) reject(error)
    })
  })
}

/**
 * Reading is allowed everywhere, for the program's own modules lie anywhere; writing nowhere. The TypeScript loader must
 * start its compiler; once the reader is loaded the child takes that door from itself.
 */
function permissionFlags(): string[] {
  const flag = process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission'
  return [flag, '--allow-fs-read=*', '--allow-worker', '--allow-child-process']
}

/** Counts what the heap's limit does not: buffers and WebAssembly. 0 where the system has no /proc. */
async function residentMegabytes({ pid }: ChildProcess): Promise<number> {
  const statm = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '')
  return (Number(statm.split(' ')[1] ?? 0) * 4096) / 1024 ** 2
}

const smaller = { zh: '请拆分或简化文件后再导入', en: 'Split or simplify the file and import again' }

function tooLong(milliseconds: number): InputRefused {
  return refuse(
    'READ_TIMEOUT',
    `读取超过 ${Math.round(milliseconds / 1000)} 秒，已停止`,
    `Reading took more than ${Math.round(milliseconds / 1000)} seconds and was stopped`,
    { fix: smaller },
  )
}

function tooMuch(megabytes: number): InputRefused {
  return refuse(
    'READ_MEMORY',
    `读取占用内存超过 ${megabytes} MB，已停止`,
    `Reading took more than ${megabytes} MB of memory and was stopped`,
    { fix: smaller },
  )
}

function crashed(how: string): InputRefused {
  return refuse(
    'READ_CRASHED',
    '读取程序因文件内容而中止，文件可能已损坏',
    'The reader was brought down by the content of the file: it may be damaged',
    { value: how, fix: smaller },
  )
}
