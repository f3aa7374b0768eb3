import { Button, Icon, t } from '#web/kit/index.ts'
import './give-bar.css'
import { rights, rightsShown } from '../domain/five-rights.ts'
import { type Round, type Stop, timeOf } from './round.ts'

interface GiveBarProps {
  readonly round: Round
  readonly stop: Stop | undefined
  readonly now: Date
  readonly dueCount: number
  readonly busy: boolean
  readonly onGive: () => void
  readonly onScan: () => void
  readonly onType: () => void
}

const order = ['early', 'late', 'right'] as const

function shownFor({ round, stop, now }: GiveBarProps) {
  const { picks } = round
  const times = picks.map((pick) => timeOf(pick, now) ?? 'right')
  const scanned = picks.length > 0 && picks.every((pick) => pick.code !== undefined || pick.drugBy !== undefined)
  return rightsShown({
    patient: stop?.patient ? false : round.band !== undefined || round.patientBy !== undefined ? true : undefined,
    drug: stop?.wrong ?? (scanned ? 'right' : undefined),
    time: order.find((one) => times.includes(one)),
    timeReason: picks.every((pick) => (timeOf(pick, now) ?? 'right') === 'right' || pick.timeReason !== undefined),
  })
}

/** The foot of the chart: the five rights as they are met, and the one next act. */
export function GiveBar(props: GiveBarProps) {
  const { round, dueCount, busy, onGive, onScan, onType } = props
  const shown = shownFor(props)
  const { picks } = round
  const next = round.band === undefined ? 'medicines.scan.band' : 'medicines.scan.pack'
  return (
    <div className="mar-bar">
      <div className="mar-bar-words">
        <b>
          {picks.length > 0
            ? t('medicines.bar.chosen', { count: picks.length })
            : t('medicines.bar.due', { count: dueCount })}
        </b>
        <span>{picks.map((pick) => pick.order.name).join(', ')}</span>
      </div>
      <ul className="mar-rights" aria-label={t('medicines.rights')}>
        {rights.map((right) => (
          <li key={right} data-state={shown[right]}>
            <i>
              {shown[right] === 'right' ? (
                <Icon name="check" size={14} />
              ) : shown[right] === 'wrong' ? (
                <Icon name="close" size={14} />
              ) : null}
            </i>
            {t(`medicines.right.${right}`)}
            <span className="lo-hidden">{t(`medicines.right.${shown[right]}`)}</span>
          </li>
        ))}
      </ul>
      <div className="mar-bar-acts">
        <Button size="lg" icon="keyboard" keyHint="F2" onClick={onType}>
          {t('medicines.scan.type')}
        </Button>
        {picks.length > 0 ? (
          <Button kind="primary" size="xl" icon="check" busy={busy} onClick={onGive}>
            {t('medicines.give', { count: picks.length })}
          </Button>
        ) : (
          <Button kind="primary" size="xl" icon="scan" onClick={onScan}>
            {t(next)}
          </Button>
        )}
      </div>
    </div>
  )
}
