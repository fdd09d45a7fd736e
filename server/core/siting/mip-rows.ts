import type { MipModel } from './mip.ts'

/** The model with one row more. */
export function withRow(model: MipModel, columns: readonly number[], values: readonly number[], lower: number, upper: number): MipModel {
  return {
    ...model,
    rowLower: Float64Array.from([...model.rowLower, lower]),
    rowUpper: Float64Array.from([...model.rowUpper, upper]),
    rowStart: Int32Array.from([...model.rowStart, model.entryColumn.length + columns.length]),
    entryColumn: joined(model.entryColumn, Int32Array.from(columns)),
    entryValue: joined(model.entryValue, Float64Array.from(values)),
  }
}

function joined<T extends Int32Array | Float64Array>(first: T, second: T): T {
  const all = new (first.constructor as new (length: number) => T)(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}
