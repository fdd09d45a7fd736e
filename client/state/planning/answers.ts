import type { OptimisationRecord } from '../../../server/contract/optimisations.ts'

export type Result = NonNullable<OptimisationRecord['result']>
export type Site = Result['sites'][number]

/** One of several answers as good as each other. */
export interface Answer {
  sites: readonly Site[]
  after: Result['after']
  totals: Result['totals']
}

/** All answers, the one the solver prefers first; results stored before the others were kept in full have that alone. */
export function answersOf(result: Result): Answer[] {
  const { sites, after, totals, alternativeAnswers } = result
  return [{ sites, after, totals }, ...(alternativeAnswers ?? [])]
}

/** The answer that an address asks for; the first where there is none of that number. */
export function chosenAnswer(answers: readonly Answer[], index: number): { index: number; answer: Answer } {
  const found = answers[index]
  return found ? { index, answer: found } : { index: 0, answer: answers[0] }
}

/** Sites that stand in every answer: whatever is chosen, they are needed. None where there is nothing to choose. */
export function commonSites(answers: readonly Answer[]): ReadonlySet<string> {
  if (answers.length < 2) return new Set()
  const [first, ...others] = answers.map(({ sites }) => new Set(sites.map(({ candidateId }) => candidateId)))
  return new Set([...first].filter((id) => others.every((ids) => ids.has(id))))
}

/** Sites of the other answers that the chosen one does without, each once. */
export function sitesElsewhere(answers: readonly Answer[], chosen: Answer): Site[] {
  const own = new Set(chosen.sites.map(({ candidateId }) => candidateId))
  const rest = answers.flatMap(({ sites }) => sites.filter(({ candidateId }) => !own.has(candidateId)))
  return [...new Map(rest.map((site) => [site.candidateId, site])).values()]
}

/** West, south, east, north around the sites; null where there are none. */
export function boundsOf(sites: readonly Pick<Site, 'location'>[]): [number, number, number, number] | null {
  if (sites.length === 0) return null
  const lon = sites.map(({ location }) => location[0])
  const lat = sites.map(({ location }) => location[1])
  return [Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)]
}

/** The number in the name that the server gives to a point of a grid, a node or a parcel: words around it are the reader's. */
export function numberedName({ candidateId, source, name }: Pick<Site, 'candidateId' | 'source' | 'name'>): { source: 'grid' | 'node' | 'parcel'; number: string } | null {
  if (source === 'grid' || source === 'node') {
    const number = new RegExp(`^${source}-(\\d+)$`).exec(candidateId)?.[1]
    return number === undefined ? null : { source, number }
  }
  const parcel = source === 'parcel' ? /^地块 (.+)$/.exec(name)?.[1] : undefined
  return parcel === undefined ? null : { source: 'parcel', number: parcel }
}
