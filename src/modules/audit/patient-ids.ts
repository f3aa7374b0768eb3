import type { Patient } from '@medplum/fhirtypes'
import { sid } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'

/** A patient and those who were merged into them: what was seen of these was theirs. */
export async function patientIds(ctx: Context, id: string): Promise<readonly string[]> {
  return idsOf(id, await findPatient(ctx, id))
}

/** By id or medical record number. */
export async function findPatient(ctx: Context, idOrNumber: string): Promise<Patient | undefined> {
  const [byId] = isId.test(idOrNumber) ? await searchResources<Patient>(ctx, 'Patient', { _id: idOrNumber }) : []
  if (byId) return byId
  const [byNumber] = await searchResources<Patient>(ctx, 'Patient', { identifier: `${sid.mrn}|${idOrNumber}` })
  return byNumber
}

const isId = /^[A-Za-z0-9.-]{1,64}$/

/** The id asked for, when there is no such patient: events may still tell of it. */
export function idsOf(asked: string, patient: Patient | undefined): readonly string[] {
  const id = patient?.id ?? asked
  const merged = (patient?.link ?? []).flatMap(({ type, other }) => {
    const replaced = type === 'replaces' ? other?.reference?.split('/')[1] : undefined
    return replaced === undefined ? [] : [replaced]
  })
  return [id, ...merged]
}
