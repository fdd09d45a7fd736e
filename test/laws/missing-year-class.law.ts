import { areaRule, areaSubjects, judgeTownAreas } from './area-rule.ts'
import type { Law } from './law.ts'
import { product as asItIs } from './product.ts'

export const missingYearClass: Law = {
  name: 'missing-year-class',
  promise: 'classes + unknown = total; unknown is shown',
  check(town, product) {
    const subjects = areaSubjects(town)
    const verdicts = judgeTownAreas(town, product, subjects)
    const breaches: string[] = []
    const count = (buildClass: string | null) => verdicts.filter((verdict) => verdict.buildClass === buildClass).length
    const unknown = subjects.filter(({ permitDate, planningConditionDate }) => permitDate === null && planningConditionDate === null)
    if (count('new') + count('old') + count('existing') + unknown.length !== subjects.length)
      breaches.push('classes and unknown are not the total')
    if (count(null) !== unknown.length) breaches.push(`${count(null)} are shown as unknown, not ${unknown.length}`)
    for (const { id } of unknown) {
      const shown = verdicts.find(({ subject }) => subject.id === id)
      if (shown?.status !== 'insufficient_data' || !shown.reasons.includes('no_date'))
        breaches.push(`${id} has no date, but is ${shown?.status}`)
    }
    for (const subject of subjects) {
      const shown = verdicts.find(({ subject: { id } }) => id === subject.id)
      if ((product.classify(areaRule, subject) ?? null) !== shown?.buildClass)
        breaches.push(`${subject.id} is ${shown?.buildClass}, but classed otherwise`)
    }
    return breaches
  },
  mutations: {
    'drops areas without a date': {
      judgeAreas: (rule, subjects, sites, allotments) =>
        asItIs.judgeAreas(rule, subjects, sites, allotments).filter(({ reasons }) => !reasons.includes('no_date')),
    },
    'takes areas without a date for existing ones': {
      judgeAreas: (rule, subjects, sites, allotments) =>
        asItIs.judgeAreas(
          rule,
          subjects.map((subject) => ({ ...subject, permitDate: subject.permitDate ?? subject.planningConditionDate ?? '2000-01-01' })),
          sites,
          allotments,
        ),
    },
    'trusts the ledger’s own class': {
      judgeAreas: (rule, subjects, sites, allotments) =>
        asItIs.judgeAreas(rule, subjects, sites, allotments).map((verdict) => ({ ...verdict, buildClass: verdict.subject.buildClass })),
    },
  },
}
