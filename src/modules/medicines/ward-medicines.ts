import type { Encounter, Location, Organization, Patient, Resource } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { cs } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import { searchResources } from '#store/search.ts'
import { cellsOf, doseView } from './cells.ts'
import { needsTwo } from './checks.ts'
import type { WardPatient, WardView } from './contract.ts'
import { ordersOf, type WardOrder } from './orders-of-stay.ts'
import { atcOf } from './scan.ts'
import { nameOf, stayOf } from './stay-facts.ts'

const hourMs = 3_600_000
/** Hours back that missed doses are told of, and ahead that the next is looked for. */
const [back, ahead] = [12, 12]

async function byId<T extends Resource>(
  ctx: Context,
  type: T['resourceType'],
  ids: readonly string[],
): Promise<ReadonlyMap<string, T>> {
  const wanted = [...new Set(ids)].filter(Boolean)
  const found: T[] = []
  for (let at = 0; at < wanted.length; at += 100)
    found.push(
      ...(await searchResources<T>(ctx, type, { _id: wanted.slice(at, at + 100).join(','), _count: '100' })),
    )
  return new Map(found.flatMap((one) => (one.id ? [[one.id, one] as const] : [])))
}

/** Departments that have a ward. */
export async function wardDepartments(ctx: Context): Promise<{ id: string; name: string; code: string }[]> {
  const wards = (await searchResources<Location>(ctx, 'Location', { _count: '1000' })).filter((one) =>
    one.physicalType?.coding?.some((coding) => coding.code === 'wa'),
  )
  const departments = await byId<Organization>(
    ctx,
    'Organization',
    wards.map((one) => idOf(one.managingOrganization)),
  )
  return [...departments.values()]
    .map((one) => ({
      id: one.id ?? '',
      name: one.name ?? '',
      code: one.identifier?.find((id) => id.system === cs.department)?.value ?? '',
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'vi'))
}

interface Frame {
  readonly department: string
  readonly now: Date
  readonly atc: (drugCode: string) => string | undefined
}

function dosesOf(order: WardOrder, frame: Frame) {
  const { now, department } = frame
  const atc = frame.atc(order.plan.drugCode)
  const [from, to] = [new Date(now.getTime() - back * hourMs), new Date(now.getTime() + ahead * hourMs)]
  const { plan } = order
  return cellsOf(order, { department, now, atc }, from, to)
    .filter((cell) => ['planned', 'due', 'late'].includes(cell.state))
    .map((cell) => ({
      requestId: plan.requestId,
      dueAt: cell.dueAt,
      name: plan.name,
      amount: [plan.dose, plan.doseUnit ?? plan.unit].filter(Boolean).join(' '),
      route: plan.route.name,
      state: cell.state,
      twoPersons: needsTwo(plan, atc, cell.dueAt.slice(0, 10)),
      ...present({ minutesLate: cell.minutesLate }),
    }))
}

function effectsOf(order: WardOrder, now: Date): WardPatient['effects'] {
  return order.doses.flatMap((one) => {
    const { effect } = one.detail
    const open = effect && effect.after === undefined && one.status === 'completed'
    return open && Date.parse(effect.dueAt) <= now.getTime()
      ? [{ id: one.id, name: order.plan.name, dueAt: effect.dueAt }]
      : []
  })
}

function infusionsOf(order: WardOrder, now: Date): WardPatient['infusions'] {
  return order.doses
    .filter((one) => one.status === 'in-progress')
    .flatMap((one) => {
      const { infusion } = doseView(one, now)
      return infusion
        ? [{ name: order.plan.name, rate: infusion.rate, ...present({ emptyAt: infusion.emptyAt }) }]
        : []
    })
}

function patientOf(
  orders: readonly WardOrder[],
  frame: Frame,
): Pick<WardPatient, 'late' | 'due' | 'doses' | 'effects' | 'infusions' | 'nextAt'> {
  const all = orders.flatMap((one) => dosesOf(one, frame)).sort((a, b) => a.dueAt.localeCompare(b.dueAt))
  const now = all.filter((one) => one.state !== 'planned')
  return {
    late: now.filter((one) => one.state === 'late').length,
    due: now.filter((one) => one.state === 'due').length,
    doses: now,
    effects: orders.flatMap((one) => effectsOf(one, frame.now)),
    infusions: orders.flatMap((one) => infusionsOf(one, frame.now)),
    ...present({ nextAt: all.find((one) => one.state === 'planned')?.dueAt }),
  }
}

/** Bed and room of stays: a bed lies in a room or straight in the ward. */
async function placesOf(ctx: Context, bedIds: readonly string[]) {
  const beds = await byId<Location>(ctx, 'Location', bedIds)
  const rooms = await byId<Location>(
    ctx,
    'Location',
    [...beds.values()].map((one) => idOf(one.partOf)),
  )
  return (bedId: string | undefined) => {
    const bed = beds.get(bedId ?? '')
    return { bed: bed?.name ?? '', room: rooms.get(idOf(bed?.partOf))?.name ?? '' }
  }
}

/** The patients who lie in a department now. */
export async function staysOf(ctx: Context, department: string): Promise<readonly Encounter[]> {
  return searchResources<Encounter>(ctx, 'Encounter', {
    'service-provider': `Organization/${department}`,
    class: 'IMP',
    status: 'in-progress',
    _count: '200',
  })
}

/** Every dose of a department that is due now or late, by bed. */
export async function wardMedicines(ctx: Context, asked: string | undefined): Promise<WardView> {
  const departments = await wardDepartments(ctx)
  const mine = departments.find((one) => ctx.actor.departments.includes(one.code))
  const department = asked ?? mine?.id ?? departments[0]?.id ?? ''
  const stays = (await staysOf(ctx, department)).map(stayOf)
  const [orders, atc, patients, placeOf] = await Promise.all([
    ordersOf(
      ctx,
      stays.map((one) => one.encounterId),
    ),
    atcOf(ctx),
    byId<Patient>(
      ctx,
      'Patient',
      stays.map((one) => one.patientId),
    ),
    placesOf(
      ctx,
      stays.flatMap((one) => one.bedId ?? []),
    ),
  ])
  const frame = { department, now: ctx.now(), atc }
  await auditView(ctx, { kind: 'ward-medicines', entities: stays.map((one) => `Encounter/${one.encounterId}`) })
  return {
    department,
    departments: departments.map(({ id, name }) => ({ id, name })),
    now: instantInVietnam(ctx.now()),
    patients: stays
      .map((stay) => ({
        encounterId: stay.encounterId,
        patientId: stay.patientId,
        name: nameOf(patients.get(stay.patientId)),
        ...placeOf(stay.bedId),
        ...patientOf(
          orders.filter((one) => one.encounterId === stay.encounterId),
          frame,
        ),
      }))
      .sort((a, b) => a.room.localeCompare(b.room, 'vi') || a.bed.localeCompare(b.bed, 'vi', { numeric: true })),
  }
}
