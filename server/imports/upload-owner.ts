import { hostname } from 'node:os'
import { isAlive, startOf } from '../db/embedded/lock.ts'

/**
 * Who is at work on an upload: machine, process and the start of that process, so that a number used again is not taken
 * for the owner. Part of a file's name.
 */
export const ownMark = [hostname().replace(/[^A-Za-z0-9.]/g, '_'), process.pid, startOf(process.pid) ?? 0].join('-')

/** Whether the owner has surely ended. Of a process on another machine nothing is known, so it has not. */
export function isGone(mark: string): boolean {
  const [host, pid, start] = mark.split('-')
  if (host !== ownMark.split('-')[0] || !/^\d+$/.test(pid ?? '')) return false
  return !isAlive({ pid: Number(pid), processStart: start === '0' ? null : start })
}
