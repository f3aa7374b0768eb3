import type { DetectedIssue, Encounter, Practitioner, Reference } from '@medplum/fhirtypes'
import { sid } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import type { Change } from '#store/types.ts'
import type { CheckAlert, CheckKind, Override } from './domain/alert.ts'

/** v3-ActCode of what was met. */
const actCodes: Readonly<Record<CheckKind, string>> = {
  allergy: 'ALGY',
  duplicate: 'DUPTHPY',
  interaction: 'DRG',
  dose: 'DOSE',
  renal: 'DOSE',
  pregnancy: 'REPCOND',
  breastfeeding: 'REPCOND',
  contraindication: 'COND',
  insurance: 'BUS',
}

const severity = { stop: 'high', warning: 'moderate', note: 'low' } as const

function issue(
  ctx: Context,
  encounter: Encounter,
  alert: CheckAlert,
  reason: string,
  type: string,
): DetectedIssue {
  const { practitionerId, name } = ctx.actor
  const author: Reference<Practitioner> = practitionerId
    ? { reference: `Practitioner/${practitionerId}`, display: name }
    : { display: name }
  const at = ctx.now().toISOString()
  return {
    resourceType: 'DetectedIssue',
    identifier: [{ system: sid.alert, value: `${encounter.id}|${alert.key}` }],
    status: 'final',
    code: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: actCodes[alert.kind] }],
      text: alert.what.vi,
    },
    severity: severity[alert.level],
    patient: encounter.subject as Reference & DetectedIssue['patient'] & object,
    identifiedDateTime: at,
    author,
    implicated: [
      { reference: `${type}/${alert.lineId}` },
      ...(alert.cause ? [{ reference: alert.cause }] : []),
    ] as DetectedIssue['implicated'] & object,
    detail: alert.why.vi,
    mitigation: [{ action: { text: reason }, date: at, author }],
  }
}

/** Reasons for going on, each as a DetectedIssue with its mitigation, written with the orders. */
export function overrideChanges(
  ctx: Context,
  encounter: Encounter,
  alerts: readonly CheckAlert[],
  overrides: readonly Override[],
  typeOf: (lineId: string) => string,
): Change[] {
  const reasons = new Map(overrides.map((one) => [one.key, one.reason.trim()]))
  return alerts.flatMap((alert): Change[] => {
    const reason = reasons.get(alert.key)
    if (!reason || reason.length < 3 || !alert.overridable || alert.level === 'note') return []
    return [{ kind: 'create', resource: issue(ctx, encounter, alert, reason, typeOf(alert.lineId)) }]
  })
}
