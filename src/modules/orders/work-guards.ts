import type {
  DiagnosticReport,
  Encounter,
  MedicationRequest,
  Procedure,
  ServiceRequest,
  Specimen,
} from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { verbalOf } from '#fhir/order-marks.ts'
import { cs, sid } from '#fhir/systems.ts'
import { isWardDrug } from '#modules/drug-orders/index.ts'
import type { Context } from '#platform/context.ts'
import type { Guard, GuardedChange, Statement } from '#platform/guard.ts'
import { answeredKinds, standingKinds } from './domain/kinds.ts'
import { orderCode } from './read-orders.ts'
import { kindOf } from './service-request.ts'

const dateOf = (text: string | undefined): Date | null => {
  const at = text ? new Date(text) : undefined
  return at && !Number.isNaN(at.getTime()) ? at : null
}

const upsertText = `
  insert into order_work as work (facility, resource_type, id, kind, code, name, urgent, requisition, patient_id,
    encounter_id, department, performer, requester_id, requester_name, status, standing, starts_at, ordered_at,
    resulted_at, cosign_until, said_by, cosigned_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
    (select department from order_place where facility = $1 and encounter_id = $10),
    $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
  on conflict (facility, resource_type, id) do update set
    patient_id = excluded.patient_id, encounter_id = excluded.encounter_id, status = excluded.status, urgent = excluded.urgent, performer = excluded.performer,
    resulted_at = coalesce(work.resulted_at, excluded.resulted_at),
    cosign_until = excluded.cosign_until, said_by = excluded.said_by, cosigned_at = excluded.cosigned_at`

interface Row {
  readonly type: 'ServiceRequest' | 'MedicationRequest'
  readonly kind: string
  readonly code: string
  readonly name: string
  readonly requisition: string | undefined
  readonly performer: string | null
  readonly starts: string | undefined
  readonly standing: boolean
}

function upsert(ctx: Context, id: string, request: ServiceRequest | MedicationRequest, row: Row): Statement {
  const verbal = verbalOf(request)
  const orderedAt = dateOf(request.authoredOn) ?? ctx.now()
  const answered = request.status === 'completed' && answeredKinds.has(row.kind)
  return {
    name: 'order_work_upsert',
    text: upsertText,
    values: [
      ctx.facility,
      row.type,
      id,
      row.kind,
      row.code,
      row.name,
      request.priority !== undefined && request.priority !== 'routine',
      row.requisition ?? null,
      idOf(request.subject),
      idOf(request.encounter),
      row.performer,
      idOf(request.requester) || null,
      request.requester?.display ?? null,
      request.status ?? 'unknown',
      row.standing,
      dateOf(row.starts) ?? orderedAt,
      orderedAt,
      answered ? ctx.now() : null,
      dateOf(verbal?.cosignUntil),
      verbal ? idOf(verbal.saidBy) || null : null,
      dateOf(verbal?.cosignedAt),
    ],
  }
}

function serviceRow(request: ServiceRequest): Row {
  const kind = kindOf(request)
  const repeat = request.occurrenceTiming?.repeat
  return {
    type: 'ServiceRequest',
    kind,
    code: orderCode(request),
    name: request.code?.text ?? request.code?.coding?.[0]?.display ?? '',
    requisition: request.requisition?.system === sid.order ? request.requisition.value : undefined,
    performer: idOf(request.performer?.find((one) => one.reference?.startsWith('Organization/'))) || null,
    starts: request.occurrenceDateTime ?? repeat?.boundsPeriod?.start,
    standing: standingKinds.has(kind) || repeat !== undefined,
  }
}

function drugRow(request: MedicationRequest): Row {
  const concept = request.medicationCodeableConcept
  return {
    type: 'MedicationRequest',
    kind: request.dosageInstruction?.[0]?.doseAndRate?.[0]?.rateQuantity ? 'infusion' : 'drug',
    code: concept?.coding?.[0]?.code ?? '',
    name: concept?.text ?? '',
    requisition: request.groupIdentifier?.value,
    performer: null,
    starts: undefined,
    standing: true,
  }
}

function gone(ctx: Context, change: GuardedChange): Statement {
  return {
    name: 'order_work_gone',
    text: 'delete from order_work where facility = $1 and resource_type = $2 and id = $3',
    values: [ctx.facility, change.type, change.id],
  }
}

