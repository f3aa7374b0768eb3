import type { Extension, MedicationAdministration } from '@medplum/fhirtypes'
import { lexemeOf } from '#fhir/decimal.ts'
import { ext } from '#fhir/systems.ts'
import { present } from '#kernel/present.ts'
import type { InfusionEvent } from './domain/infusion-volume.ts'

export type DoseOutcome =
  | 'given'
  | 'refused'
  | 'held'
  | 'not-available'
  | 'vomited'
  | 'running'
  | 'infused'
  | 'withdrawn'

export interface DoseLot {
  readonly lot: string
  readonly units: string
  readonly expiresOn?: string
}

export interface DoseEffect {
  readonly scale: string
  readonly before?: string
  readonly dueAt: string
  readonly after?: string
  readonly at?: string
  readonly by?: string
}

/** What is known of a dose: who, where, when, what, how much, who pays, which lot. */
export interface DoseDetail {
  readonly outcome: DoseOutcome
  readonly drug: string
  readonly amount?: string
  readonly unit?: string
  readonly by: string
  readonly byId?: string
  readonly witness?: string
  readonly place?: string
  readonly payer?: string
  readonly lots: readonly DoseLot[]
  readonly debt?: string
  /** Code of why not, or what was said of it. */
  readonly reason?: string
  readonly reasonText?: string
  readonly timeReason?: string
  readonly patientBy?: string
  readonly drugBy?: string
  readonly note?: string
  readonly effect?: DoseEffect
  readonly infusion?: readonly (InfusionEvent & { readonly by?: string })[]
  readonly withdrawn?: { readonly reason: string; readonly by: string; readonly at: string }
}

const part = (of: Extension | undefined, url: string) => of?.extension?.find((one) => one.url === url)
const textIn = (of: Extension | undefined, url: string) => {
  const found = part(of, url)
  return found?.valueString ?? found?.valueCode ?? found?.valueDateTime ?? found?.valueReference?.display
}

function effectOf(of: Extension | undefined): DoseEffect | undefined {
  const dueAt = textIn(of, 'dueAt')
  if (!of || !dueAt) return undefined
  return {
    scale: textIn(of, 'scale') ?? '',
    dueAt,
    ...present({
      before: textIn(of, 'before'),
      after: textIn(of, 'after'),
      at: textIn(of, 'at'),
      by: textIn(of, 'by'),
    }),
  }
}

function eventsOf(extensions: readonly Extension[]): (InfusionEvent & { by?: string })[] {
  return extensions
    .filter((one) => one.url === ext.infusionEvent)
    .map((one) => {
      const fields = ['kind', 'at', 'rate', 'bag', 'left', 'lot', 'by'].map((name) => [name, textIn(one, name)])
      return Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as unknown as InfusionEvent & {
        by?: string
      }
    })
}

function lotsOf(facts: Extension | undefined): DoseLot[] {
  return (facts?.extension ?? [])
    .filter((one) => one.url === 'lot')
    .map((one) => ({
      lot: textIn(one, 'number') ?? '',
      units: textIn(one, 'units') ?? '',
      ...present({ expiresOn: part(one, 'expiresOn')?.valueDate }),
    }))
}

const outcomeOfStatus: Readonly<Record<string, DoseOutcome>> = {
  completed: 'given',
  'not-done': 'refused',
  'on-hold': 'held',
  'in-progress': 'running',
  stopped: 'vomited',
  'entered-in-error': 'withdrawn',
}

function outcomeOf(resource: MedicationAdministration, infused: boolean): DoseOutcome {
  if (resource.status === 'not-done' && reasonCode(resource) === 'no-stock') return 'not-available'
  if (infused && (resource.status === 'completed' || resource.status === 'stopped')) return 'infused'
  return outcomeOfStatus[resource.status ?? ''] ?? 'given'
}

const reasonCode = (resource: MedicationAdministration) => resource.statusReason?.[0]?.coding?.[0]?.code

function withdrawnOf(facts: Extension | undefined, resource: MedicationAdministration) {
  const reason = resource.extension?.find((one) => one.url === ext.correctionReason)?.valueString
  if (resource.status !== 'entered-in-error') return undefined
  return {
    reason: reason ?? '',
    by: textIn(facts, 'withdrawnBy') ?? '',
    at: textIn(facts, 'withdrawnAt') ?? '',
  }
}

const performerOf = (resource: MedicationAdministration, code: string) =>
  resource.performer?.find((one) => one.function?.coding?.some((coding) => coding.code === code))?.actor

/** Reads a dose back from its MedicationAdministration. */
export function detailOf(resource: MedicationAdministration): DoseDetail {
  const extensions = resource.extension ?? []
  const facts = extensions.find((one) => one.url === ext.doseFacts)
  const infusion = eventsOf(extensions)
  const by = performerOf(resource, 'performer') ?? resource.performer?.[0]?.actor
  return {
    outcome: outcomeOf(resource, infusion.length > 0),
    drug: resource.medicationCodeableConcept?.text ?? '',
    by: by?.display ?? '',
    lots: lotsOf(facts),
    ...present({
      amount: lexemeOf(resource.dosage?.dose?.value),
      unit: resource.dosage?.dose?.unit,
      byId: by?.reference,
      witness: performerOf(resource, 'verifier')?.display,
      place: part(facts, 'place')?.valueReference?.reference,
      payer: textIn(facts, 'payer'),
      debt: textIn(facts, 'debt'),
      reason: reasonCode(resource),
      reasonText: resource.statusReason?.[0]?.text,
      timeReason: textIn(facts, 'timeReason'),
      patientBy: textIn(facts, 'patientBy'),
      drugBy: textIn(facts, 'drugBy'),
      note: resource.note?.[0]?.text,
      effect: effectOf(extensions.find((one) => one.url === ext.doseEffect)),
      infusion: infusion.length > 0 ? infusion : undefined,
      withdrawn: withdrawnOf(facts, resource),
    }),
  }
}
