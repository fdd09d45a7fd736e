import type { demandZh } from './demand-zh.ts'

export const demandEn: typeof demandZh = {
  unit: 'Township or street', people: 'People', facility: 'Facility', place: 'Place',
  capacity: { beds: 'Beds', nursing_beds: 'Nursing beds', places: 'Places (by floor area)' },
  method: { '2sfca': 'Two-step catchments (2SFCA)', e2sfca: 'Enhanced (E2SFCA, weights by band)', gaussian: 'Gaussian decay (Dai 2010)' },
  measure: { residents60Plus: '60 and over', residents80Plus: '80 and over', disabled: 'Disabled' },
  gap: { not_counted: 'not counted now', no_rate: 'no declared growth', births_needed: 'births are not forecast', no_ages: 'no ages', contradiction: 'the data contradict' },
  access: {
    heading: 'Capacity and access', intro: 'Beds within a walk per 1,000 elders, and how many are left over once the beds are full.', question: 'How', capacity: 'Capacity', m2PerPlace: 'Area of a place',
    weight: 'Demand', method: 'Method', limit: 'Catchment', runLimit: 'the run’s limit', need: 'Share who need one', target: 'Target per 1,000', noTarget: 'none',
    declared: 'Share, area of a place and target are yours and are listed with the result; without a rule of the plan nothing is judged.', compute: 'Compute', result: 'Capacity and access', inReach: '{{what}} in reach of anybody / all',
    perThousand: 'Per 1,000 in reach (lower – known places)', perThousandShort: 'Per 1,000', unserved: 'Left over / in need', unservedShort: 'Left over', without: 'People with none in reach',
    gini: 'Gini of access', below: 'Units below {{target}} per 1,000', belowMark: 'below the target', units: 'By township or street', facilities: 'By facility', ratio: 'Per 1,000 served', used: 'In use',
    stranded: 'off the network', leftOver: 'Places with most people left over ({{n}})', missingCapacity: '{{n}} facilities state no capacity and are left out:', missingPlace: '{{n}} facilities have no known place and are left out:',
  },
  forecast: {
    heading: 'Forecast', intro: 'Elders by township in the plan’s years, and the beds they will need: by cohort survival where ages are known, else by growth that you declare.', question: 'How', years: 'Years',
    lifeTable: 'Life table', noLifeTable: 'none', demoLifeTable: 'Sample life table (demo data)', ownLifeTable: 'your own', male: 'Male ₅Lₓ (0–4 … 85+, 18 numbers)', female: 'Female ₅Lₓ (18 numbers)',
    source: 'Source', growth60: 'Growth of 60 and over', growth80: 'Growth of 80 and over', growthSource: 'Source of the growth', perYear: '% a year', migration: 'Net migration of elders', beds: 'Standard of beds', perThousand: 'per 1,000 elders',
    ages: 'Ages are imported under “Data → Import data” as “people by age and sex”.', nothing: 'Give a growth rate, or a life table (which needs ages).', incomplete: 'Complete the fields in red; whatever is declared names its source.', compute: 'Forecast',
    result: 'Forecast', past: 'Earlier forecasts', county: 'Whole county', measure: 'Measure', low: 'low', high: 'high', atLeast: '{{n}} units have no figure: the sum is a lower bound', bedsExactly: '{{year}}: {{medium}} beds needed.', bedsNeeded: '{{year}}: {{medium}} beds needed ({{low}}–{{high}}).',
  },
}
