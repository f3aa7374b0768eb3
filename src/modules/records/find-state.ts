import type { Patient } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { findResource } from '#store/read.ts'
import { numberOfRecord, stateOf } from './encounter-record.ts'
import type { PlaceView } from './office-contract.ts'
import { listPlaces } from './places.ts'
import { readRecord } from './record-members.ts'

export interface FoundRecord {
  readonly state: string
  readonly number: string
  readonly patientId: string
  readonly medium: PlaceView['medium']
}

/** What other modules need to know of a record. */
export async function findRecordState(ctx: Context, id: string): Promise<FoundRecord> {
  const encounter = await readRecord(ctx, id)
  return {
    state: stateOf(encounter),
    number: numberOfRecord(encounter) ?? '',
    patientId: encounter.subject?.reference?.split('/')[1] ?? '',
    medium: (await listPlaces(ctx, id))[0]?.medium ?? 'electronic',
  }
}

export async function patientNameOf(ctx: Context, id: string): Promise<string> {
  return (await findResource<Patient>(ctx, 'Patient', id))?.name?.[0]?.text ?? ''
}
