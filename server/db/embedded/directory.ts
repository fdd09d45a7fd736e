import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { closeSync, fsyncSync, openSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What lies in an embedded data directory:
 *
 *   lock.json      who has it open
 *   pgdata/        the engine's files
 *   complete.json  pgdata was opened once with its schema; without it, a first start was cut off half-way
 *   snapshots/     <timestamp>.tar, the last three
 *   broken-…/      a pgdata that could not be opened: moved here, never deleted
 */
export interface Recovery {
  /** The snapshot's file; everything written after it is lost. */
  restoredFrom: string
  snapshotTakenAt: string
  brokenDirectory: string | null
}

const keptSnapshots = 3

export function engineDirectory(dataDirectory: string): string {
  return join(dataDirectory, 'pgdata')
}

export function isComplete(dataDirectory: string): boolean {
  return existsSync(join(dataDirectory, 'complete.json')) && existsSync(engineDirectory(dataDirectory))
}

export function markComplete(dataDirectory: string): void {
  const file = join(dataDirectory, 'complete.json')
  if (!existsSync(file)) writeFileSync(file, JSON.stringify({ at: new Date().toISOString() }), { mode: 0o600 })
}

/** Out of the way, but kept: somebody may still get something out of it. Null when there was nothing. */
export function moveAside(dataDirectory: string): string | null {
  rmSync(join(dataDirectory, 'complete.json'), { force: true })
  const from = engineDirectory(dataDirectory)
  if (!existsSync(from)) return null
  const to = join(dataDirectory, `broken-${timestamp()}`)
  renameSync(from, to)
  return to
}

/** The engine writes one of its own at every start; one left by a killed process says nothing, and may be empty. */
export function removeStalePid(dataDirectory: string): void {
  rmSync(join(engineDirectory(dataDirectory), 'postmaster.pid'), { force: true })
}

/** Newest first. */
export function listSnapshots(dataDirectory: string): string[] {
  const directory = join(dataDirectory, 'snapshots')
  if (!existsSync(directory)) return []
  const names = readdirSync(directory).filter((name) => name.endsWith('.tar'))
  return names.sort().reverse().map((name) => join(directory, name))
}

/** `write` must have flushed the file when it resolves; the rename, flushed too, makes it a snapshot. */
export async function keepSnapshot(dataDirectory: string, write: (file: string) => Promise<void>): Promise<string> {
  const directory = join(dataDirectory, 'snapshots')
  mkdirSync(directory, { recursive: true })
  const unfinished = join(directory, 'unfinished')
  await write(unfinished)
  const file = join(directory, `${timestamp()}.tar`)
  renameSync(unfinished, file)
  flushDirectory(directory)
  for (const old of listSnapshots(dataDirectory).slice(keptSnapshots)) rmSync(old, { force: true })
  return file
}

/** When a snapshot was taken, out of its name. */
export function snapshotTime(file: string): string {
  const digits = /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z\.tar$/.exec(file)
  if (!digits) return ''
  const [, year, month, day, hour, minute, second, milli] = digits
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.${milli}Z`
}

function timestamp(): string {
  return new Date().toISOString().replace(/[-:.]/g, '')
}

function flushDirectory(directory: string): void {
  const handle = openSync(directory, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
