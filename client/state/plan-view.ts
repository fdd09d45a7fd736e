import { useMemo } from 'react'
import { useEvaluation, useEvaluations, usePolicies, usePolicy, useRegions } from '../api/plan-queries.ts'
import { isOwnPack, newestOfYear, orderPacks } from '../tables/plan-rows.ts'
import { useUrlState } from './use-url-state.ts'

/**
 * The plan and the evaluation on screen. Table, drawer, map and sentences all take them from here, so they never disagree.
 * `basis` is the scenario that is judged; nothing is, unless asked, over anything but the real state.
 */
export function usePlanView(code: string, basis: string | null = null) {
  const url = useUrlState()
  const policies = usePolicies()
  const regions = useRegions()
  const region = regions.data?.find((item) => item.code === code)
  const packs = useMemo(() => (policies.data && region ? orderPacks(policies.data, region) : []), [policies.data, region])
  // Another place's plan is a yardstick that the user asks for, never one that the product picks.
  const own = region && packs.find((item) => isOwnPack(item, region))
  const pack = packs.find((item) => item.id === url.pack) ?? own ?? null
  const policy = usePolicy(pack?.id ?? null)
  const list = useEvaluations(code, pack?.id ?? null, basis)
  const year = url.year ?? pack?.period[1] ?? null
  const record = year === null ? undefined : newestOfYear(list.data ?? [], year)
  const reply = useEvaluation(code, record?.id ?? null)
  return {
    policies,
    regions,
    region,
    packs,
    pack,
    isOwn: pack !== null && region !== undefined && isOwnPack(pack, region),
    policy: policy.data?.pack ?? null,
    list,
    basis,
    year,
    evaluation: record ?? null,
    reply,
  }
}
export type PlanView = ReturnType<typeof usePlanView>
