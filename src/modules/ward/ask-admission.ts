import type { Encounter, Patient, Task } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { cs, ext } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { findResource, readResource } from '#store/read.ts'
import { admit } from './admit.ts'
import { type AdmissionTask, waitingTasks } from './asked.ts'
import type { AskBody, TakeBody } from './asked-contract.ts'
import { reasonOf, whoOf } from './change-stay.ts'
import type { Admitted } from './contract.ts'
import { isStay } from './domain/stay-facts.ts'
import { wardErrors } from './errors.ts'
import { lockPatient, wardOf } from './repository.ts'

/** The visit ends in an admission: its patient waits for a bed of a department from now on. */
export async function askAdmission(ctx: Context, visitId: string, body: AskBody): Promise<void> {
  const visit = await readResource<Encounter>(ctx, 'Encounter', visitId)
  const patientId = idOf(visit.subject)
  if (isStay(visit) || visit.status === 'cancelled') throw wardErrors.wrongFrom({ id: visitId })
  const reason = reasonOf(body.reason)
  const running = await lockPatient(ctx, patientId)
  if (running) throw wardErrors.alreadyIn({ number: running.record_number, encounterId: running.encounter_id })
  const [standing] = await waitingTasks(ctx, { patient: `Patient/${patientId}` })
  if (standing) throw wardErrors.askedAlready({ department: standing.owner?.display ?? '' })
  const ward = await wardOf(ctx, body.departmentId)
  const patient = await readResource<Patient>(ctx, 'Patient', patientId)
  const task: AdmissionTask = {
    resourceType: 'Task',
    id: ctx.newId(),
    status: 'requested',
    intent: 'order',
    priority: body.urgent ? 'urgent' : 'routine',
    code: { coding: [{ system: cs.wardTask, code: 'admission' }], text: 'Nhập viện' },
    // The visit is its focus and not its encounter: the patient may still wait when the record of the visit is closed.
    focus: { reference: `Encounter/${visitId}` },
    for: {
      reference: `Patient/${patientId}`,
      display: patient.name?.find((one) => one.use !== 'old')?.text ?? '',
    },
    authoredOn: instantInVietnam(ctx.now()),
    requester: whoOf(ctx) as NonNullable<Task['requester']>,
    owner: { reference: `Organization/${body.departmentId}`, display: ward.name },
    reasonCode: { text: reason },
  }
  await commit(ctx, [{ kind: 'create', resource: task, id: task.id }])
}

/** The Task, held against who admits the same patient meanwhile; throws when it waits no more. */
async function holdAsked(ctx: Context, id: string): Promise<AdmissionTask> {
  const known = await findResource<AdmissionTask>(ctx, 'Task', id)
  if (!known || !isAdmission(known)) throw wardErrors.notAsked()
  await lockPatient(ctx, idOf(known.for))
  const task = await readResource<AdmissionTask>(ctx, 'Task', id)
  if (task.status !== 'requested') throw wardErrors.notAsked()
  return task
}

const isAdmission = (task: Task) => task.code?.coding?.some(({ system }) => system === cs.wardTask) === true

async function endAsked(ctx: Context, id: string, status: 'rejected' | 'cancelled', why: string): Promise<void> {
  const task = await holdAsked(ctx, id)
  const ended: AdmissionTask = {
    ...task,
    status,
    statusReason: { text: reasonOf(why) },
    lastModified: instantInVietnam(ctx.now()),
    note: [...(task.note ?? []), { authorString: ctx.actor.name, text: why.trim() }],
  }
  await commit(ctx, [{ kind: 'update', resource: ended, ifVersion: Number(task.meta?.versionId) }])
}

/** The department cannot take the patient; who asked is told why. */
export const refuseAdmission = (ctx: Context, id: string, why: string) => endAsked(ctx, id, 'rejected', why)

/** Who asked thinks again. */
export const withdrawAdmission = (ctx: Context, id: string, why: string) => endAsked(ctx, id, 'cancelled', why)

/** The department takes the patient as the visit sends him: its reason, payer and diagnoses come along. */
export async function admitAsked(ctx: Context, id: string, body: TakeBody): Promise<Admitted> {
  const task = await holdAsked(ctx, id)
  const visit = await readResource<Encounter>(ctx, 'Encounter', idOf(task.focus))
  const payer = visit.extension?.find((one) => one.url === ext.payer)?.valueCode
  return admit(ctx, {
    ...body,
    patientId: idOf(task.for),
    departmentId: idOf(task.owner),
    source: visit.class?.code === 'EMER' ? 'emergency' : 'outpatient',
    fromEncounterId: idOf(task.focus),
    reason: task.reasonCode?.text ?? '',
    payer: payer === 'bhyt' ? 'bhyt' : 'self',
  })
}
