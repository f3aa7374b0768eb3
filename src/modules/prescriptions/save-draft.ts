import { isDeepStrictEqual } from 'node:util'
import type { DetectedIssue, MedicationRequest, Practitioner, Reference } from '@medplum/fhirtypes'
import { drugOf } from '#fhir/drug-of-request.ts'
import { sid } from '#fhir/systems.ts'
import { formatDay } from '#kernel/civil-date.ts'
import type { Drug } from '#kernel/drug/drug.ts'
import { drugsByCode, noteShown, overrideChanges } from '#modules/order-checks/index.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { refuseLocked } from '#store/record-state.ts'
import type { Change } from '#store/types.ts'
import { basisOf } from './basis.ts'
import { checkDrugs } from './check-drugs.ts'
import type { DraftBody, LineForm, PrescriptionView } from './contract.ts'
import type { Alert } from './domain/alert.ts'
import { checkPrescription } from './domain/check-prescription.ts'
import type { Line } from './domain/line.ts'
import { quantityFor } from './domain/quantity.ts'
import { prescriptionErrors } from './errors.ts'
import { counted, draftOf, prescriptionView } from './prescription-view.ts'
import { endedBy, type PrescribingVisit, readPrescribingVisit } from './read-situation.ts'
import { prescriptionRules } from './rules.ts'
import { requestOf } from './to-request.ts'

/** Throws unless the visit goes on and nobody else wrote since the screen read it. */
export function refuseStale(visit: PrescribingVisit, basis: string): void {
  refuseLocked(visit.encounter)
  if (!visit.open) throw prescriptionErrors.visitEnded()
  const { requests } = draftOf(visit)
  if (basisOf(requests) === basis) return
  const newest = requests
    .map((one) => one)
    .sort((a, b) => (b.meta?.lastUpdated ?? '').localeCompare(a.meta?.lastUpdated ?? ''))[0]
  const at = newest?.meta?.lastUpdated ?? ''
  throw prescriptionErrors.changedMeanwhile({ by: newest?.requester?.display ?? '–', at, on: formatDay(at) })
}

function lineFrom(form: LineForm, drugs: ReadonlyMap<string, Drug>): Line {
  const { drugCode, ...written } = form
  const drug = drugs.get(drugCode)
  if (!drug) throw prescriptionErrors.unknownDrug({ code: drugCode })
  const counted = !form.doseUnit || form.doseUnit === drug.unit
  return { ...written, drug, quantity: form.quantity ?? (counted ? quantityFor(form) : 1) }
}

/** Without what the store adds, so that an unchanged line is not written again. */
function content({ meta: _meta, ...resource }: MedicationRequest): unknown {
  return JSON.parse(JSON.stringify(resource))
}

function changesFor(
  ctx: Context,
  visit: PrescribingVisit,
  lines: readonly Line[],
  companion: string | undefined,
): Change[] {
  const { requests } = draftOf(visit)
  const before = new Map(requests.map((one) => [one.id ?? '', one]))
  const prior = requests.find((one) => one.priorPrescription)?.priorPrescription
  const issued = new Set(visit.requests.filter((one) => one.status !== 'draft').map((one) => one.id))
  const written = lines.flatMap((line, at): Change[] => {
    if (issued.has(line.id)) throw prescriptionErrors.lineTaken({ id: line.id })
    const old = before.get(line.id)
    const resource = {
      ...requestOf(line, {
        patientId: visit.patientId,
        encounterId: visit.encounter.id ?? '',
        requester: requesterOf(ctx),
        companion,
        weightId: visit.situation.weightKg ? visit.weight?.id : undefined,
        number: at + 1,
        category: visit.fromWard ? 'discharge' : 'outpatient',
      }),
      ...(prior ? { priorPrescription: prior } : {}),
    }
    if (!old) return [{ kind: 'create', resource, id: line.id }]
    const same = isDeepStrictEqual(content({ ...resource, requester: old.requester as never }), content(old))
    return same ? [] : [{ kind: 'update', resource, ifVersion: Number(old.meta?.versionId) }]
  })
  const kept = new Set(lines.map((line) => line.id))
  const removed = requests.filter((one) => !kept.has(one.id ?? ''))
  return [
    ...removed.map((one): Change => ({ kind: 'delete', type: 'MedicationRequest', id: one.id ?? '' })),
    ...written,
  ]
}

