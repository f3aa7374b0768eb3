import type { Encounter, Patient, Resource } from '@medplum/fhirtypes'
import { sid } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { LabelsView } from './contract.ts'
import { labelsToPut, protectingLabels } from './policies.ts'

/** Protecting labels of a patient and of the visits, the latest first. */
export async function labelsOf(ctx: Context, patientId: string): Promise<LabelsView> {
  const [patient, visits] = await Promise.all([
    readResource<Patient>(ctx, 'Patient', patientId),
    searchResources<Encounter>(ctx, 'Encounter', { patient: patientId, _sort: '-date', _count: '100' }),
  ])
  return {
    patient: protecting(patient),
    visits: visits
      .filter(({ partOf }) => partOf === undefined)
      .map((visit) => ({
        id: visit.id ?? '',
        at: visit.period?.start,
        until: visit.period?.end,
        department: visit.serviceProvider?.display,
        recordNumber: visit.identifier?.find(({ system }) => system === sid.record)?.value,
        labels: protecting(visit),
      })),
    choices: { patient: labelsToPut.Patient, visit: labelsToPut.Encounter },
  }
}

const protecting = ({ meta }: Resource): readonly string[] =>
  meta?.security?.flatMap(({ code }) => (code && protectingLabels.has(code.toLowerCase()) ? [code] : [])) ?? []