/** A level of care holds until the next one: nobody does it at an hour. */
const isCareLevel = (request: ServiceRequest) =>
  request.code?.coding?.some(({ system }) => system === cs.careLevel) === true

/** Orders of every channel stand in the list the moment they are written; drugs only while a signature is owed. */
const requests: Guard = {
  name: 'orders.work: requests',
  types: ['ServiceRequest', 'MedicationRequest'],
  beside(ctx, changes) {
    return changes.flatMap((change): readonly Statement[] => {
      if (!change.after) return [gone(ctx, change)]
      if (change.type === 'ServiceRequest') {
        const request = change.after as ServiceRequest
        return request.encounter && !isCareLevel(request)
          ? [upsert(ctx, change.id, request, serviceRow(request))]
          : []
      }
      const request = change.after as MedicationRequest
      if (!isWardDrug(request) || !verbalOf(request)) return []
      return [upsert(ctx, change.id, request, drugRow(request))]
    })
  },
}

const stepText = (column: string) => `
  update order_work set ${column} = least(coalesce(${column}, $3), $3)
  where facility = $1 and resource_type = 'ServiceRequest' and id = any($2)`

function step(
  ctx: Context,
  column: 'collected_at' | 'performed_at' | 'resulted_at',
  ids: string[],
  at: Date,
): Statement {
  return { name: `order_work_${column}`, text: stepText(column), values: [ctx.facility, ids, at] }
}

const requestIds = (references: readonly { readonly reference?: string }[] | undefined) =>
  (references ?? []).flatMap((one) => (one.reference?.startsWith('ServiceRequest/') ? [idOf(one)] : []))

/** What was drawn, done or answered for an order moves it on, whoever writes it. */
const steps: Guard = {
  name: 'orders.work: steps',
  types: ['Specimen', 'Procedure', 'DiagnosticReport'],
  beside(ctx, changes) {
    return changes.flatMap((change): readonly Statement[] => {
      const after = change.after
      if (!after) return []
      const told = stepTold(after as Specimen | Procedure | DiagnosticReport)
      return told && told.ids.length > 0 ? [step(ctx, told.column, told.ids, told.at ?? ctx.now())] : []
    })
  },
}

type Told = { column: 'collected_at' | 'performed_at' | 'resulted_at'; ids: string[]; at: Date | null }

function stepTold(after: Specimen | Procedure | DiagnosticReport): Told | undefined {
  if (after.resourceType === 'Specimen') {
    const at = after.collection?.collectedDateTime
    return at ? { column: 'collected_at', ids: requestIds(after.request), at: dateOf(at) } : undefined
  }
  if (after.resourceType === 'Procedure') {
    if (after.status !== 'completed') return undefined
    const at = after.performedDateTime ?? after.performedPeriod?.start
    return { column: 'performed_at', ids: requestIds(after.basedOn), at: dateOf(at) }
  }
  if (!after.conclusion || !['final', 'amended', 'corrected'].includes(after.status)) return undefined
  return { column: 'resulted_at', ids: requestIds(after.basedOn), at: dateOf(after.issued) }
}

/** Where a patient of a ward is; who moves takes the open orders along. */
const wards: Guard = {
  name: 'orders.work: wards',
  types: ['Encounter'],
  beside(ctx, changes) {
    return changes.flatMap((change): readonly Statement[] => {
      const after = change.after as Encounter | undefined
      const before = (change.before as Encounter | undefined)?.serviceProvider?.reference
      const department = idOf(after?.serviceProvider)
      if (after?.class?.code !== 'IMP' || !department || after.serviceProvider?.reference === before) return []
      const values = [ctx.facility, change.id, department]
      return [
        {
          name: 'order_place',
          text: `insert into order_place (facility, encounter_id, department) values ($1, $2, $3)
            on conflict (facility, encounter_id) do update set department = excluded.department`,
          values,
        },
        {
          name: 'order_work_ward',
          text: 'update order_work set department = $3 where facility = $1 and encounter_id = $2',
          values,
        },
      ]
    })
  },
}

export const workGuards: readonly Guard[] = [requests, steps, wards]
