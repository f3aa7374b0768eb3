import { useState } from 'react'
import {
  api,
  Button,
  Chip,
  Empty,
  Failure,
  FilterChips,
  type IconName,
  Loading,
  Panel,
  Timeline,
  type Tone,
  t,
  toApiError,
  useApi,
  useGo,
} from '#web/kit/index.ts'
import type { Event, TimelineView } from '../contract.ts'
import type { EventKind } from '../domain/event.ts'

const icons: Readonly<Record<EventKind, IconName>> = {
  visit: 'stethoscope',
  result: 'flask',
  prescription: 'pill',
  paper: 'document',
}
const tones: Readonly<Record<string, Tone>> = {
  unsigned: 'warn',
  signed: 'ok',
  amended: 'plum',
  archived: 'ok',
  'in-progress': 'accent',
  stopped: 'quiet',
}
const choices = ['all', 'visit', 'result', 'prescription', 'paper'] as const
type ChoiceOfKind = (typeof choices)[number]

function address(event: Event): string | undefined {
  if (event.kind === 'visit' && event.encounterId)
    return event.stay ? `/stay/${event.encounterId}/overview` : `/exam/${event.encounterId}`
  if (event.documentId) return `/documents/${event.documentId}`
  return undefined
}

function stateOf(event: Event) {
  if (!event.state || event.state === 'final' || event.state === 'finished') return undefined
  return <Chip tone={tones[event.state] ?? 'quiet'}>{t(`chart.state.${event.state}`)}</Chip>
}

/** What happened, newest first, by pages; filters are chips. */
export function History({ patientId, first }: { readonly patientId: string; readonly first: TimelineView }) {
  const go = useGo()
  const [kind, setKind] = useState<ChoiceOfKind>('all')
  const filtered = useApi<TimelineView>(kind === 'all' ? undefined : `/api/patients/${patientId}/timeline`, {
    kinds: kind,
  })
  const [more, setMore] = useState<{
    of: ChoiceOfKind
    events: readonly Event[]
    next: string | undefined
    error?: string
  }>()
  const start = kind === 'all' ? first : filtered.data
  const own = more?.of === kind ? more : undefined
  const events = [...(start?.events ?? []), ...(own?.events ?? [])]
  const next = own ? own.next : start?.next
  async function older(): Promise<void> {
    if (!next) return
    try {
      const page = await api.get<TimelineView>(`/api/patients/${patientId}/timeline`, {
        before: next,
        ...(kind === 'all' ? {} : { kinds: kind }),
      })
      setMore({ of: kind, events: [...(own?.events ?? []), ...page.events], next: page.next })
    } catch (thrown) {
      setMore({ of: kind, events: own?.events ?? [], next, error: toApiError(thrown).title })
    }
  }
  return (
    <Panel
      title={t('chart.history.title')}
      actions={
        <FilterChips
          label={t('chart.history.show')}
          value={kind}
          onChange={setKind}
          options={choices.map((value) => ({ value, label: t(`chart.history.${value}`) }))}
        />
      }
      footer={
        next && (
          <Button size="sm" onClick={() => void older()}>
            {t('chart.history.older')}
          </Button>
        )
      }
    >
      {!start && !filtered.isError && <Loading rows={5} />}
      {kind !== 'all' && filtered.isError && <Failure error={filtered.error} retry={filtered.refetch} />}
      {own?.error && <Chip tone="warn">{own.error}</Chip>}
      {start && events.length === 0 && <Empty>{t('chart.history.empty')}</Empty>}
      {events.length > 0 && (
        <Timeline
          label={t('chart.history.title')}
          groupByDay
          items={events.map((event) => {
            const to = address(event)
            return {
              key: event.key,
              at: event.at,
              icon: icons[event.kind],
              title: event.title || t(`chart.history.${event.kind}`),
              ...(event.detail ? { detail: event.detail } : {}),
              state: stateOf(event),
              ...(to ? { onOpen: () => go(to) } : {}),
            }
          })}
        />
      )}
    </Panel>
  )
}
