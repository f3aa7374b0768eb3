import { Chip, type EntryState, formatDateTime, language, Num, StateChip, type Tone, t } from '#web/kit/index.ts'
import type { MeetingRow } from '../contract.ts'

/** `2026-11-23T08:30` of a field to the moment that it means here, and back. */
export const momentOf = (field: string): string | undefined => (field ? `${field}:00+07:00` : undefined)

export const fieldOf = (moment: string | undefined): string => {
  if (!moment) return ''
  const shifted = new Date(Date.parse(moment) + 7 * 3_600_000)
  return Number.isNaN(shifted.getTime()) ? '' : shifted.toISOString().slice(0, 16)
}

const looks: Readonly<Record<string, EntryState>> = {
  requested: 'waiting',
  received: 'waiting',
  accepted: 'waiting',
  'in-progress': 'draft',
  completed: 'done',
  cancelled: 'stopped',
  rejected: 'stopped',
}

export function MeetingState({ state }: { readonly state: string }) {
  return <StateChip state={looks[state] ?? 'waiting'}>{t(`consultations.state.${state}`)}</StateChip>
}

const tones: Readonly<Record<string, Tone>> = {
  requested: 'dashed',
  received: 'warn',
  accepted: 'ok',
  completed: 'ok',
  rejected: 'crit',
  cancelled: 'quiet',
}

export function AnswerState({ state }: { readonly state: string }) {
  return <Chip tone={tones[state] ?? 'quiet'}>{t(`consultations.answer.${state}`)}</Chip>
}

/** What it is: the kind of consultation by its own name, the others by theirs. */
export const kindText = ({ kind, form, title }: Pick<MeetingRow, 'kind' | 'form' | 'title'>): string =>
  kind === 'consultation' ? (form?.[language()] ?? title) : t(`consultations.kind.${kind}`)

/** When it is held, or by when it is to be; red words when that has passed. */
export function MeetingTime({ row }: { readonly row: MeetingRow }) {
  if (row.late && row.dueAt)
    return (
      <span className="lo-crit">
        <Num>{t('consultations.lateSince', { at: formatDateTime(row.dueAt) })}</Num>
      </span>
    )
  if (row.at) return <Num>{formatDateTime(row.at)}</Num>
  return row.dueAt ? <Num>{t('consultations.by', { at: formatDateTime(row.dueAt) })}</Num> : <>–</>
}
