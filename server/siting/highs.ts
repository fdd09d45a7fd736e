import loadHighs, { type Highs } from 'highs'
import type { MipAnswer, MipModel, MipOptions, MipSolver } from '../core/siting/mip.ts'

/**
 * HiGHS (WebAssembly) as the solver of core's models. Synchronous: it blocks its thread until the end, so it belongs in
 * a worker, and only ending that worker cancels it. Its memory never shrinks, and at most 4 GB can be had.
 */
export async function openHighs(): Promise<MipSolver> {
  let highs = await loadHighs()
  let isBroken = false
  return (model, options) => {
    if (isBroken) return { status: 'failed', bound: -Infinity }
    try {
      return run(highs, model, options)
    } catch (error) {
      // Out of memory ends the whole runtime; any other error is ours.
      if (error instanceof highs.errors.HighsValidationError) throw error
      isBroken = true
      highs = undefined as unknown as Highs
      return { status: 'failed', bound: -Infinity }
    }
  }
}

function run(highs: Highs, model: MipModel, options: MipOptions): MipAnswer {
  const { modelStatus, callbackType } = highs.constants
  return highs.withModel(
    {
      numCols: model.columnCost.length,
      numRows: model.rowLower.length,
      offset: model.offset,
      colCost: model.columnCost,
      colLower: model.columnLower,
      colUpper: model.columnUpper,
      rowLower: model.rowLower,
      rowUpper: model.rowUpper,
      integrality: Int32Array.from(model.isInteger),
      matrix: {
        format: 'csr',
        numCols: model.columnCost.length,
        numRows: model.rowLower.length,
        starts: model.rowStart,
        indices: model.entryColumn,
        values: model.entryValue,
      },
    },
    (solver): MipAnswer => {
      solver.options.set({
        output_flag: false,
        random_seed: 1,
        time_limit: Math.max(0.01, options.timeLimitSeconds),
        mip_rel_gap: 0,
        mip_abs_gap: options.absoluteGap,
      })
      if (options.start) solver.setSolution({ colValue: options.start })
      const around = options.stopAround
      if (around === undefined) solver.run()
      else {
        solver.run({
          [callbackType.mipInterrupt](event) {
            const { mip_primal_bound: objective = Infinity, mip_dual_bound: bound = -Infinity } = event.data
            if (objective <= around || bound > around) event.interrupt()
            return undefined
          },
        })
      }
      const status = solver.getModelStatus()
      if (status === modelStatus.infeasible || status === modelStatus.unboundedOrInfeasible)
        return { status: 'infeasible', bound: Infinity }
      const isOptimal = status === modelStatus.optimal
      if (!isOptimal && status !== modelStatus.timeLimit && status !== modelStatus.interrupted)
        return { status: 'failed', bound: -Infinity }
      const objective = solver.getObjectiveValue()
      const hasValues = solver.info.get('primal_solution_status') === 2
      const isMip = model.isInteger.includes(1)
      return {
        status: isOptimal ? 'optimal' : 'stopped',
        ...(hasValues ? { values: solver.getSolution().colValue, objective } : {}),
        bound: isMip ? Number(solver.info.get('mip_dual_bound')) : isOptimal ? objective : -Infinity,
      }
    },
  )
}
