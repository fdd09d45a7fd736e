export interface Sort {
  key: string
  order: 'ascend' | 'descend'
}

type Value = number | string | null
export type Readers<Row> = Readonly<Record<string, (row: Row) => Value>>

const collator = new Intl.Collator('zh-CN', { numeric: true })

/** A new list in the wanted order. Rows without a value come last, whichever way is up; equal ones keep their order. */
export function sortRows<Row>(rows: readonly Row[], sort: Sort | null, readers: Readers<Row>): Row[] {
  const read = sort ? readers[sort.key] : undefined
  if (!sort || !read) return [...rows]
  const sign = sort.order === 'ascend' ? 1 : -1
  const keyed = rows.map((row) => ({ row, value: read(row) }))
  keyed.sort((a, b) => {
    if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null)
    return sign * compare(a.value, b.value)
  })
  return keyed.map(({ row }) => row)
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return collator.compare(String(a), String(b))
}
