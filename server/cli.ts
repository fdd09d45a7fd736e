import { CommanderError } from 'commander'
import { InputRefused, type Problem } from './core/problems.ts'
import { ConfigRefused } from './config.ts'
import { exitCodes, type CommandAnswer } from './commands/answer.ts'
import { createProgram } from './commands/program.ts'
import { AppError } from './errors.ts'
import { DataDirectoryLocked } from './db/embedded/lock.ts'
import { PortRefused } from './main.ts'

const exitCode = await main(process.argv)
// Everything has been flushed by now; workers and timers that are still alive must not keep the process.
process.exit(exitCode)

async function main(argv: string[]): Promise<number> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  let answer: CommandAnswer = { output: '', exitCode: exitCodes.answered }
  const program = createProgram((given) => (answer = given))
  try {
    await program.parseAsync(argv)
  } catch (error) {
    return sayFailure(error)
  }
  await write(process.stdout, answer.output)
  return answer.exitCode
}

/** Words for people on standard error; the exit code for programs. */
async function sayFailure(error: unknown): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.answered : exitCodes.usage
  if (error instanceof InputRefused) {
    await write(process.stderr, error.problems.map(problemLine).join(''))
    return exitCodes.refused
  }
  if (error instanceof ConfigRefused || error instanceof PortRefused) {
    await write(process.stderr, `${error.message}\n`)
    return exitCodes.refused
  }
  if (error instanceof AppError || error instanceof DataDirectoryLocked) {
    await write(process.stderr, `${error instanceof AppError ? `${error.code}：${error.words.zh} / ${error.words.en}` : error.message}\n`)
    return exitCodes.refused
  }
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
  await write(process.stderr, `内部错误 / internal error: ${words}\n`)
  return exitCodes.bug
}

function problemLine(problem: Problem): string {
  const place = [problem.row === undefined ? '' : `第 ${problem.row} 行`, problem.column ?? '', problem.value === undefined ? '' : `「${problem.value}」`]
  const where = place.filter(Boolean).join(' ')
  const fix = problem.fix ? ` → ${problem.fix.zh} / ${problem.fix.en}` : ''
  return `${problem.code}${where ? `（${where}）` : ''}：${problem.message.zh} / ${problem.message.en}${fix}\n`
}

function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return text === '' ? Promise.resolve() : new Promise((resolve) => stream.write(text, () => resolve()))
}
