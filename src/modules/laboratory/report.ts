import type { DiagnosticReport, Observation, Practitioner, Reference } from '@medplum/fhirtypes'
import { cs, sid } from '#fhir/systems.ts'
import type { LoadedRequisition } from './load-requisition.ts'

/** The report of a requisition: everything that has left the laboratory so far. */
export function reportOf(given: {
  readonly id: string
  readonly loaded: LoadedRequisition
  readonly results: readonly Observation[]
  readonly at: string
  readonly performer: Reference<Practitioner>
  readonly final: boolean
  readonly earlier: DiagnosticReport | undefined
  readonly amended?: boolean
}): DiagnosticReport & { id: string } {
  const { loaded, earlier } = given
  const requests = [...loaded.requests.values()].filter(
    (request) => !['revoked', 'entered-in-error'].includes(request.status ?? ''),
  )
  const first = requests[0]
  const specimens = new Set(given.results.map((one) => one.specimen?.reference).filter((one) => one !== undefined))
  const times = given.results
    .map((one) => one.effectiveDateTime ?? '')
    .filter(Boolean)
    .sort()
  return {
    ...earlier,
    resourceType: 'DiagnosticReport',
    id: given.id,
    identifier: [{ system: sid.order, value: loaded.requisition }],
    basedOn: requests.map((request) => ({ reference: `ServiceRequest/${request.id}` })),
    status: given.amended ? 'amended' : given.final ? 'final' : 'partial',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB' }] }],
    code: {
      coding: [
        { system: cs.loinc, code: '11502-2' },
        { system: cs.form, code: '16/BV2' },
      ],
      text: 'Phiếu xét nghiệm',
    },
    ...(first?.subject ? { subject: first.subject } : {}),
    ...(first?.encounter ? { encounter: first.encounter } : {}),
    ...(times[0] ? { effectiveDateTime: times[0] } : {}),
    issued: given.at,
    performer: [given.performer],
    specimen: [...specimens].map((reference) => ({ reference })),
    result: given.results.map((one) => ({
      reference: `Observation/${one.id}`,
      ...(one.code?.text ? { display: one.code.text } : {}),
    })),
  }
}
