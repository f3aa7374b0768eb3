import { formatNumber, Icon, type IconName, t } from '#web/kit/index.ts'
import type { CellView, OrderView } from '../contract.ts'
import { amountOf, clock, initials } from './words.ts'

const icons: Readonly<Partial<Record<CellView['state'], IconName>>> = {
  given: 'check',
  infused: 'check',
  vomited: 'warning',
  refused: 'close',
  held: 'clock',
  'not-available': 'close',
  late: 'clock',
  running: 'droplet',
}

/** First line of a cell: the hour, or when it was done. */
function firstLine({ state, dueAt, dose }: CellView): string {
  if (state === 'given' || state === 'infused' || state === 'vomited') return clock(dose?.at)
  if (state === 'running') return t('medicines.rate', { rate: formatNumber(dose?.infusion?.rate ?? '') })
  if (['refused', 'held', 'not-available'].includes(state)) return t(`medicines.state.${state}`)
  return clock(dueAt)
}

function secondLine({ state, dose, minutesLate }: CellView, order: OrderView): string {
  if (state === 'running' || state === 'infused') {
    const ml = dose?.infusion?.measuredMl ?? dose?.infusion?.computedMl ?? ''
    return t('medicines.ml', { ml: formatNumber(ml) })
  }
  if (state === 'vomited') return t('medicines.state.vomited')
  if (state === 'given')
    return [initials(dose?.by ?? ''), dose?.witness ? initials(dose.witness) : ''].filter(Boolean).join(' + ')
  if (state === 'late') return t('medicines.late', { count: minutesLate ?? 0 })
  if (state === 'rest') return t('medicines.state.rest')
  if (['refused', 'held', 'not-available'].includes(state)) return dose?.reason ?? ''
  return amountOf(order)
}

interface DoseCellProps {
  readonly order: OrderView
  readonly cell: CellView
  readonly picked: boolean
  readonly onPress: () => void
}

/** One dose of the chart: shape, mark and words say how it stands, colour only repeats it. */
export function DoseCell({ order, cell, picked, onPress }: DoseCellProps) {
  const icon = picked ? 'check' : icons[cell.state]
  const said = `${order.name}, ${clock(cell.dueAt)}, ${t(`medicines.state.${cell.state}`)}`
  const label = `${said}: ${firstLine(cell)} ${secondLine(cell, order)}`
  return (
    <button
      type="button"
      className="mar-cell"
      data-state={cell.state}
      data-picked={picked || undefined}
      aria-pressed={picked || undefined}
      aria-label={label}
      onClick={onPress}
    >
      <b>
        {icon && <Icon name={icon} size={14} />} {firstLine(cell)}
      </b>{' '}
      <span>{secondLine(cell, order)}</span>
    </button>
  )
}
