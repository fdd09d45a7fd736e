import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export const executable = fileURLToPath(new URL('../../server/yiquan.mjs', import.meta.url))
export const exitCodes = { answered: 0, bug: 1, refused: 2, usage: 64 }

export interface Outcome {
  stdout: string
  stderr: string
  exitCode: number | null
}

/** Runs the real command in a process of its own and waits for its end. `env` is added to a clean environment. */
export async function yiquan(parameters: string[], env: Record<string, string> = {}): Promise<Outcome> {
  const { ended } = start(parameters, env)
  return ended
}

/** The rows of a CSV answer, header first; for answers without quoted cells. */
export function rowsOf(stdout: string): string[][] {
  if (!stdout.endsWith('\n')) throw new Error(`expected the answer to end with a line break, got ${JSON.stringify(stdout.slice(-40))}`)
  return stdout
    .slice(0, -1)
    .split('\n')
    .map((line) => line.split(','))
}

/** A directory with the given files, gone when the test is over. Returns the path of each by name. */
export function writeFiles<Name extends string>(files: Record<Name, string | Uint8Array>): Record<Name, string> {
  const directory = mkdtempSync(join(tmpdir(), 'yiquan-cli-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const paths = {} as Record<Name, string>
  for (const name of Object.keys(files) as Name[]) {
    paths[name] = join(directory, name)
    writeFileSync(paths[name], files[name])
  }
  return paths
}

export interface Running {
  process: ChildProcess
  /** Resolves when standard output matches; rejects, with all that was said, when the process ends without it. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  ended: Promise<Outcome>
}

/** Starts the command and leaves it running; the caller ends it. */
export function start(parameters: string[], env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [executable, ...parameters], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'C.UTF-8', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
  const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString('utf8')
  const ended = new Promise<Outcome>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode) => resolve({ stdout: text(out), stderr: text(err), exitCode }))
  })
  return {
    process: child,
    ended,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(text(out))
          if (match) resolve(match)
        }
        child.stdout.on('data', look)
        look()
        void ended.then(({ stdout, stderr, exitCode }) =>
          reject(new Error(`expected ${pattern} from yiquan ${parameters.join(' ')}, got exit code ${exitCode}:\n${stdout}${stderr}`)),
        )
      }),
  }
}
