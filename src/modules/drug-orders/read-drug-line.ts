import type { MedicationRequest } from '@medplum/fhirtypes'
import { numberOf } from '#fhir/decimal.ts'
import { drugOf } from '#fhir/drug-of-request.ts'
import { cs, ext } from '#fhir/systems.ts'
import type { DrugLine } from './domain/drug-line.ts'
import { scheduleOf } from './domain/ward-dosage.ts'

/** Whether it is meant for the ward, and not for a pharmacy. */
export function isWardDrug(request: MedicationRequest): boolean {
  return (request.category ?? []).some((category) =>
    category.coding?.some((one) => one.system === cs.medicationRequestCategory && one.code === 'inpatient'),
  )
}

const dayMs = 86_400_000

/** The line that a placed order was written from; undefined when its schedule is of another make. */
export function drugLineOf(request: MedicationRequest): DrugLine | undefined {
  const dosage = request.dosageInstruction?.[0]
  const schedule = scheduleOf(dosage)
  const quantity = dosage?.doseAndRate?.[0]?.doseQuantity
  const dose = numberOf(quantity?.value)
  if (!schedule || dose === undefined) return undefined
  const drug = drugOf(request)
  const rate = numberOf(dosage?.doseAndRate?.[0]?.rateQuantity?.value)
  const note = dosage?.additionalInstruction?.[0]?.text
  const bounds = dosage?.timing?.repeat?.boundsPeriod
  const days =
    bounds?.start && bounds.end ? (Date.parse(bounds.end) - Date.parse(bounds.start)) / dayMs : undefined
  return {
    id: request.id ?? '',
    drugCode: drug.code,
    dose,
    ...(quantity?.unit && quantity.unit !== drug.unit ? { doseUnit: quantity.unit } : {}),
    schedule,
    ...(rate === undefined ? {} : { rateMlPerHour: rate }),
    ...(drug.route.code ? { routeCode: drug.route.code } : {}),
    ...(bounds?.start ? { start: bounds.start } : {}),
    ...(days === undefined ? {} : { days: Math.max(1, Math.round(days)) }),
    ...(request.priority && request.priority !== 'routine' ? { urgent: true } : {}),
    ...(note ? { note } : {}),
    ...(request.extension?.some((one) => one.url === ext.ownMedicine && one.valueBoolean)
      ? { ownMedicine: true }
      : {}),
  }
}
