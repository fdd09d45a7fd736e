import { describe, expect, it } from 'vitest'
import { findBreaches } from './rules.ts'

const rulesOf = (sql: string): number[] => [...new Set(findBreaches([{ name: 'x', sql }]).map(({ rule }) => rule))]

describe('the rules for compiled SQL', () => {
  it.each([
    [7, 'update "jobs" set "finished_at" = now() where "county_code" = $1'],
    [7, 'update jobs as j set status = $1, started_at = current_timestamp'],
    [7, 'with x as (update jobs set id = gen_random_uuid() returning id) select * from x'],
    [7, 'insert into jobs (county_code) values ($1) on conflict (county_code, id) do update set started_at = now()'],
    [7, 'merge into jobs using x on true when matched then delete'],
    [7, 'insert into jobs (county_code, id) values ($1, (select id from jobs limit 1))'],
    [8, 'select * from "coverage_places" as "p" inner join "coverage_runs" as "r" on "r"."id" = "p"."run_id"'],
    [8, 'select * from facilities, residential_areas where st_dwithin(location, boundary, 1)'],
    [8, 'select 1 where exists (select 1 from facilities f join facility_allotments a on a.facility_id = f.id)'],
    [9, 'select st_asmvt(t) from (select 1) t'],
    [9, 'select row_to_json(f) from facilities f where f.county_code = any($1)'],
    [6, "select * from facilities where county_code = current_setting('x')::int"],
    [10, 'select sum(covered) from coverage_summaries where county_code = $1'],
    [10, 'select coalesce(avg("known"), 0)::float8 from coverage_summaries where county_code = $1'],
    [11, "select st_estimatedextent('facilities', 'location')"],
  ])('rule %i is broken by %s', (rule, sql) => {
    expect(rulesOf(sql)).toEqual([rule])
  })

  it.each([
    'update "jobs" set "finished_at" = $1 where "county_code" = $2',
    'insert into audit_log (county_code, at) values ($1, now())',
    'insert into jobs (county_code, id) values ($1, $2) on conflict (county_code, id) do update set status = excluded.status',
    'select * from "coverage_places" as "p" inner join "coverage_runs" as "r" on "r"."county_code" = "p"."county_code" and "r"."id" = "p"."run_id"',
    'select * from facilities f join facility_allotments a using (county_code) where f.county_code = $1',
    'select * from facilities f, residential_areas r where f.county_code = $1 and r.county_code = $1',
    'select * from facilities where county_code = any($1) and unit_id in (select id from county_units where county_code = any($1))',
    'with near as materialized (select id, boundary from county_units where county_code = any($1)) select f.id from facilities f join near on true where f.county_code = $2',
    'with t as materialized (select 1 as id) select st_asmvt(t) from t',
    'select sum(coalesce(covered, 0))::float8, sum(known) filter (where known > 0)::float8 from coverage_summaries where county_code = $1',
    "select 'update jobs set x = now()' as example",
    'select * from jobs where county_code = $1 for update skip locked',
  ])('nothing is broken by %s', (sql) => {
    expect(rulesOf(sql)).toEqual([])
  })
})
