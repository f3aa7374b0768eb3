import type { Encounter, Patient } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { sid } from '#fhir/systems.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { findResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { TrialVisit } from '../workshop-contract.ts'

const mostVisits = 5

async function byNumberOf(ctx: Context, number: string): Promise<Encounter[]> {
  const identifier = [sid.record, sid.archive].map((system) => `${system}|${number}`).join(',')
  const newest = { _sort: '-date', _count: String(mostVisits) }
  const found = await searchResources<Encounter>(ctx, 'Encounter', { identifier, ...newest })
  if (found.length > 0) return found
  const [patient] = await searchResources<Patient>(ctx, 'Patient', { identifier: `${sid.mrn}|${number}` })
  return patient
    ? searchResources<Encounter>(ctx, 'Encounter', { subject: `Patient/${patient.id}`, ...newest })
    : []
}

/**
 * Visits by the whole number of a record or of a patient, the newest first. Who makes forms is given a number by those
 * who treat: nobody looks through patients from here. The search and what it found are on the audit trail.
 */
export async function findTrialVisits(ctx: Context, text: string): Promise<readonly TrialVisit[]> {
  const number = text.trim().replace(/[\s|,\\$]/g, '')
  const found = number === '' ? [] : await byNumberOf(ctx, number)
  await writeAudit(ctx, {
    action: 'search',
    outcome: 'success',
    entities: found.map(({ id }) => `Encounter/${id}`),
    purpose: 'form-trial',
    detail: { channel: 'workshop', number },
  })
  return Promise.all(
    found.map(async (visit) => {
      const patient = await findResource<Patient>(ctx, 'Patient', idOf(visit.subject))
      return {
        id: visit.id ?? '',
        number: visit.identifier?.find(({ system }) => system === sid.record)?.value ?? '',
        patientName: patient?.name?.find(({ use }) => use !== 'old')?.text ?? '',
        ...present({ from: visit.period?.start }),
      }
    }),
  )
}
