import type { MedicationRequest, Reference } from '@medplum/fhirtypes'
import { numberOf } from '#fhir/decimal.ts'
import { drugExtension, drugOf } from '#fhir/drug-of-request.ts'
import { cs, ext } from '#fhir/systems.ts'
import { displayName } from '#kernel/drug/drug.ts'
import { dosageText } from './domain/dosage-text.ts'
import { type Line, type Meal, type Moment, meals, moments } from './domain/line.ts'

/** Who, where and when a line is written. */
export interface RequestFrame {
  readonly patientId: string
  readonly encounterId: string
  readonly requester: Reference | undefined
  readonly companion: string | undefined
  /** Observation of the weight that a young child's dose was chosen by. */
  readonly weightId: string | undefined
  readonly number: number
  /** `discharge`: to take home from a ward. */
  readonly category: 'outpatient' | 'discharge'
}

/** One line as a MedicationRequest, still a draft. */
export function requestOf(line: Line, frame: RequestFrame): MedicationRequest & { id: string } {
  const { drug } = line
  const doseUnit = line.doseUnit ?? drug.unit
  return {
    resourceType: 'MedicationRequest',
    id: line.id,
    extension: [
      drugExtension(drug),
      { url: ext.lineNumber, valueInteger: frame.number },
      ...(frame.companion ? [{ url: ext.companion, valueString: frame.companion }] : []),
    ],
    status: 'draft',
    intent: 'order',
    category: [
      {
        coding: [{ system: cs.medicationRequestCategory, code: frame.category }],
      },
    ],
    medicationCodeableConcept: {
      coding: [
        { system: cs.drug, code: drug.code, display: displayName(drug) },
        ...drug.ingredients.map((one) => ({ system: cs.ingredient, code: one.code, display: one.name })),
      ],
      text: displayName(drug),
    },
    subject: { reference: `Patient/${frame.patientId}` },
    encounter: { reference: `Encounter/${frame.encounterId}` },
    ...(frame.weightId ? { supportingInformation: [{ reference: `Observation/${frame.weightId}` }] } : {}),
    ...(frame.requester ? { requester: frame.requester as MedicationRequest['requester'] & object } : {}),
    ...(line.note ? { note: [{ text: line.note }] } : {}),
    dosageInstruction: [
      {
        text: dosageText(line),
        timing: {
          repeat: {
            boundsDuration: { value: line.days, unit: 'ngày', system: cs.ucum, code: 'd' },
            frequency: line.timesADay,
            period: line.everyDays ?? 1,
            periodUnit: 'd',
            ...(line.moments.length > 0 || line.meal
              ? { when: [...line.moments, ...(line.meal ? [line.meal] : [])] }
              : {}),
          },
        },
        ...(line.asNeeded ? { asNeededCodeableConcept: { text: line.asNeeded } } : {}),
        route: {
          coding: [{ system: cs.route, code: drug.route.code, display: drug.route.name }],
          text: drug.route.name,
        },
        doseAndRate: [{ doseQuantity: { value: line.dose, unit: doseUnit } }],
      },
    ],
    dispenseRequest: {
      quantity: { value: line.quantity, unit: drug.unit },
      expectedSupplyDuration: { value: line.days, unit: 'ngày', system: cs.ucum, code: 'd' },
    },
  }
}

/** Number of the line in its prescription; 0 when it carries none. */
export function lineNumber(request: MedicationRequest): number {
  return request.extension?.find((one) => one.url === ext.lineNumber)?.valueInteger ?? 0
}

export function companionOf(request: MedicationRequest): string | undefined {
  return request.extension?.find((one) => one.url === ext.companion)?.valueString
}

/** Reads a line back from its MedicationRequest. */
export function lineOf(request: MedicationRequest): Line {
  const drug = drugOf(request)
  const dosage = request.dosageInstruction?.[0]
  const dose = dosage?.doseAndRate?.[0]?.doseQuantity
  const period = numberOf(dosage?.timing?.repeat?.period) ?? 1
  const when: readonly string[] = dosage?.timing?.repeat?.when ?? []
  const meal = meals.find((one): one is Meal => when.includes(one))
  const note = request.note?.[0]?.text
  const asNeeded = dosage?.asNeededCodeableConcept?.text
  return {
    id: request.id ?? '',
    drug,
    dose: numberOf(dose?.value) ?? 1,
    ...(dose?.unit && dose.unit !== drug.unit ? { doseUnit: dose.unit } : {}),
    timesADay: dosage?.timing?.repeat?.frequency ?? 1,
    ...(period > 1 ? { everyDays: period } : {}),
    days: numberOf(request.dispenseRequest?.expectedSupplyDuration?.value) ?? 0,
    quantity: numberOf(request.dispenseRequest?.quantity?.value) ?? 0,
    moments: moments.filter((one): one is Moment => when.includes(one)),
    ...(meal ? { meal } : {}),
    ...(asNeeded ? { asNeeded } : {}),
    ...(note ? { note } : {}),
  }
}
