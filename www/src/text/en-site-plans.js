/** The sentences of plans with backup, of equal access, in phases, and of several services in English; the Chinese table leads and types them. */

/** @type {typeof import('./zh-site-plans.js').default} */
export default {
  title: 'Kind of plan',
  backup: 'In reach to count as served',
  backupUnit: 'or more',
  backupNone: '1',
  together: 'Backup, phases and sites of several services are for most people covered; none of them goes with another or with a capacity, and the last two close no facility. Clear one and the others appear.',
  totalBackup: (k, people, backup) => (k === 1 ? `It gives ${people} ${backup} or more in reach.` : `Together the ${k} give ${people} ${backup} or more in reach.`),
  totalInequality: (k, before, after, people) => `${k} ${k === 1 ? 'site changes' : 'sites change'} the inequality of access (coefficient of variation, 0 is equal) from ${before} to ${after} and ${k === 1 ? 'brings' : 'bring'} ${people} into reach.`,
  totalLowest: (k, before, after, people) => `${k} ${k === 1 ? 'site changes' : 'sites change'} the lowest access from ${before} to ${after} and ${k === 1 ? 'brings' : 'bring'} ${people} into reach.`,
  perThousand: (n) => `room for ${n} per 1,000 people`,
  someReachNone: '"some reach none"',
  nobodyHasAny: '"none in reach"',
};
