import type { PeopleSum } from './what-if.ts'

/** What the first counts and the second does not; exact where everybody of the second is in the first. */
export function lessPeople(whole: PeopleSum, part: PeopleSum): PeopleSum {
  return {
    places: whole.places - part.places,
    residents: whole.residents - part.residents,
    residents60Plus: whole.residents60Plus - part.residents60Plus,
    residents80Plus: whole.residents80Plus - part.residents80Plus,
    households: whole.households - part.households,
    missing: whole.missing - part.missing,
  }
}
