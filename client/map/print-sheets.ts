import { lazyPart } from '../shell/lazy-part.tsx'

/** Fetched when somebody prints: the map is there long before. */
export const PrintSheets = lazyPart(() => import('../shell/print/PrintSheets.tsx').then((module) => module.PrintSheets))
