import type { MedicationRequest, QuestionnaireResponseItem, ServiceRequest } from '@medplum/fhirtypes'
import { numberOf } from '#fhir/decimal.ts'
import { cs } from '#fhir/systems.ts'
import { drugLineOf, type Schedule, timesADay } from '#modules/drug-orders/index.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { CourseText, RoundMedicine } from './contract.ts'
import { isAfter, roundMedicines } from './medicines.ts'
import { ofStay, type Stay } from './stay.ts'

type Item = QuestionnaireResponseItem

export interface Ordered {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly note?: string
}

export interface DayOrders {
  readonly medicines: readonly RoundMedicine[]
  /** Tests and other acts ordered since the last round. */
  readonly ordered: readonly Ordered[]
  /** Standing orders: what is eaten, how closely is nursed and watched. */
  readonly careLevel?: CourseText['careLevel'] & string
  readonly diet: string
  readonly monitoring: string
}

const kindOf = (request: ServiceRequest): string =>
  request.category?.flatMap(({ coding }) => coding ?? []).find(({ system }) => system === cs.orderKind)?.code ?? ''

const standing = new Set(['diet', 'nursing'])

const careLevels = ['level1', 'level2', 'level3'] as const

/** What is in force for a stay today, and what was ordered since the last round. */
export async function dayOrders(ctx: Context, stay: Stay, since: string): Promise<DayOrders> {
  const [medicines, found] = await Promise.all([
    roundMedicines(ctx, stay, since),
    searchResources<ServiceRequest & { id: string }>(ctx, 'ServiceRequest', {
      ...ofStay(stay),
      status: 'active,completed',
      _count: '300',
    }),
  ])
  const named = (of: (one: ServiceRequest) => boolean) =>
    found.filter((one) => of(one) && one.status === 'active').map((one) => one.code?.text ?? '')
  const levelOf = (one: ServiceRequest) => one.code?.coding?.find(({ system }) => system === cs.careLevel)?.code
  const level = found.find((one) => one.status === 'active' && levelOf(one) !== undefined)
  const careLevel = careLevels.find((one) => one.endsWith((level && levelOf(level)) || '-'))
  return {
    medicines,
    ordered: found
      .filter((one) => !standing.has(kindOf(one)) && levelOf(one) === undefined && isAfter(one.authoredOn, since))
      .map((one) => ({
        id: one.id,
        name: one.code?.text ?? '',
        kind: kindOf(one) || 'laboratory',
        ...(one.note?.[0]?.text ? { note: one.note[0].text } : {}),
      }))
      .reverse(),
    diet: named((one) => kindOf(one) === 'diet').join('; '),
    monitoring: named((one) => kindOf(one) === 'nursing' && levelOf(one) === undefined).join('; '),
    ...(careLevel ? { careLevel } : {}),
  }
}

const number = (value: number) => String(Math.round(value * 1000) / 1000).replace('.', ',')

function hoursOf(schedule: Schedule): string {
  if (schedule.type === 'hours') return schedule.at.join(', ')
  if (schedule.type === 'interval') return `mỗi ${number(schedule.everyHours)} giờ`
  return schedule.type === 'prn' ? `khi ${schedule.reason}` : (schedule.at?.slice(11, 16) ?? '')
}

const said = (linkId: string, value: string): Item[] =>
  value ? [{ linkId, answer: [{ valueString: value }] }] : []

const states: Readonly<Record<RoundMedicine['state'], string>> = {
  active: '',
  'on-hold': 'Tạm ngừng',
  stopped: 'Ngừng',
}

/** A drug as a line of the treatment sheet. */
export function drugItem(request: MedicationRequest, medicine: RoundMedicine): Item {
  const dosage = request.dosageInstruction?.[0]
  const line = drugLineOf(request)
  const quantity = dosage?.doseAndRate?.[0]?.doseQuantity
  const dose = numberOf(quantity?.value)
  const rate = numberOf(dosage?.doseAndRate?.[0]?.rateQuantity?.value)
  const route = dosage?.route?.text ?? dosage?.route?.coding?.[0]?.display ?? ''
  const amount = dose === undefined ? (dosage?.text ?? '') : `${number(dose)} ${quantity?.unit ?? ''}`.trim()
  const note = [
    states[medicine.state],
    rate === undefined ? '' : `tốc độ ${number(rate)} mL/giờ`,
    dosage?.additionalInstruction?.[0]?.text ?? '',
  ]
  const day = medicine.day === undefined ? [] : [medicine.day]
  return {
    linkId: 'entry.orders.drug',
    item: [
      ...said('entry.orders.drug.name', medicine.name),
      ...said('entry.orders.drug.dose', amount),
      ...said('entry.orders.drug.route', route),
      ...said('entry.orders.drug.times', line ? number(timesADay(line.schedule)) : ''),
      ...said('entry.orders.drug.hours', line ? hoursOf(line.schedule) : ''),
      ...day.map((valueInteger): Item => ({ linkId: 'entry.orders.drug.day', answer: [{ valueInteger }] })),
      ...said('entry.orders.drug.note', note.filter(Boolean).join(', ')),
    ],
  }
}

export const orderedItem = ({ name, note }: Ordered): Item => ({
  linkId: 'entry.orders.test',
  item: [...said('entry.orders.test.name', name), ...said('entry.orders.test.note', note ?? '')],
})
