import type { PolicyListItem } from '../../../../server/contract/policies.ts'

/** 征求意见稿 and the like: no output of a plan that is not in force goes without it. */
export function DraftStamp({ pack }: { pack: Pick<PolicyListItem, 'status' | 'statusText'> }) {
  if (pack.status !== 'draft') return null
  return <span className="stamp stamp-draft" lang="zh-CN">{pack.statusText}</span>
}
