import type { Consent, ConsentProvisionActor, Organization, Patient, Practitioner } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { dayInVietnam, isDay } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { present } from '#kernel/present.ts'
import { titleOfRole } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { accessErrors } from './errors.ts'
import { refusableRoles } from './policies.ts'
import type { NewRefusal, Refused } from './refusal-contract.ts'

const terminology = 'http://terminology.hl7.org/CodeSystem'

/**
 * Notes what a patient refuses: to let the record be seen by people, departments or roles, or by everybody who does not treat.
 * It holds at once; how it ends is another act (end-refusal.ts).
 */
export async function noteRefusal(ctx: Context, body: NewRefusal): Promise<{ readonly id: string }> {
  const patient = await readResource<Patient>(ctx, 'Patient', body.patient)
  requireLater(ctx, body.until)
  const actor = await Promise.all(body.against.map((one) => actorOf(ctx, one)))
  const document = body.document.trim()
  const id = ctx.newId()
  const resource: Consent = {
    resourceType: 'Consent',
    id,
    status: 'active',
    scope: { coding: [{ system: `${terminology}/consentscope`, code: 'patient-privacy' }] },
    category: [{ coding: [{ system: `${terminology}/v3-ActCode`, code: 'INFA' }] }],
    policyRule: { coding: [{ system: `${terminology}/v3-ActCode`, code: 'OPTOUT' }] },
    patient: { reference: `Patient/${body.patient}`, ...present({ display: patient.name?.[0]?.text }) },
    dateTime: ctx.now().toISOString(),
    sourceAttachment: { title: document },
    provision: {
      type: 'deny',
      ...(body.until === undefined ? {} : { period: { end: body.until } }),
      ...(actor.length === 0 ? {} : { actor }),
    },
  }
  await commit(ctx, [{ kind: 'create', resource, id }])
  await writeAudit(ctx, {
    action: 'access-refusal',
    outcome: 'success',
    patientId: body.patient,
    entities: [`Consent/${id}`],
    detail: {
      kind: 'refusal.noted',
      document,
      against: actor.map(({ reference }) => reference?.display ?? '').join(', '),
      until: body.until ?? '',
    },
  })
  return { id }
}

function requireLater(ctx: Context, until: string | undefined): void {
  if (until === undefined) return
  if (!isDay(until)) throw commonErrors.notADay({ value: until })
  if (until < dayInVietnam(ctx.now())) throw accessErrors.refusalPast({ until })
}

const role = { coding: [{ system: `${terminology}/v3-ParticipationType`, code: 'IRCP' }] }

/** Throws `access.refusedUnknown` when there is nobody of this name to refuse. */
async function actorOf(ctx: Context, one: Refused): Promise<ConsentProvisionActor> {
  if (one.kind === 'role') {
    if (!refusableRoles.includes(one.id)) throw accessErrors.refusedUnknown({ ...one })
    const identifier = { system: cs.staffRole, value: one.id }
    return { role, reference: { identifier, display: titleOfRole(one.id, ctx.language) } }
  }
  const type = one.kind === 'person' ? 'Practitioner' : 'Organization'
  const [found] = await searchResources<Practitioner | Organization>(ctx, type, { _id: one.id })
  if (!found) throw accessErrors.refusedUnknown({ ...one })
  const display = found.resourceType === 'Practitioner' ? found.name?.[0]?.text : found.name
  return { role, reference: { reference: `${type}/${one.id}`, ...present({ display }) } }
}
