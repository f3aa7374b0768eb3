import { Chip, t } from '#web/kit/index.ts'
import type { IncidentRow } from '../contract.ts'

const tones = { open: 'accent', proposed: 'warn', closed: 'quiet' } as const

export function StateChip({ row }: { readonly row: Pick<IncidentRow, 'state' | 'level'> }) {
  if (row.state === 'open' && !row.level) return <Chip tone="warn">{t('incidents.state.unclassified')}</Chip>
  return <Chip tone={tones[row.state]}>{t(`incidents.state.${row.state}`)}</Chip>
}
