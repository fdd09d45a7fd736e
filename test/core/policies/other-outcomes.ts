import type { RuleStatus } from '../../../server/core/policy/result.ts'

/**
 * The rules that are neither met nor not met, each with its reason. `words`: the plan says 形成, 基本建成 … and no number;
 * `no target`: it asks for something and prints no target; `checklist`: only a person can answer; `no figure`: 本规划未规定
 * until the user adopts a standard; `not held`: what must be reached is nothing that the product holds.
 */
export const otherOutcomes: Record<string, { status: RuleStatus; reason: 'words' | 'no target' | 'checklist' | 'no figure' | 'not held' }> = {
  // 四川省凉山州冕宁县
  'MN-01': { status: 'qualitative', reason: 'words' }, // 形成
  'MN-02': { status: 'qualitative', reason: 'no target' },
  'MN-09': { status: 'qualitative', reason: 'no target' },
  'MN-10': { status: 'not_prescribed', reason: 'no figure' },
  'MN-11': { status: 'qualitative', reason: 'no target' },
  'MN-12': { status: 'qualitative', reason: 'words' }, // 完成整改
  'MN-13': { status: 'qualitative', reason: 'no target' },
  'MN-14': { status: 'qualitative', reason: 'no target' },
  'MN-15': { status: 'qualitative', reason: 'words' }, // 基本形成
  'MN-20': { status: 'qualitative', reason: 'words' }, // 基本建成
  'MN-21': { status: 'qualitative', reason: 'no target' },
  'MN-22': { status: 'qualitative', reason: 'no target' },
  'MN-23': { status: 'manual', reason: 'checklist' },
  'MN-24': { status: 'qualitative', reason: 'no target' },
  'MN-25': { status: 'qualitative', reason: 'no target' },
  'MN-26': { status: 'qualitative', reason: 'no target' },
  // 四川省乐山市
  'LS-01': { status: 'qualitative', reason: 'words' }, // 基本建成
  'LS-06': { status: 'not_prescribed', reason: 'no figure' },
  'LS-10': { status: 'qualitative', reason: 'words' }, // 基本建立
  'LS-25': { status: 'qualitative', reason: 'no target' },
  'LS-12': { status: 'qualitative', reason: 'no target' },
  'LS-14': { status: 'qualitative', reason: 'no target' },
  'LS-15': { status: 'qualitative', reason: 'no target' },
  'LS-21': { status: 'manual', reason: 'checklist' },
  'LS-22': { status: 'qualitative', reason: 'no target' },
  'LS-23': { status: 'qualitative', reason: 'no target' },
  'LS-24': { status: 'manual', reason: 'checklist' },
  // 云南省玉溪市
  'YX-01': { status: 'qualitative', reason: 'words' }, // 构建
  'YX-10': { status: 'qualitative', reason: 'no target' },
  'YX-11': { status: 'qualitative', reason: 'words' }, // 完成整改
  'YX-14': { status: 'qualitative', reason: 'words' }, // 更加健全
  'YX-23': { status: 'qualitative', reason: 'words' }, // 更加健全
  'YX-15': { status: 'qualitative', reason: 'no target' },
  'YX-16': { status: 'qualitative', reason: 'no target' },
  'YX-19': { status: 'manual', reason: 'checklist' },
  'YX-19b': { status: 'manual', reason: 'checklist' },
  'YX-21': { status: 'qualitative', reason: 'no target' },
  'YX-22': { status: 'qualitative', reason: 'no target' },
  // 宁夏中卫市沙坡头区
  'SP-01': { status: 'qualitative', reason: 'no target' },
  'SP-02': { status: 'qualitative', reason: 'words' }, // 均衡覆盖
  'SP-06': { status: 'qualitative', reason: 'no target' },
  'SP-21': { status: 'qualitative', reason: 'no target' },
  'SP-22': { status: 'manual', reason: 'checklist' },
  'SP-23': { status: 'qualitative', reason: 'no target' },
  'SP-24': { status: 'qualitative', reason: 'no target' },
  'SP-25': { status: 'qualitative', reason: 'words' }, // 基本建立
  'SP-26': { status: 'insufficient_data', reason: 'not held' },
  // 江西省赣州市石城县
  'SC-01': { status: 'qualitative', reason: 'words' }, // 基本建成
  'SC-13': { status: 'qualitative', reason: 'no target' },
  'SC-21': { status: 'qualitative', reason: 'no target' },
  'SC-24': { status: 'qualitative', reason: 'no target' },
  'SC-25': { status: 'qualitative', reason: 'no target' },
  'SC-26': { status: 'qualitative', reason: 'words' }, // 健全完善
  'SC-27': { status: 'qualitative', reason: 'no target' },
  'SC-28': { status: 'manual', reason: 'checklist' },
  'SC-29': { status: 'qualitative', reason: 'no target' },
  'SC-30': { status: 'qualitative', reason: 'no target' },
  'SC-32': { status: 'qualitative', reason: 'no target' },
  'SC-33': { status: 'qualitative', reason: 'no target' },
}
