import type { Bilingual } from '../../server/contract/common.ts'
import { catalogues } from './index.ts'

/** What undo will take back, in both languages: whoever undoes it may read the other. */
export function stepLabel(step: keyof typeof catalogues.zh.planner.step, name: string): Bilingual {
  const fill = (text: string) => text.replace('{{name}}', name)
  return { zh: fill(catalogues.zh.planner.step[step]), en: fill(catalogues.en.planner.step[step]) }
}
