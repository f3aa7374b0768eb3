import type { Extension, MedicationAdministration, MedicationRequest } from '@medplum/fhirtypes'
import { decimal } from '#fhir/decimal.ts'
import { cs, ext } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { SecondPerson } from '#modules/ward-stock/index.ts'
import type { Context } from '#platform/context.ts'
import type { InfusionEvent } from './domain/infusion-volume.ts'
import type { OrderPlan } from './domain/order-plan.ts'
import type { DoseEffect, DoseLot } from './dose-detail.ts'
import type { StayFacts } from './stay-facts.ts'

const functions = 'http://terminology.hl7.org/CodeSystem/med-admin-perform-function'

export type Administration = MedicationAdministration & { readonly id: string }

/** What a dose is written from. */
export interface DoseFrame {
  readonly id: string
  readonly stay: StayFacts
  readonly plan: OrderPlan
  readonly request: MedicationRequest
  readonly dueAt: Date
  readonly at: Date
  readonly second?: SecondPerson | undefined
}

const text = (url: string, valueString: string | undefined): Extension[] =>
  valueString === undefined ? [] : [{ url, valueString }]

function lotExtension({ lot, units, expiresOn }: DoseLot): Extension {
  return {
    url: 'lot',
    extension: [
      { url: 'number', valueString: lot },
      { url: 'units', valueString: units },
      ...(expiresOn ? [{ url: 'expiresOn', valueDate: expiresOn }] : []),
    ],
  }
}

export interface DoseFacts {
  readonly lots?: readonly DoseLot[]
  readonly debt?: string | undefined
  readonly patientBy?: string | undefined
  readonly drugBy?: string | undefined
  readonly timeReason?: string | undefined
}

export function factsExtension(stay: StayFacts, facts: DoseFacts): Extension {
  const { lots = [], debt } = facts
  return {
    url: ext.doseFacts,
    extension: [
      { url: 'place', valueReference: { reference: `Organization/${stay.department}` } },
      ...(stay.payer ? [{ url: 'payer', valueCode: stay.payer }] : []),
      ...lots.map(lotExtension),
      ...text('debt', debt === '0' ? undefined : debt),
      ...text('patientBy', facts.patientBy),
      ...text('drugBy', facts.drugBy),
      ...text('timeReason', facts.timeReason),
    ],
  }
}

export function effectExtension(effect: DoseEffect): Extension {
  const { scale, before, dueAt, after, at, by } = effect
  return {
    url: ext.doseEffect,
    extension: [
      { url: 'scale', valueCode: scale },
      ...text('before', before),
      { url: 'dueAt', valueDateTime: dueAt },
      ...text('after', after),
      ...(at ? [{ url: 'at', valueDateTime: at }] : []),
      ...text('by', by),
    ],
  }
}

export function eventExtension(ctx: Context, event: InfusionEvent): Extension {
  const { kind, at, ...rest } = event
  const fields = Object.entries(rest) as [string, string | undefined][]
  return {
    url: ext.infusionEvent,
    extension: [
      { url: 'kind', valueCode: kind },
      { url: 'at', valueDateTime: at },
      ...fields.flatMap(([url, value]) => text(url, value)),
      ...text('by', ctx.actor.name),
    ],
  }
}

function performers(
  ctx: Context,
  second: SecondPerson | undefined,
): NonNullable<MedicationAdministration['performer']> {
  const actor = (id: string | undefined, display: string) =>
    id ? { reference: `Practitioner/${id}`, display } : { display }
  const of = (code: string) => ({ coding: [{ system: functions, code }] })
  return [
    { function: of('performer'), actor: actor(ctx.actor.practitionerId, ctx.actor.name) },
    ...(second ? [{ function: of('verifier'), actor: actor(second.practitioner, second.name) }] : []),
  ]
}

/** A dose as FHIR tells it, with all that a charge is made from later. */
export function administration(
  ctx: Context,
  frame: DoseFrame,
  status: NonNullable<MedicationAdministration['status']>,
  extension: readonly Extension[],
): Administration {
  const { plan, request, stay } = frame
  const concept = request.medicationCodeableConcept
  return {
    resourceType: 'MedicationAdministration',
    id: frame.id,
    extension: [{ url: ext.dueAt, valueDateTime: instantInVietnam(frame.dueAt) }, ...extension],
    status,
    category: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/medication-admin-category', code: 'inpatient' }],
    },
    ...(concept ? { medicationCodeableConcept: concept } : {}),
    subject: { reference: `Patient/${stay.patientId}` },
    context: { reference: `Encounter/${stay.encounterId}` },
    effectiveDateTime: instantInVietnam(frame.at),
    performer: performers(ctx, frame.second),
    request: { reference: `MedicationRequest/${plan.requestId}` },
    dosage: {
      ...(request.dosageInstruction?.[0]?.text ? { text: request.dosageInstruction[0].text } : {}),
      route: {
        coding: [{ system: cs.route, code: plan.route.code, display: plan.route.name }],
        text: plan.route.name,
      },
      ...(plan.dose === undefined
        ? {}
        : { dose: { value: decimal(plan.dose), ...(plan.doseUnit ? { unit: plan.doseUnit } : {}) } }),
    },
  }
}
