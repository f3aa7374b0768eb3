import type { Encounter, Extension } from '@medplum/fhirtypes'
import { ext, type RecordState, recordStates, sid } from '#fhir/systems.ts'
import type { RecordEvent } from './contract.ts'

/** State of the record a root Encounter stands for; absent means open. */
export function stateOf(encounter: Encounter): RecordState {
  const code = encounter.extension?.find((one) => one.url === ext.recordState)?.valueCode
  return recordStates.find((state) => state === code) ?? 'open'
}

/** Number of the record; undefined for encounters that are no record of this house. */
export function numberOfRecord(encounter: Encounter): string | undefined {
  return encounter.identifier?.find((one) => one.system === sid.record)?.value
}

export function archiveNumberOf(encounter: Encounter): string | undefined {
  return encounter.identifier?.find((one) => one.system === sid.archive)?.value
}

/** Every change of state the record went through, oldest first. */
export function eventsOf(encounter: Encounter): readonly RecordEvent[] {
  return (encounter.extension ?? []).filter((one) => one.url === ext.recordEvent).map(readEvent)
}

function readEvent(event: Extension): RecordEvent {
  const part = (name: string) => event.extension?.find((one) => one.url === name)
  return {
    state: part('state')?.valueCode ?? '',
    at: part('at')?.valueDateTime ?? '',
    who: part('who')?.valueReference?.display ?? '',
    reason: part('reason')?.valueString,
    askedBy: part('askedBy')?.valueString,
  }
}

/** The Encounter in a new state, with the event added that says who, when and why. */
export function withState(
  encounter: Encounter & { id: string },
  state: RecordState,
  event: {
    readonly at: string
    readonly who: { readonly reference?: string; readonly display: string }
    readonly reason?: string
    readonly askedBy?: string
  },
): Encounter & { id: string } {
  const others = (encounter.extension ?? []).filter((one) => one.url !== ext.recordState)
  const said: Extension = {
    url: ext.recordEvent,
    extension: [
      { url: 'state', valueCode: state },
      { url: 'at', valueDateTime: event.at },
      { url: 'who', valueReference: event.who },
      ...(event.reason ? [{ url: 'reason', valueString: event.reason }] : []),
      ...(event.askedBy ? [{ url: 'askedBy', valueString: event.askedBy }] : []),
    ],
  }
  return { ...encounter, extension: [...others, { url: ext.recordState, valueCode: state }, said] }
}

/** Retention as it was fixed when the record was archived. */
export function retentionOnRecord(
  encounter: Encounter,
): { code: string; years: number; until: string; source: string } | undefined {
  const found = encounter.extension?.find((one) => one.url === ext.retention)
  if (!found) return undefined
  const part = (name: string) => found.extension?.find((one) => one.url === name)
  return {
    code: part('class')?.valueCode ?? '',
    years: part('years')?.valueInteger ?? 0,
    until: part('until')?.valueDate ?? '',
    source: part('source')?.valueString ?? '',
  }
}
