import { formatDay, Row, t } from '#web/kit/index.ts'
import type { ScanReading } from '../contract.ts'

interface ProposalsProps {
  readonly of: ScanReading | undefined
  readonly onPaper: (title: string, form: string) => void
  readonly onDay: (day: string) => void
}

/** What the machine takes the paper for: nothing is filled in until a person takes it over. */
export function Proposals({ of, onPaper, onDay }: ProposalsProps) {
  if (!of || of.papers.length + of.days.length === 0) return null
  return (
    <div>
      <span className="lo-dense lo-ink2">{t('digitising.proposals')}</span>
      {of.papers.map(({ title, form = '', line, page }) => (
        <Row
          key={`${form} ${title}`}
          icon="folder"
          title={form ? `${form} · ${title}` : title}
          detail={t('digitising.proposal.from', { page, line })}
          onOpen={() => onPaper(title, form)}
        />
      ))}
      {of.days.map(({ day, line, page }) => (
        <Row
          key={day}
          icon="calendar"
          title={formatDay(day)}
          detail={t('digitising.proposal.from', { page, line })}
          onOpen={() => onDay(day)}
        />
      ))}
    </div>
  )
}
