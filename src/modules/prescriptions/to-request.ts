import type { Extension, MedicationRequest, Reference } from '@medplum/fhirtypes'
import { numberOf } from '#fhir/decimal.ts'
import { cs, ext } from '#fhir/systems.ts'
import { dosageText } from './domain/dosage-text.ts'
import { type Drug, displayName } from './domain/drug.ts'
import { drugKinds } from './domain/drug-kind.ts'
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
}

/** The drug as the list has it on this day, kept beside its code. */
export function drugExtension(drug: Drug): Extension {
  const part = (url: string, valueString: string | undefined) => (valueString ? [{ url, valueString }] : [])
  return {
    url: ext.drug,
    extension: [
      ...part('strength', drug.strength),
      ...part('form', drug.form),
      ...part('unit', drug.unit),
      ...part('tradeName', drug.tradeName),
      { url: 'kind', valueCode: drug.kind },
    ],
  }
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
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/medicationrequest-category', code: 'outpatient' },
        ],
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

/** The drug as it was prescribed, whatever the drug list says today. */
export function drugOf(request: MedicationRequest): Drug {
  const concept = request.medicationCodeableConcept
  const parts = request.extension?.find((one) => one.url === ext.drug)?.extension ?? []
  const part = (url: string) => parts.find((one) => one.url === url)?.valueString
  const kind = parts.find((one) => one.url === 'kind')?.valueCode
  const tradeName = part('tradeName')
  const dosage = request.dosageInstruction?.[0]
  const ingredients = (concept?.coding ?? [])
    .filter((one) => one.system === cs.ingredient)
    .map((one) => ({ code: one.code ?? '', name: one.display ?? one.code ?? '' }))
  const name = concept?.text ?? concept?.coding?.[0]?.display ?? ''
  return {
    code: concept?.coding?.find((one) => one.system === cs.drug)?.code ?? concept?.coding?.[0]?.code ?? name,
    ingredients: ingredients.length > 0 ? ingredients : [{ code: name, name }],
    ...(tradeName ? { tradeName } : {}),
    strength: part('strength') ?? '',
    form: part('form') ?? '',
    unit: part('unit') ?? request.dispenseRequest?.quantity?.unit ?? '',
    route: { code: dosage?.route?.coding?.[0]?.code ?? '', name: dosage?.route?.text ?? '' },
    kind: drugKinds.find((known) => known === kind) ?? 'C',
  }
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
