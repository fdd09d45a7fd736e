import { ruleKinds } from '../core/policy/pack.ts'
import { readGivenFile, listBuiltInPacks, readPackArgument, readPackOrRefuse } from '../policies/load-packs.ts'
import { countByKind, summarisePack } from '../policies/pack-summary.ts'
import { readPlanText } from '../policies/plan-text.ts'
import { verifyQuotes } from '../policies/verify-quotes.ts'
import { exitCodes, type CommandAnswer } from './answer.ts'

/** `yiquan policy list`: the packs that come with the product; uploaded ones live in the database, behind the API. */
export function runPolicyList(options: { json?: boolean }): CommandAnswer {
  const packs = listBuiltInPacks().map(({ pack, contentHash }) => ({ ...summarisePack(pack), contentHash }))
  if (options.json) return answered(`${JSON.stringify(packs)}\n`)
  const lines = packs.map((pack) => `${pack.id}\t${pack.region.code}\t${pack.period.join('–')}\t${pack.statusText}\t${pack.ruleCount}+${pack.reportedCount}\t${pack.title}\n`)
  return answered(lines.join(''))
}

/** `yiquan policy show`: a pack as it stands, or as the product has read it. */
export function runPolicyShow(id: string, options: { json?: boolean }): CommandAnswer {
  const pack = readPackArgument(id)
  if (options.json) return answered(`${JSON.stringify(pack)}\n`)
  const builtIn = listBuiltInPacks().find((one) => one.pack.id === id)
  return answered(builtIn ? builtIn.yaml : readGivenFile(id).toString('utf8'))
}

/** `yiquan policy check`: reads a file of one's own; what is wrong with it goes to standard error, a line each. */
export function runPolicyCheck(path: string, options: { json?: boolean }): CommandAnswer {
  const pack = readPackOrRefuse(readGivenFile(path))
  if (options.json) return answered(`${JSON.stringify(summarisePack(pack))}\n`)
  const counts = countByKind(pack)
  const kinds = ruleKinds.filter((kind) => counts[kind]).map((kind) => `  ${kind}：${counts[kind]}`)
  return answered(
    [
      `通过 / sound：${pack.id}（${pack.document.title}，${pack.document.statusText}）`,
      `规则 / rules：${pack.rules.length}；填报指标 / reported figures：${pack.reported.length}；选项 / choices：${pack.choices.length}`,
      ...kinds,
      '',
    ].join('\n'),
  )
}

/** `yiquan policy verify`: whether every quote stands in the plan's text. Exit code 2 where one does not. */
export function runPolicyVerify(options: { pack: string; text: string; json?: boolean }): CommandAnswer {
  const pack = readPackArgument(options.pack)
  const verdicts = verifyQuotes(pack, readPlanText(readGivenFile(options.text)))
  const missing = verdicts.filter(({ found }) => !found)
  const exitCode = missing.length === 0 ? exitCodes.answered : exitCodes.refused
  if (options.json) {
    const entries = missing.map(({ id, ref, quote, nearest }) => ({ id, ref, quote, nearest }))
    return { output: `${JSON.stringify({ pack: pack.id, checked: verdicts.length, found: verdicts.length - missing.length, missing: entries })}\n`, exitCode }
  }
  const lines = [
    `${pack.id}：${verdicts.length - missing.length} / ${verdicts.length} 条原文一致 / quotes stand verbatim`,
    ...missing.flatMap(({ id, ref, quote, nearest }) => [
      `✗ ${id}（${ref}）`,
      `  摘录 / quote：${quote}`,
      nearest ? `  最近 / nearest（${nearest.sharedPercent}%）：${nearest.passage}` : '  文中没有相近的文字 / nothing like it in the text',
    ]),
  ]
  return { output: `${lines.join('\n')}\n`, exitCode }
}

function answered(output: string): CommandAnswer {
  return { output, exitCode: exitCodes.answered }
}
