import { request as httpRequest } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { z } from '../../server/contract/common.ts'
import { errorReply, type ErrorReply } from '../../server/contract/common.ts'
import { countySummary, type CountySummary } from '../../server/contract/counties.ts'
import { errorCodes } from '../../server/contract/error-codes.ts'
import { jobReply, startRunReply, type JobReply } from '../../server/contract/runs.ts'
import type { TestService } from '../service.ts'

export const shicheng = 360735
export const futian = 440304
/** Where a run's results lie; `coverage_runs` and `jobs` say how it ended. */
export const runTables = ['coverage_blocks', 'coverage_places', 'coverage_summaries', 'area_results', 'unit_coverage_results', 'unit_coverage_rates'] as const
export const sampleCounties = [shicheng, futian]

/** Asks for JSON and reads it with the contract's schema; anything but the expected status is a failure. */
export async function ask<T>(
  running: TestService,
  path: string,
  schema: z.ZodType<T>,
  init: RequestInit & { status?: number } = {},
): Promise<T> {
  const { status = 200, ...rest } = init
  const response = await fetch(`${running.api}${path}`, rest)
  const text = await response.text()
  expect(`${response.status} ${response.status === status ? '' : text}`, path).toBe(`${status} `)
  return schema.parse(JSON.parse(text))
}

export function postJson(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
}

export interface Refusal {
  status: number
  error: ErrorReply['error']
}

/** What a refused request answers: the error shape, a code of the closed list, no trace of our insides. */
export async function askRefused(running: TestService, path: string, init?: RequestInit): Promise<Refusal> {
  const response = await fetch(`${running.api}${path}`, init)
  return readRefusal(`${init?.method ?? 'GET'} ${path}`, response.status, response.headers.get('cache-control'), await response.text())
}

/** The same with an address that is sent exactly as written: `fetch` would tidy `%2e%2e` away. */
export async function askRefusedRaw(running: TestService, path: string): Promise<Refusal> {
  const { status, cache, text } = await askRaw(running, path)
  return readRefusal(path, status, cache, text)
}

export async function askRaw(running: TestService, path: string): Promise<{ status: number; cache: string | null; text: string }> {
  const { hostname, port, pathname } = new URL(running.api)
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path: `${pathname}${path}` }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, cache: response.headers['cache-control'] ?? null, text }))
    })
    request.on('error', reject)
    request.end()
  })
}

function readRefusal(asked: string, status: number, cache: string | null, text: string): Refusal {
  expect(status, `${asked} answered ${text.slice(0, 300)}`).toBeGreaterThanOrEqual(400)
  expect(status, `${asked} answered ${text.slice(0, 300)}`).toBeLessThan(500)
  expect(text, asked).not.toMatch(/\bat \S+ \(|node_modules|server\/\w+|node:internal|select |insert /)
  const { error } = errorReply.strict().parse(JSON.parse(text))
  expect(Object.keys(errorCodes), asked).toContain(error.code)
  expect(error.message.zh, asked).toMatch(/\p{Script=Han}/u)
  expect(error.requestId, asked).toBeTruthy()
  expect(cache, asked).toBe('no-store')
  return { status, error }
}

export async function getSummary(running: TestService, county: number, runId?: string): Promise<CountySummary> {
  return ask(running, `/counties/${county}/summary${runId ? `?run=${runId}` : ''}`, countySummary)
}

/** The summary's parts of a published run; a county without one fails the test. */
export async function getPublished(running: TestService, county: number, wanted?: string) {
  const { runId, coverage, areaPer100Households, townshipCoverage } = await getSummary(running, county, wanted)
  if (!runId || !coverage || !areaPer100Households || !townshipCoverage) throw new Error(`expected a published run of ${county}`)
  return { runId, coverage, areaPer100Households, townshipCoverage }
}

export async function startRunOf(running: TestService, county: number, profile?: string) {
  return ask(running, `/counties/${county}/runs`, startRunReply, { ...postJson(profile ? { profile } : {}), status: 202 })
}

export async function getJob(running: TestService, county: number, jobId: string): Promise<JobReply> {
  return ask(running, `/counties/${county}/jobs/${jobId}`, jobReply)
}

/** Waits for a job to come into one of the statuses; a job that ends otherwise fails at once. */
export async function waitForJob(
  running: TestService,
  county: number,
  jobId: string,
  ...statuses: JobReply['status'][]
): Promise<JobReply> {
  for (;;) {
    const job = await getJob(running, county, jobId)
    if (statuses.includes(job.status)) return job
    if (job.finishedAt)
      throw new Error(`expected job ${jobId} to become ${statuses.join(' or ')}, it is ${job.status}: ${JSON.stringify(job.error)}`)
    await sleep(50)
  }
}

/** Starts a run and waits until it is published. */
export async function computeRun(running: TestService, county: number, profile?: string): Promise<string> {
  const { runId, jobId } = await startRunOf(running, county, profile)
  await waitForJob(running, county, jobId, 'done')
  return runId
}
