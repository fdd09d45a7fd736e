import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Child {
  process: ChildProcess
  /** Resolves with the first line the child prints that begins with `word`. */
  says(word: string): Promise<string>
  ended: Promise<{ code: number | null; output: string }>
}

/** A process of its own that opens a database: to be refused, or to be killed. */
export function startChild(...parameters: string[]): Child {
  const script = fileURLToPath(new URL('./child-main.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...parameters], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const listeners = new Set<() => void>()
  const collect = (chunk: Buffer): void => {
    output += chunk.toString()
    for (const listener of listeners) listener()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  return {
    process: child,
    ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, output }))),
    says: (word) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const line = output.split('\n').find((one) => one.startsWith(word))
          if (line !== undefined) resolve(line)
        }
        listeners.add(look)
        look()
        child.on('close', () => reject(new Error(`expected the child to say ${word}, got:\n${output}`)))
      }),
  }
}
