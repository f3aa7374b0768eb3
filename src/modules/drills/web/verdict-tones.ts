export const verdictTones = { good: 'ok', fair: 'warn', poor: 'crit' } as const
