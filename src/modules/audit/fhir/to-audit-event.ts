import type { AuditEvent, AuditEventAgent, AuditEventEntity, CodeableConcept } from '@medplum/fhirtypes'
import { cs, sid } from '#fhir/systems.ts'
import type { JournalEvent } from '../list-audit.ts'
import { kindOf, letterOf, typeOf } from './kinds.ts'

const terminology = 'http://terminology.hl7.org/CodeSystem'
const outcomes: Readonly<Record<string, '0' | '4' | '8'>> = { success: '0', refused: '4' }

/** An outcome code as the journal says it; undefined for one that no event has. */
export const outcomeOfCode = (code: string) => ({ 0: 'success', 4: 'refused', 8: 'failed' })[code]

/** An event of the journal as FHIR tells it; what is hashed in the ledger is the event itself, nothing is stored twice. */
export function toAuditEvent(event: JournalEvent): AuditEvent {
  const kind = kindOf(event.action)
  const purpose = purposeOf(event.purpose)
  return {
    resourceType: 'AuditEvent',
    id: event.id,
    meta: { lastUpdated: event.at },
    type: typeOf(kind),
    subtype: [{ system: cs.auditAction, code: event.action }],
    action: letterOf(event.action) as NonNullable<AuditEvent['action']>,
    recorded: event.at,
    outcome: outcomes[event.outcome] ?? '8',
    outcomeDesc: event.outcome,
    ...(purpose ? { purposeOfEvent: [purpose] } : {}),
    agent: [agentOf(event)],
    source: {
      site: `facility ${event.facility ?? 1}`,
      observer: { identifier: { system: sid.facility, value: String(event.facility ?? 1) }, display: 'Lãn Ông' },
      type: [{ system: `${terminology}/security-source-type`, code: '4', display: 'Application Server' }],
    },
    entity: entitiesOf(event),
  }
}

const codes = /^[A-Z]{2,20}$/

function purposeOf(purpose: string | undefined): CodeableConcept | undefined {
  if (purpose === undefined || purpose === '') return undefined
  if (!codes.test(purpose)) return { text: purpose }
  return { coding: [{ system: `${terminology}/v3-ActReason`, code: purpose }] }
}

function agentOf({ actor, actorKind, userName, roles, practitioner, source }: JournalEvent): AuditEventAgent {
  const account = { identifier: { system: sid.account, value: actor } }
  const address = source?.replace(/^\[(.+)\](:\d+)?$/, '$1').replace(/^([^:]+):\d+$/, '$1')
  return {
    type: {
      coding: [
        actorKind === 'system'
          ? { system: 'http://dicom.nema.org/resources/ontology/DCM', code: '110150', display: 'Application' }
          : { system: `${terminology}/extra-security-role-type`, code: 'humanuser', display: 'human user' },
      ],
    },
    ...(roles && roles.length > 0 ? { role: roles.map((text) => ({ text })) } : {}),
    who: { ...(practitioner ? { reference: `Practitioner/${practitioner}` } : {}), ...account },
    ...(userName ? { altId: userName } : {}),
    requestor: true,
    ...(address ? { network: { address, type: '2' } } : {}),
  }
}

const named = /^([A-Z][A-Za-z]+)\/[A-Za-z0-9.-]{1,64}(\/_history\/\d+)?$/

function entitiesOf(event: JournalEvent): AuditEventEntity[] {
  const { patient, patients = [], entities = [], requestId, detail = {} } = event
  const found: AuditEventEntity[] = []
  for (const whose of patient === undefined ? patients : [patient])
    if (/^[A-Za-z0-9.-]{1,64}$/.test(whose))
      found.push({
        what: { reference: `Patient/${whose}` },
        type: { system: `${terminology}/audit-entity-type`, code: '1', display: 'Person' },
        role: { system: `${terminology}/object-role`, code: '1', display: 'Patient' },
      })
  for (const entity of entities) found.push(entityOf(entity))
  found.push(requestOf(requestId, detail))
  return found
}

function entityOf(entity: string): AuditEventEntity {
  const type = named.exec(entity)?.[1]
  if (type === undefined) return { name: entity }
  return {
    what: { reference: entity },
    type: { system: 'http://hl7.org/fhir/resource-types', code: type },
    role: { system: `${terminology}/object-role`, code: '4', display: 'Domain Resource' },
  }
}

/** The request itself, with what the journal tells of it; the query of a search stands where FHIR looks for it. */
function requestOf(requestId: string | undefined, detail: NonNullable<JournalEvent['detail']>): AuditEventEntity {
  const { query, ...rest } = detail
  const told = Object.entries(rest).map(([type, value]) => ({ type, valueString: String(value) || '-' }))
  return {
    ...(requestId === undefined ? {} : { what: { identifier: { system: sid.request, value: requestId } } }),
    type: { system: `${terminology}/audit-entity-type`, code: '2', display: 'System Object' },
    role: { system: `${terminology}/object-role`, code: '24', display: 'Query' },
    ...(typeof query === 'string' && query !== '' ? { query: Buffer.from(query).toString('base64') } : {}),
    ...(told.length > 0 ? { detail: told } : {}),
  }
}
