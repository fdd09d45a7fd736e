import type { demandZh } from './demand-zh.ts'

export const demandEn: typeof demandZh = {
  unit: 'Township or street', people: 'People', facility: 'Facility', place: 'Place',
  capacity: { beds: 'Beds', nursing_beds: 'Nursing beds', places: 'Places (by floor area)' },
  method: { '2sfca': 'Two-step catchments (2SFCA)', e2sfca: 'Enhanced (E2SFCA, weights by band)', gaussian: 'Gaussian decay (Dai 2010)' },
  measure: { residents60Plus: '60 and over', residents80Plus: '80 and over', disabled: 'Disabled' },
  gap: { not_counted: 'not counted now', no_rate: 'no declared growth', births_needed: 'births are not forecast', no_ages: 'no ages', contradiction: 'the data contradict' },
  forecastMethod: { cohort: 'cohort', county_share: 'share', declared_growth: 'growth', sum: 'sum' },
  access: {
    heading: 'Capacity and access', intro: 'Beds within a walk per 1,000 elders, and how many are left over once the beds are full.', question: 'How', capacity: 'Capacity', m2PerPlace: 'Area of a place',
    weight: 'Demand', method: 'Method', limit: 'Catchment', runLimit: 'limit of the run', need: 'Share who need one', target: 'Target per 1,000', noTarget: 'none',
    declared: 'Share, area of a place and target are yours and are listed with the result; without a rule of the plan nothing is judged.', compute: 'Compute', result: 'Capacity and access', inReach: '{{what}} in reach of anybody / all',
    perThousand: 'Per 1,000 in reach (lower – known places)', perThousandShort: 'Per 1,000', unserved: 'Left over / in need', unservedShort: 'Left over', without: 'People with none in reach',
    gini: 'Gini of access', below: 'Units below {{target}} per 1,000', belowMark: 'below the target', units: 'By township or street', facilities: 'By facility', ratio: 'Per 1,000 served', used: 'In use',
    outside: 'Sharers outside · capacity that is theirs', unservedLower: 'Left over (at least)', inputs: 'Versions and hash:', ownBands: 'bands and weights of my own', paperBands: 'Default: thirds of the catchment with 1 / 0.68 / 0.22 (Luo & Qi 2009, there 10/20/30 minutes by car).',
    band: 'Band {{n}}, up to', bandEdge: 'Edge of band {{n}} (metres)', bandWeight: 'Weight of band {{n}}', bandWeightUnit: 'weight', addBand: 'One more', removeBand: 'One less', bandFault: 'Edges must rise, weights must not, and the first must be above 0.',
    stranded: 'off the network', leftOver: 'Places with most people left over ({{n}})', missingCapacity: '{{n}} {{n, plural(one: facility states no capacity and is left out; other: facilities state no capacity and are left out)}}:', missingPlace: '{{n}} {{n, plural(one: facility has no known place and is left out; other: facilities have no known place and are left out)}}:',
  },
  forecast: {
    heading: 'Forecast', intro: 'Elders by township in the plan’s years, and the beds they will need: by cohort survival where ages are known, else by growth that you declare.', question: 'How', years: 'Years',
    lifeTable: 'Life table', noLifeTable: 'none', demoLifeTable: 'Sample life table (demo data)', ownLifeTable: 'your own', male: 'Male ₅Lₓ (0–4 … 85+, 18 numbers)', female: 'Female ₅Lₓ (18 numbers)',
    source: 'Source', growth60: 'Growth of 60 and over', growth80: 'Growth of 80 and over', growthSource: 'Source of the growth', perYear: '% a year', migration: 'Net migration of elders', beds: 'Standard of beds', perThousand: 'per 1,000 elders',
    published: '{{source}} ({{licence}}); life expectancy at birth: men {{male}}, women {{female}}. National rates, not this county’s.', mortalityRange: 'Deaths more or fewer by ±', migrationRange: 'Migration more or less by ±', points: 'points', rates: 'Declared growth (for units without ages)', growthRange: 'Growth more or less by ±', needs: 'Standards',
    m2: 'Standard of floor area', m2Unit: 'm² a person of 60+', disabled: 'Disabled of 60 and over', disabled80: 'of them 80 and over', method: 'Method', agesOf: 'of {{year}}', countyCohort: 'Check: county ages',
    range: 'Second line, low–high: the ends of all declared ranges together, no confidence interval; one figure where no range was declared.', areaExactly: '{{year}}: {{medium}} m² needed.', areaNeeded: '{{year}}: {{medium}} m² needed ({{low}}–{{high}}).',
    ages: 'Ages are imported under “Data → Import data” as “people by age and sex”.', nothing: 'Give a growth rate, or a life table (which needs ages).', incomplete: 'Complete the fields in red; whatever is declared names its source.', compute: 'Forecast',
    result: 'Forecast', past: 'Earlier forecasts', county: 'Whole county', measure: 'Measure', low: 'low', high: 'high', atLeast: '{{n}} {{n, plural(one: unit has no figure; other: units have no figure)}}: the sum is a lower bound', bedsExactly: '{{year}}: {{medium}} beds needed.', bedsNeeded: '{{year}}: {{medium}} beds needed ({{low}}–{{high}}).',
  },
}
