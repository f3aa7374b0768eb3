import type { Resource } from '@medplum/fhirtypes'
import type { TSchema } from 'typebox'
import { type AboutRoute, aboutRoute } from '#modules/access/gate.ts'
import type { RouteSpec } from '#platform/http/api.ts'
import type { Stay } from './stay.ts'

/** A resource of each type that routes are about, all of one patient. */
export function resourcesOf({ patientId, encounterId }: Stay): readonly Resource[] {
  const subject = { reference: `Patient/${patientId}` }
  const encounter = { reference: `Encounter/${encounterId}` }
  const code = { text: 'Thử' }
  return [
    {
      ...{ resourceType: 'ServiceRequest', id: 'j1', status: 'active', intent: 'order', code, subject, encounter },
      requisition: { system: 'urn:x', value: 'R-1' },
    },
    {
      ...{ resourceType: 'MedicationRequest', id: 'j1', status: 'draft', intent: 'order', subject, encounter },
      medicationCodeableConcept: code,
    },
    { resourceType: 'Task', id: 'j1', status: 'requested', intent: 'order', for: subject, encounter },
    { resourceType: 'Observation', id: 'j1', status: 'registered', code, subject, encounter },
    { resourceType: 'Procedure', id: 'j1', status: 'in-progress', subject, encounter },
    { resourceType: 'Communication', id: 'j1', status: 'in-progress', subject, encounter },
    { resourceType: 'CarePlan', id: 'j1', status: 'active', intent: 'plan', subject, encounter },
    {
      ...{
        resourceType: 'MedicationAdministration',
        id: 'j1',
        status: 'in-progress',
        subject,
        context: encounter,
      },
      ...{ medicationCodeableConcept: code, effectiveDateTime: '2026-11-23' },
    },
    {
      ...{ resourceType: 'DocumentReference', id: 'j1', status: 'current', subject },
      content: [{ attachment: { title: 'Giấy' } }],
    },
    { resourceType: 'QuestionnaireResponse', id: 'j1', status: 'in-progress', subject, encounter },
    { resourceType: 'Specimen', id: 'j1', subject, accessionIdentifier: { system: 'urn:x', value: 'A-1' } },
    {
      ...{ resourceType: 'AllergyIntolerance', id: 'j1', patient: subject, code },
      verificationStatus: {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification',
            code: 'entered-in-error',
          },
        ],
      },
    },
  ]
}

/** The scan that routes are asked about. */
export const scanId = '00000000-0000-4000-8000-000000000001'

interface Sent {
  readonly params: Record<string, unknown>
  readonly query: Record<string, unknown>
  readonly body: Record<string, unknown>
}

function place(sent: Sent, at: string, value: unknown): void {
  const names = at.split('.')
  const last = names.pop() ?? ''
  let into = sent as unknown as Record<string, unknown>
  for (const name of names) {
    into[name] ??= {}
    into = into[name] as Record<string, unknown>
  }
  into[last] = value
}

function idFor({ find, type }: Pick<AboutRoute, 'find' | 'type'>, stay: Stay): string {
  if (find === 'scan') return scanId
  if (find !== undefined) return find === 'requisition' ? 'R-1' : 'A-1'
  const [first] = [type ?? []].flat()
  if (first === 'Patient') return stay.patientId
  return first === 'Encounter' ? stay.encounterId : 'j1'
}

/** A request for a route with ids of the one patient wherever it is about something. */
export function requestOf(spec: RouteSpec<TSchema, TSchema, TSchema, TSchema>, stay: Stay) {
  const sent: Sent = { params: {}, query: {}, body: {} }
  const line = aboutRoute(spec)
  for (const one of line ? [line, ...(line.and ?? [])] : [])
    for (const at of [one.at ?? []].flat()) place(sent, at, idFor(one, stay))
  const path = spec.path.replace(/:(\w+)/g, (_, name: string) => String(sent.params[name] ?? 'x1'))
  const query = new URLSearchParams(sent.query as Record<string, string>).toString()
  const url = `/api${path}${query === '' ? '' : `?${query}`}`
  const isAbout = line !== undefined && Object.values(sent).some((part) => Object.keys(part).length > 0)
  return { url, body: spec.method === 'GET' ? undefined : sent.body, isAbout }
}
