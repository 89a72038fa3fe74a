/** The sentences of plans with backup, of equal access, in phases, and of several services. English has the same keys. */
export default {
  title: '方案类型',
  backup: '至少几处可达才算服务',
  backupUnit: '处',
  backupNone: '1',
  together: '备份、分期、综合体只用于「覆盖的人最多」，彼此之间、与容量都不能同用；分期和综合体也不能关停设施。先清掉一项，另一项就会出现。',
  totalBackup: /** @param {number} k @param {string} people @param {number} backup */ (k, people, backup) => `${k} 处合计让 ${people}有至少 ${backup} 处可达。`,
  totalInequality: /** @param {number} k @param {string} before @param {string} after @param {string} people */ (k, before, after, people) =>
    `${k} 处让可及度的差异（变异系数，0 为完全均衡）从 ${before} 变为 ${after}，新增够得着 ${people}。`,
  totalLowest: /** @param {number} k @param {string} before @param {string} after @param {string} people */ (k, before, after, people) =>
    `${k} 处让最低的可及度从 ${before} 变为 ${after}，新增够得着 ${people}。`,
  perThousand: /** @param {string} n */ (n) => `每千人可服务 ${n} 人`,
  someReachNone: '「有人一处也够不着」',
  nobodyHasAny: '「没有一处可达」',
};