export function requesterOf(ctx: Context): MedicationRequest['requester'] & object {
  const { practitionerId, name } = ctx.actor
  return practitionerId ? { reference: `Practitioner/${practitionerId}`, display: name } : { display: name }
}

function authorOf(ctx: Context): Reference<Practitioner> {
  const { practitionerId, name } = ctx.actor
  return practitionerId ? { reference: `Practitioner/${practitionerId}`, display: name } : { display: name }
}

/** A reason for going on despite an alert, kept as a DetectedIssue with its mitigation. */
function acceptance(ctx: Context, visit: PrescribingVisit, alert: Alert, reason: string): DetectedIssue {
  return {
    resourceType: 'DetectedIssue',
    identifier: [{ system: sid.alert, value: `${visit.encounter.id}|${alert.key}` }],
    status: 'final',
    code: {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
          code: alert.kind === 'allergy' ? 'ALGY' : alert.kind === 'duplicate' ? 'DUPTHPY' : 'DOSE',
        },
      ],
      text: alert.reason,
    },
    severity: alert.level === 'stop' ? 'high' : 'moderate',
    patient: { reference: `Patient/${visit.patientId}` },
    identifiedDateTime: ctx.now().toISOString(),
    author: authorOf(ctx),
    implicated: [
      ...(alert.lineId ? [{ reference: `MedicationRequest/${alert.lineId}` as const }] : []),
      ...(alert.cause ? [{ reference: alert.cause }] : []),
    ],
    mitigation: [
      {
        action: { text: reason },
        date: ctx.now().toISOString(),
        author: authorOf(ctx),
      },
    ],
  }
}

/** Reasons for passing checks that are the same on the ward. */
async function drugAcceptances(
  ctx: Context,
  visit: PrescribingVisit,
  lines: readonly Line[],
  body: DraftBody,
): Promise<Change[]> {
  const known = new Map(visit.overrides.map((one) => [one.key, one.reason]))
  const given = (body.overrides ?? []).filter((one) => known.get(one.key) !== one.reason.trim())
  if (given.length === 0) return []
  const { alerts } = await checkDrugs(ctx, visit.encounter, lines, endedBy(visit, draftOf(visit).requests))
  return overrideChanges(ctx, visit.encounter, alerts, given, () => 'MedicationRequest')
}

function acceptances(ctx: Context, visit: PrescribingVisit, lines: readonly Line[], body: DraftBody): Change[] {
  const known = new Map(visit.overrides.map((one) => [one.key, one.reason]))
  const alerts = checkPrescription(lines, { ...visit.situation, companion: body.companion }, prescriptionRules())
  return (body.overrides ?? []).flatMap(({ key, reason }): Change[] => {
    const alert = alerts.find((one) => one.key === key && one.overridable)
    if (!alert || reason.trim().length < 3 || known.get(key) === reason.trim()) return []
    return [{ kind: 'create', resource: acceptance(ctx, visit, alert, reason.trim()) }]
  })
}

/** Keeps the lines of a draft as they stand on the screen: new, changed and removed ones in one commit. */
export async function saveDraft(ctx: Context, encounterId: string, body: DraftBody): Promise<PrescriptionView> {
  const visit = await readPrescribingVisit(ctx, encounterId)
  refuseStale(visit, body.basis)
  const known = new Map(visit.requests.map((one) => [drugOf(one).code, drugOf(one)]))
  const drugs = new Map([
    ...known,
    ...(await drugsByCode(
      ctx,
      body.lines.map((one) => one.drugCode),
    )),
  ])
  const lines = body.lines.map((form) => lineFrom(form, drugs))
  const changes = [
    ...changesFor(ctx, visit, lines, body.companion?.trim() || undefined),
    ...acceptances(ctx, visit, lines, body),
    ...(await drugAcceptances(ctx, visit, lines, body)),
  ]
  if (changes.length > 0) await commit(ctx, changes)
  const saved = await readPrescribingVisit(ctx, encounterId)
  await noteShown(ctx, encounterId, counted(saved))
  return prescriptionView(saved)
}
