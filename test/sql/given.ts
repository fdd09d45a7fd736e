/** What the calls of every area are given: only the statements matter. */
export const county = 360735
export const version = 1
export const at = new Date(0)
export const id = '00000000-0000-4000-8000-000000000001'
export const words = { zh: '', en: '' }
export const counts = { residents: 1, residents60Plus: null, residents80Plus: null, households: null }
