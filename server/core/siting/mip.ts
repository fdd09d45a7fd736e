/**
 * A mixed-integer programme, whoever solves it: minimise offset + Σ columnCost·x within the bounds of columns and rows.
 * Rows are packed: entries of row r are rowStart[r] … rowStart[r + 1].
 */
export interface MipModel {
  columnCost: Float64Array
  columnLower: Float64Array
  columnUpper: Float64Array
  isInteger: Uint8Array
  rowLower: Float64Array
  rowUpper: Float64Array
  rowStart: Int32Array
  entryColumn: Int32Array
  entryValue: Float64Array
  offset: number
}

export interface MipOptions {
  timeLimitSeconds: number
  /** A known answer to begin with: a value a column. */
  start?: Float64Array
  /** An answer within this of the bound is the optimum. */
  absoluteGap: number
  /** Stop as soon as an answer is at most `objective`, or the bound above it: for questions of yes or no. */
  stopAround?: number
}

export interface MipAnswer {
  /** `stopped` is the time limit or `stopAround`; `failed` is a solver that gave up (memory, numbers): nothing is known. */
  status: 'optimal' | 'infeasible' | 'stopped' | 'failed'
  values?: Float64Array
  objective?: number
  /** No answer is below; −Infinity where nothing is proven, Infinity where there is no answer. */
  bound: number
}

/** Solves at once, in this thread. */
export type MipSolver = (model: MipModel, options: MipOptions) => MipAnswer

/** Puts a model together column by column and row by row; columns first where rows refer to them. */
export function createMipBuilder() {
  const columnCost: number[] = []
  const columnLower: number[] = []
  const columnUpper: number[] = []
  const isInteger: number[] = []
  const rowLower: number[] = []
  const rowUpper: number[] = []
  const rowStart = [0]
  const entryColumn: number[] = []
  const entryValue: number[] = []
  let offset = 0
  return {
    /** Returns the index of the new column. */
    column(cost: number, lower: number, upper: number, integer: boolean): number {
      columnCost.push(cost)
      columnLower.push(lower)
      columnUpper.push(upper)
      isInteger.push(integer ? 1 : 0)
      return columnCost.length - 1
    },
    /** Adds one entry to the row that the next `endRow` closes. */
    entry(column: number, value: number): void {
      entryColumn.push(column)
      entryValue.push(value)
    },
    endRow(lower: number, upper: number): void {
      rowLower.push(lower)
      rowUpper.push(upper)
      rowStart.push(entryColumn.length)
    },
    addOffset(value: number): void {
      offset += value
    },
    entryCount: () => entryColumn.length,
    finish: (): MipModel => ({
      columnCost: Float64Array.from(columnCost),
      columnLower: Float64Array.from(columnLower),
      columnUpper: Float64Array.from(columnUpper),
      isInteger: Uint8Array.from(isInteger),
      rowLower: Float64Array.from(rowLower),
      rowUpper: Float64Array.from(rowUpper),
      rowStart: Int32Array.from(rowStart),
      entryColumn: Int32Array.from(entryColumn),
      entryValue: Float64Array.from(entryValue),
      offset,
    }),
  }
}
