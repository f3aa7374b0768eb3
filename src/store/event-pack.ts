import type { Context } from '#platform/context.ts'
import type { Statement } from '#platform/guard.ts'

/** An audit event as it is stored; its content is canonical JSON, without line breaks. */
export interface ToldEvent {
  readonly id: string
  readonly at: Date
  readonly action: string
  readonly outcome: string
  readonly actor: string
  readonly patient: string | undefined
  /** Of a list of several persons; such an event always stands in a pack. */
  readonly patients?: readonly string[] | undefined
  readonly content: string
}

const usual = new Set(['create', 'update', 'read', 'search', 'view'])

/** Most events are of these actions: they are found without a key of their own. */
export function isUsual(action: string): boolean {
  return usual.has(action)
}

const changes = new Set(['create', 'update', 'delete'])
const looks = new Set(['read', 'search', 'view'])

/** In a pack, events of these actions are found by who did them: `event_pack_changed` of migrations/0450. */
export const isChange = (action: string): boolean => changes.has(action)

/** Events of other actions that came alone are found by who did them: `audit_event_done` of migrations/0450. */
export const isLook = (action: string): boolean => looks.has(action)

/** Id, time, keys and text of a pack, in the order in which the functions of migrations/0146 take them. */
type PackValues = readonly [id: string, at: Date, keys: readonly string[], told: string]

/** Events that come at the same moment, as one row with one leaf; the pack is named after the first. */
export function packValues(now: Date, events: readonly ToldEvent[]): PackValues {
  const keys = new Set<string>()
  const lines: string[] = []
  for (const { actor, patient, patients = [], action, outcome, content } of events) {
    keys.add(`actor:${actor}`)
    if (patient !== undefined) keys.add(`patient:${patient}`)
    for (const one of patients) keys.add(`listed:${one}`)
    if (!isUsual(action)) keys.add(`action:${action}`)
    if (outcome !== 'success') keys.add(`outcome:${outcome}`)
    lines.push(content)
  }
  return [events[0]?.id ?? '', now, [...keys], lines.join('\n')]
}

/** Most events of a pack; how the journal counts leaves room for fewer than a thousand. */
const mostEvents = 500

/** The statements that store events together. */
export function storePacks({ facility, now }: Context, events: readonly ToldEvent[]): readonly Statement[] {
  const packs: Statement[] = []
  for (let at = 0; at < events.length; at += mostEvents)
    packs.push({
      name: 'store_pack',
      text: 'select store_pack($1, $2, $3, $4, $5)',
      values: [facility, ...packValues(now(), events.slice(at, at + mostEvents))],
    })
  return packs
}
