import type { Encounter } from '@medplum/fhirtypes'
import { closedStates, ext, sid } from '#fhir/systems.ts'
import { recordErrors } from './errors.ts'

type Json = Readonly<Record<string, unknown>>

/** State of the record whose root a visit is: open, finished, completed and so on. */
export function recordState(encounter: Json): string {
  const extensions = encounter['extension'] as readonly { url?: string; valueCode?: string }[] | undefined
  return extensions?.find((one) => one.url === ext.recordState)?.valueCode ?? 'open'
}

export function recordNumber(encounter: Json): string | undefined {
  const identifiers = encounter['identifier'] as readonly { system?: string; value?: string }[] | undefined
  return identifiers?.find((one) => one.system === sid.record)?.value
}

/** Says of a closed record what the store would say, before a use case finds a lesser reason. */
export function refuseLocked(visit: Encounter): void {
  const encounter = visit as unknown as Json
  const state = recordState(encounter)
  if (closedStates.has(state))
    throw recordErrors.locked({ number: recordNumber(encounter) ?? visit.id ?? '', state })
}
