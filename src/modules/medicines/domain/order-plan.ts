import type { Dosage, MedicationRequest } from '@medplum/fhirtypes'
import { lexemeOf, numberOf } from '#fhir/decimal.ts'
import { cs, ext } from '#fhir/systems.ts'
import { present } from '#kernel/present.ts'

export type DrugKind = 'N' | 'H' | 'C'

/** An order of a medicine for a patient in bed, as far as giving it goes. Amounts keep the digits that were written. */
export interface OrderPlan {
  readonly requestId: string
  readonly name: string
  readonly drugCode: string
  readonly ingredients: readonly { readonly code: string; readonly name: string }[]
  readonly strength: string
  readonly form: string
  /** What is counted in stock: viên, ống, chai. */
  readonly unit: string
  readonly drugKind: DrugKind
  readonly route: { readonly code: string; readonly name: string }
  readonly dose?: string
  readonly doseUnit?: string
  /** mL per hour, of an infusion. */
  readonly rate?: string
  readonly timing: 'scheduled' | 'once' | 'needed' | 'continuous'
  readonly start: string
  readonly end?: string
  /** Fixed hours of the day, `08:00`. */
  readonly hours: readonly string[]
  readonly when: readonly string[]
  readonly weekdays: readonly string[]
  readonly frequency: number
  readonly period: number
  readonly periodUnit: string
  /** Instants, of what is given once. */
  readonly events: readonly string[]
  /** The first dose is given at once, not at the next hour of the ward. */
  readonly stat: boolean
  readonly needed?: Needed
  readonly own: boolean
  readonly note?: string
  readonly requester?: string
  /** The order that this one took the place of. */
  readonly replaces?: string
}

export interface Needed {
  readonly reason: string
  readonly gapMinutes?: number
  readonly most?: {
    readonly amount: string
    /** In doses, or in the unit of the dose. */
    readonly of: 'doses' | 'amount'
    readonly hours: number
  }
}

const hourOf: Readonly<Record<string, number>> = { min: 1 / 60, h: 1, d: 24, wk: 168 }
const doseWords: ReadonlySet<string> = new Set(['lần', 'liều', '{dose}', '1', 'dose', 'doses'])

function mostOf(dosage: Dosage, unit: string | undefined): Needed['most'] {
  const { numerator, denominator } = dosage.maxDosePerPeriod ?? {}
  const amount = lexemeOf(numerator?.value)
  if (amount === undefined) return undefined
  const per = hourOf[denominator?.code ?? denominator?.unit ?? 'd'] ?? 24
  const said = numerator?.unit ?? numerator?.code
  const byDoses = said === undefined || doseWords.has(said) || said !== unit
  return { amount, of: byDoses ? 'doses' : 'amount', hours: (numberOf(denominator?.value) ?? 1) * per }
}

function gapOf(dosage: Dosage): number | undefined {
  const repeat = dosage.timing?.repeat
  const hours = (numberOf(repeat?.period) ?? 0) * (hourOf[repeat?.periodUnit ?? ''] ?? 0)
  const frequency = numberOf(repeat?.frequency) ?? 1
  return hours > 0 && hours < 24 ? Math.round((hours * 60) / frequency) : undefined
}

function neededOf(dosage: Dosage, unit: string | undefined): Needed | undefined {
  const why = dosage.asNeededCodeableConcept
  if (!why && !dosage.asNeededBoolean) return undefined
  const reason = why?.text ?? why?.coding?.[0]?.display ?? ''
  return { reason, ...present({ gapMinutes: gapOf(dosage), most: mostOf(dosage, unit) }) }
}

function timingOf(dosage: Dosage): OrderPlan['timing'] {
  if (dosage.asNeededCodeableConcept || dosage.asNeededBoolean) return 'needed'
  if ((dosage.timing?.event ?? []).length > 0) return 'once'
  const repeat = dosage.timing?.repeat
  if (repeat?.timeOfDay || repeat?.frequency || repeat?.period || repeat?.when) return 'scheduled'
  return dosage.doseAndRate?.[0]?.rateQuantity ? 'continuous' : 'once'
}

function drugOf(request: MedicationRequest) {
  const concept = request.medicationCodeableConcept
  const parts = request.extension?.find((one) => one.url === ext.drug)?.extension ?? []
  const part = (url: string) => parts.find((one) => one.url === url)?.valueString ?? ''
  const kind = parts.find((one) => one.url === 'kind')?.valueCode
  const name = concept?.text ?? concept?.coding?.[0]?.display ?? ''
  const drugKind: DrugKind = kind === 'N' || kind === 'H' ? kind : 'C'
  return {
    name,
    drugCode: concept?.coding?.find((one) => one.system === cs.drug)?.code ?? '',
    ingredients: (concept?.coding ?? [])
      .filter((one) => one.system === cs.ingredient)
      .map((one) => ({ code: one.code ?? '', name: one.display ?? one.code ?? '' })),
    strength: part('strength'),
    form: part('form'),
    unit: part('unit'),
    drugKind,
  }
}

function rhythmOf(dosage: Dosage) {
  const repeat = dosage.timing?.repeat
  return {
    hours: [...(repeat?.timeOfDay ?? [])].map((one) => one.slice(0, 5)).sort(),
    when: [...(repeat?.when ?? [])],
    weekdays: [...(repeat?.dayOfWeek ?? [])],
    frequency: numberOf(repeat?.frequency) ?? 1,
    period: numberOf(repeat?.period) ?? 1,
    periodUnit: repeat?.periodUnit ?? 'd',
    events: [...(dosage.timing?.event ?? [])].sort(),
  }
}

/** Reads an inpatient MedicationRequest. */
export function planOf(request: MedicationRequest & { readonly id: string }): OrderPlan {
  const dosage = request.dosageInstruction?.[0] ?? {}
  const amount = dosage.doseAndRate?.[0]
  const bounds = dosage.timing?.repeat?.boundsPeriod
  const doseUnit = amount?.doseQuantity?.unit ?? amount?.doseQuantity?.code
  const start = bounds?.start ?? dosage.timing?.event?.[0] ?? request.authoredOn
  return {
    requestId: request.id,
    ...drugOf(request),
    route: {
      code: dosage.route?.coding?.[0]?.code ?? '',
      name: dosage.route?.text ?? dosage.route?.coding?.[0]?.display ?? '',
    },
    timing: timingOf(dosage),
    start: start ?? '',
    ...rhythmOf(dosage),
    stat: ['urgent', 'asap', 'stat'].includes(request.priority ?? 'routine'),
    own: request.extension?.some((one) => one.url === ext.ownMedicine && one.valueBoolean === true) ?? false,
    ...present({
      dose: lexemeOf(amount?.doseQuantity?.value),
      doseUnit,
      rate: lexemeOf(amount?.rateQuantity?.value),
      end: bounds?.end,
      needed: neededOf(dosage, doseUnit),
      note: dosage.additionalInstruction?.[0]?.text ?? request.note?.[0]?.text,
      requester: request.requester?.display,
      replaces: request.priorPrescription?.reference?.replace('MedicationRequest/', ''),
    }),
  }
}

/** Whether a MedicationRequest is for the ward to give. */
export function isForWard(request: MedicationRequest): boolean {
  return (request.category ?? []).some((one) =>
    one.coding?.some(({ system, code }) => system === cs.medicationRequestCategory && code === 'inpatient'),
  )
}

export const isInfusion = (plan: Pick<OrderPlan, 'rate'>): boolean => plan.rate !== undefined
