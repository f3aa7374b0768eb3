import type { Encounter, Extension, Reference } from '@medplum/fhirtypes'
import { ext } from '#fhir/systems.ts'

/** What can happen to a stay. */
export const stayEventKinds = [
  'admitted',
  'moved',
  'swapped',
  'left',
  'returned',
  'transfer-asked',
  'transfer-withdrawn',
  'transfer-refused',
  'transferred',
  'discharged',
  'discharge-undone',
  'cancelled',
] as const
export type StayEventKind = (typeof stayEventKinds)[number]

export interface StayEvent {
  readonly kind: StayEventKind
  readonly at: string
  readonly who: string
  readonly reason?: string
  /** Place, department or bed that it led to. */
  readonly to?: string
}

export function withEvent<E extends Encounter>(
  encounter: E,
  event: Omit<StayEvent, 'who'> & { readonly who: Reference },
): E {
  const said: Extension = {
    url: ext.stayEvent,
    extension: [
      { url: 'kind', valueCode: event.kind },
      { url: 'at', valueDateTime: event.at },
      { url: 'who', valueReference: event.who },
      ...(event.to ? [{ url: 'to', valueString: event.to }] : []),
      ...(event.reason ? [{ url: 'reason', valueString: event.reason }] : []),
    ],
  }
  return { ...encounter, extension: [...(encounter.extension ?? []), said] }
}

/** Everything that happened to a stay, oldest first. */
export function stayEventsOf(encounter: Encounter): readonly StayEvent[] {
  return (encounter.extension ?? [])
    .filter((one) => one.url === ext.stayEvent)
    .map((event) => {
      const part = (name: string) => event.extension?.find((one) => one.url === name)
      const reason = part('reason')?.valueString
      const to = part('to')?.valueString
      return {
        kind: part('kind')?.valueCode as StayEventKind,
        at: part('at')?.valueDateTime ?? '',
        who: part('who')?.valueReference?.display ?? '',
        ...(reason ? { reason } : {}),
        ...(to ? { to } : {}),
      }
    })
}
