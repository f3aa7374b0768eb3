import { Checkbox, Chip, Code, formatDateTime, Panel, Row, t } from '#web/kit/index.ts'
import type { WaitingPaper } from '../contract.ts'

interface WaitingListProps {
  readonly title: string
  readonly papers: readonly WaitingPaper[]
  readonly open: string
  readonly marked: ReadonlySet<string>
  /** Whether its bytes have been on the screen. */
  readonly isSeen: (paper: WaitingPaper) => boolean
  readonly onOpen: (id: string) => void
  readonly onMark: (marked: ReadonlySet<string>) => void
}

function toggled(marked: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(marked)
  if (!next.delete(id)) next.add(id)
  return next
}

/** My papers, oldest first; marked ones are signed together. */
export function WaitingList({ title, papers, open, marked, isSeen, onOpen, onMark }: WaitingListProps) {
  return (
    <Panel title={title} count={papers.length}>
      {papers.map((paper) => (
        <Row
          key={paper.id}
          selected={paper.id === open}
          onOpen={() => onOpen(paper.id)}
          lead={
            <Checkbox
              label={`${paper.title} ${paper.patientName}`}
              hideLabel
              checked={marked.has(paper.id)}
              onChange={() => onMark(toggled(marked, paper.id))}
            />
          }
          title={<b>{paper.title}</b>}
          {...(isSeen(paper) ? { aside: <Chip icon="check">{t('signing.seen')}</Chip> } : {})}
          detail={
            <>
              <div>
                <Code>{paper.form}</Code> {paper.patientName}
              </div>
              <div className="lo-num">{formatDateTime(paper.since)}</div>
              {paper.correctionReason && (
                <div className="lo-plum">{t('signing.correction', { reason: paper.correctionReason })}</div>
              )}
            </>
          }
        />
      ))}
    </Panel>
  )
}
