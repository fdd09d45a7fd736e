import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { InputRefused, type Problem } from '../../server/core/problems.ts'
import { readRoadsFromBytes } from '../../server/network/files/read-roads.ts'

export function fixture(name: string): string {
  return fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))
}

export function readFixture(name: string): Promise<Buffer> {
  return readFile(fixture(name))
}

export function readText(name: string, text: string) {
  return readRoadsFromBytes(name, Buffer.from(text))
}

/** The real data beside the repository, or undefined, said aloud, where there is none. */
export function sharedFile(path: string): string | undefined {
  const file = fileURLToPath(new URL(`../../../shared/${path}`, import.meta.url))
  if (existsSync(file)) return file
  console.info(`skipped: no ${file}`)
  return undefined
}

/** What a refusal says; fails where nothing was refused or something else was thrown. */
export async function problemsOf(result: Promise<unknown>): Promise<Problem[]> {
  try {
    await result
  } catch (error) {
    if (error instanceof InputRefused) return error.problems
    throw error
  }
  throw new Error('expected a refusal, got a result')
}

export async function codesOf(result: Promise<unknown>): Promise<string[]> {
  return (await problemsOf(result)).map((problem) => problem.code)
}
