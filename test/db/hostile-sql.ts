/** Statements that fail, or nearly, with what PostgreSQL answers: both engines must answer the same. */
export interface HostileStatement {
  name: string
  text: string
  parameters?: unknown[]
  expected: { code: string } | { rows: Record<string, unknown>[] }
}

const bowtie = "'SRID=4326;POLYGON((0 0,1 1,1 0,0 1,0 0))'::geometry"
const triangle = "'SRID=4326;POLYGON((0 0,1 0,1 1,0 0))'::geometry"
const point = "'SRID=4326;POINT(104 30)'::geometry"

function ring(x: string): string {
  return `ST_MakePolygon(ST_MakeLine(array[ST_MakePoint(0, 0), ST_MakePoint(${x}::float8, 0), ST_MakePoint(1, 1), ST_MakePoint(0, 0)]))`
}

function storePoint(point: string): string {
  return `insert into county_units (county_code, id, valid_from_version, unit_code, name, level, centre)
    values (1, gen_random_uuid(), 1, 'x', 'x', 'village', ST_SetSRID(${point}, 4326))`
}

export const hostileStatements: HostileStatement[] = [
  { name: 'overlay of invalid polygons', text: `select ST_Intersection(${bowtie}, ${bowtie})`, expected: { code: 'XX000' } },
  { name: 'union of an invalid polygon', text: `select ST_Union(${bowtie}, ${triangle})`, expected: { code: 'XX000' } },
  { name: 'difference with an invalid polygon', text: `select ST_Difference(${triangle}, ${bowtie})`, expected: { code: 'XX000' } },
  {
    name: 'overlay that fails in the 101st of 120 rows',
    text: `select count(*) as n from (select ST_Intersection(case when i = 101 then ${bowtie} else ${triangle} end, ${bowtie}) as g
      from generate_series(101, 120) i) s where g is not null`,
    expected: { code: 'XX000' },
  },
  {
    name: 'aggregate union of an invalid polygon',
    text: `select ST_Union(g) from (values (${bowtie}), (${triangle})) v(g)`,
    expected: { code: 'XX000' },
  },
  {
    name: 'a geometry error inside a plpgsql exception block',
    text: `do $$ begin perform ST_Intersection(${bowtie}, ST_GeomFromText('nonsense')); end $$`,
    expected: { code: 'XX000' },
  },
  { name: 'unknown SRID', text: `select ST_Transform(${point}, 999999)`, expected: { code: 'XX000' } },
  { name: 'SRID that is in no table', text: `select ST_Transform(${point}, 12345)`, expected: { code: 'XX000' } },
  { name: 'nonsense PROJ string', text: `select ST_Transform(${point}, '+proj=nonsense')`, expected: { code: 'XX000' } },
  { name: 'nonsense authority code', text: `select ST_Transform(${point}, 'EPSG:99999')`, expected: { code: 'XX000' } },
  { name: 'mixed SRIDs', text: `select ST_Intersects(${point}, ST_SetSRID(ST_MakePoint(1, 1), 3857))`, expected: { code: 'XX000' } },
  { name: 'broken WKT', text: "select ST_GeomFromText('POLYGON((0 0')", expected: { code: 'XX000' } },
  { name: 'broken GeoJSON', text: "select ST_GeomFromGeoJSON('{bad')", expected: { code: 'XX000' } },
  { name: 'broken WKB', text: "select ST_GeomFromWKB('\\x0102'::bytea)", expected: { code: 'XX000' } },
  { name: 'hull with a ratio above one', text: "select ST_ConcaveHull('MULTIPOINT(1 1,2 2)'::geometry, 7)", expected: { code: 'XX000' } },
  { name: 'infinity in WKT', text: "select ST_IsValid('POLYGON((0 0,inf 0,1 1,0 0))'::geometry)", expected: { code: 'XX000' } },
  { name: 'infinite coordinates are no valid area', text: `select ST_IsValid(${ring("'Infinity'")}) as valid`, expected: { rows: [{ valid: false }] } },
  { name: 'NaN coordinates are no valid area', text: `select ST_IsValid(${ring("'NaN'")}) as valid`, expected: { rows: [{ valid: false }] } },
  { name: 'a NaN point stored', text: storePoint("ST_MakePoint('NaN'::float8, 'NaN'::float8)"), expected: { code: '23514' } },
  { name: 'Web Mercator metres stored as degrees', text: storePoint('ST_MakePoint(11577227, 3503549)'), expected: { code: '23514' } },
  { name: 'an infinite point stored', text: storePoint("ST_MakePoint('Infinity'::float8, 0)"), expected: { code: '23514' } },
  { name: 'an empty point stored', text: storePoint("'POINT EMPTY'::geometry"), expected: { code: '23514' } },
  { name: 'division by zero', text: 'select 1 / 0', expected: { code: '22012' } },
  { name: 'integer overflow', text: 'select 2147483647 + 1', expected: { code: '22003' } },
  { name: 'syntax error', text: 'selec 1', expected: { code: '42601' } },
  { name: 'two statements in one text', text: 'select 1; select 2', expected: { code: '42601' } },
  { name: 'a second statement that would drop a table', text: 'select 1; drop table facilities', expected: { code: '42601' } },
  { name: 'unknown table', text: 'select * from no_such_table', expected: { code: '42P01' } },
  { name: 'unknown column', text: 'select no_such_column from facilities', expected: { code: '42703' } },
  { name: 'unknown function', text: 'select ST_NoSuchFunction(1)', expected: { code: '42883' } },
  { name: 'text that is no uuid', text: 'select $1::uuid', parameters: ['1; drop table facilities'], expected: { code: '22P02' } },
  { name: 'text that is no number', text: 'select $1::int', parameters: ['１２'], expected: { code: '22P02' } },
  { name: 'too few parameters', text: 'select $1::int + $2::int', parameters: [1], expected: { code: '08P01' } },
  { name: 'NUL in text', text: 'select $1::text', parameters: ['a\0b'], expected: { code: '22021' } },
  { name: 'broken JSON', text: 'select $1::jsonb', parameters: ['{"a":'], expected: { code: '22P02' } },
  { name: 'NUL in JSON', text: 'select $1::jsonb', parameters: ['"\\u0000"'], expected: { code: '22P05' } },
  { name: 'a broken array literal', text: 'select $1::text[]', parameters: ['{a,'], expected: { code: '22P02' } },
  { name: 'no 30 February', text: "select '2026-02-30'::date", expected: { code: '22008' } },
  { name: 'NaN as numeric is text', text: "select 'NaN'::numeric as n", expected: { rows: [{ n: 'NaN' }] } },
  { name: 'infinite float', text: "select 'Infinity'::float8 as n", expected: { rows: [{ n: Number.POSITIVE_INFINITY }] } },
  { name: 'an empty list matches nothing', text: 'select 1 where 1 = any($1::int[])', parameters: [[]], expected: { rows: [] } },
  { name: 'a null check violated', text: 'insert into coverage_runs (county_code) values (1)', expected: { code: '23502' } },
  { name: 'a foreign key violated', text: "insert into area_results (county_code, run_id, residential_area_id, name, status, detail) values (1, gen_random_uuid(), gen_random_uuid(), 'x', 'met', '{}')", expected: { code: '23503' } },
  { name: 'a check violated', text: "insert into admin_regions (code, name, name_en, level, valid_from, source) values (1, 'x', 'x', 'planet', '2020-01-01', '{}')", expected: { code: '23514' } },
  { name: 'an invalid polygon stored', text: `insert into study_areas (county_code, id, valid_from_version, name, name_en, boundary) values (1, gen_random_uuid(), 1, 'x', 'x', ST_Multi(${bowtie}))`, expected: { code: '23514' } },
  { name: 'a polygon in the wrong SRID stored', text: `insert into study_areas (county_code, id, valid_from_version, name, name_en, boundary) values (1, gen_random_uuid(), 1, 'x', 'x', ST_Multi(ST_SetSRID(${triangle}, 3857)))`, expected: { code: '22023' } },
  { name: 'a point stored as a boundary', text: `insert into study_areas (county_code, id, valid_from_version, name, name_en, boundary) values (1, gen_random_uuid(), 1, 'x', 'x', ${point})`, expected: { code: '22023' } },
  { name: 'a file of the server read', text: "select pg_read_file('/nonexistent/yiquan')", expected: { code: '58P01' } },
]
