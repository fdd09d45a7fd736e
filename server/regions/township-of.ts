/** The township or street that a unit is or lies in; null for what stands directly under the county without being one. */
export function townshipOf(unitById: ReadonlyMap<string, { id: string; level: string; parentId: string | null }>, unitId: string | null): string | null {
  for (let unit = unitById.get(unitId ?? ''); unit; unit = unitById.get(unit.parentId ?? '')) {
    if (unit.level === 'township' || unit.level === 'street') return unit.id
  }
  return null
}
