import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { JobReply } from '../../server/contract/runs.ts'
import { apiRoot, getJson } from './client.ts'
import { startedJobKey } from './queries.ts'

const pollMillis = 2000
/** How soon something that others have started is noticed. */
const idlePollMillis = 15_000

export function hasEnded(job: Pick<JobReply, 'status'>): boolean {
  return job.status === 'done' || job.status === 'failed' || job.status === 'cancelled'
}

/**
 * What is under way in a county. One question for all: a stream each would use up the few connections that a browser
 * keeps to one server.
 */
export function useOpenJobs(code: string) {
  return useQuery({
    queryKey: ['county', code, 'jobs'],
    queryFn: ({ signal }) => getJson<JobReply[]>(`/counties/${code}/jobs`, signal),
    refetchInterval: (query) => (query.state.data && query.state.data.length > 0 ? pollMillis : idlePollMillis),
  })
}

/** How a job ended that is no longer under way; with it everything about the county is asked for anew. */
export function useEndedJob(code: string, jobId: string) {
  const client = useQueryClient()
  const job = useQuery({ queryKey: ['job', code, jobId, 'end'], queryFn: ({ signal }) => getJson<JobReply>(`/counties/${code}/jobs/${jobId}`, signal), staleTime: Infinity })
  const known = job.data !== undefined
  useEffect(() => {
    if (known) void client.invalidateQueries({ queryKey: ['county', code] })
  }, [client, code, known])
  return job
}

/** The id of the job to follow: the one the server reports, else the one started here. */
export function useFollowedJobId(code: string, reported: string | null): string | null {
  const started = useQuery<string | null>({
    queryKey: startedJobKey(code),
    queryFn: () => null,
    enabled: false,
    initialData: null,
  })
  return reported ?? started.data
}

/**
 * Follows a job by server-sent events and falls back to polling when a proxy swallows the stream.
 * When the job ends, everything about the county is asked for anew.
 */
export function useJob(code: string, jobId: string | null): JobReply | null {
  const client = useQueryClient()
  const [streamBroken, setStreamBroken] = useState(false)
  const key = ['job', code, jobId]
  const job = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => getJson<JobReply>(`/counties/${code}/jobs/${jobId}`, signal),
    enabled: jobId !== null,
    refetchInterval: (query) =>
      streamBroken && !(query.state.data && hasEnded(query.state.data)) ? pollMillis : false,
  })
  const ended = job.data ? hasEnded(job.data) : false

  useEffect(() => {
    if (jobId === null || ended) return
    setStreamBroken(false)
    const stream = new EventSource(`${apiRoot}/counties/${code}/jobs/${jobId}/events`)
    stream.onmessage = (message: MessageEvent<string>) => {
      const reply = JSON.parse(message.data) as JobReply
      client.setQueryData(['job', code, jobId], reply)
      if (hasEnded(reply)) stream.close()
    }
    stream.onerror = () => {
      stream.close()
      setStreamBroken(true)
    }
    return () => stream.close()
  }, [client, code, jobId, ended])

  useEffect(() => {
    if (ended) void client.invalidateQueries({ queryKey: ['county', code] })
  }, [client, code, jobId, ended])

  return job.data ?? null
}
