export type { Answer, Result, Site } from '../../../state/planning/answers.ts'
