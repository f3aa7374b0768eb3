import { formatDateTime, type IconName, Panel, Timeline, type Tone, t } from '#web/kit/index.ts'
import type { TimelineEntry } from '../contract.ts'

const looks: Readonly<Record<TimelineEntry['kind'], { icon: IconName; tone?: Tone }>> = {
  visit: { icon: 'door' },
  vitals: { icon: 'pulse' },
  diagnosis: { icon: 'stethoscope' },
  order: { icon: 'flask' },
  result: { icon: 'microscope', tone: 'accent' },
  prescription: { icon: 'pill' },
  paper: { icon: 'document' },
  signature: { icon: 'seal', tone: 'ok' },
  state: { icon: 'folderCheck', tone: 'plum' },
  form: { icon: 'notes' },
  other: { icon: 'list' },
}

/** What happened in the visit, newest first. */
export function TimelinePanel({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  return (
    <Panel title={t('records.view.timeline')} count={entries.length}>
      <Timeline
        label={t('records.view.timeline')}
        groupByDay
        items={entries.map((entry, at) => ({
          key: `${entry.at} ${entry.kind} ${at}`,
          at: entry.at,
          ...looks[entry.kind],
          title: titleOf(entry),
          detail: [entry.kind === 'result' || entry.kind === 'state' ? '' : entry.detail, entry.who]
            .filter(Boolean)
            .join(' · '),
        }))}
      />
    </Panel>
  )
}

function titleOf(entry: TimelineEntry): string {
  if (entry.kind === 'visit') return t('records.event.visit')
  if (entry.kind === 'vitals') return t('records.event.vitals', { count: Number(entry.what) })
  if (entry.kind === 'result') return t('records.event.result', { count: Number(entry.detail) })
  if (entry.kind === 'signature') return t('records.event.signature', { name: entry.what })
  if (entry.kind === 'form') return t('records.event.form', { name: entry.what })
  if (entry.kind === 'state') return t(`records.log.${entry.status}`, { name: entry.who, reason: entry.detail })
  return entry.what || formatDateTime(entry.at)
}
