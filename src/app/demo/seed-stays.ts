import { addDays, dayInVietnam } from '#kernel/civil-date.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { bandCode, lotCode } from '#modules/medicines/index.ts'
import type { Actor } from '#platform/context.ts'
import { inventVital } from './invent-findings.ts'
import { type Random, randomFrom } from './random.ts'
import { registerVisitor } from './register-visitor.ts'
import { type PlannedStay, planStays, type StayDrug, type StayStory, stayStories } from './stay-stories.ts'
import type { Scene, Visitor } from './visit.ts'

type WardScene = Omit<Scene, 'random'>

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const lot = 'ND2611A'

/** What every ward holds of what its patients take. */
async function stockWards(
  { client, staff }: WardScene,
  departments: ReadonlySet<string>,
  today: string,
): Promise<void> {
  const wanted = stayStories()
    .filter(({ department }) => departments.has(department))
    .flatMap(({ department, drugs }) =>
      drugs.map(({ drugCode }) => `${department.replace('dept-', 'ward-')} ${drugCode}`),
    )
  for (const one of new Set(wanted)) {
    const [place, drugCode] = one.split(' ')
    await client.post(staff.nurse, '/api/ward-stock/receive', {
      place,
      drugCode,
      lot,
      expiresOn: addDays(today, 500),
      quantity: '400',
    })
  }
}

interface InBed extends WardScene {
  readonly story: StayStory
  readonly visitor: Visitor
  readonly random: Random
  readonly encounterId: string
}

function vitalsOf({ story, visitor, random }: InBed, first: boolean): Record<string, unknown> {
  const measured = Object.entries(story.vitals).map(
    ([key, span]) => [key, inventVital(random, span, key === 'temperature' ? 1 : 0)] as const,
  )
  return {
    ...Object.fromEntries(measured),
    ...(first ? visitor.body : {}),
    ...(visitor.ageMonths >= 16 * 12 ? { consciousness: 'A', oxygen: '0' } : {}),
    confirmed: [...measured.map(([key]) => key), 'weight', 'height'],
  }
}

async function diagnose({ client, staff, story, encounterId }: InBed): Promise<void> {
  const doctor = staff.doctorOf('room-noi-2')
  const url = `/api/encounters/${encounterId}`
  const { diagnoses } = await client.get<{ diagnoses: { basis: string } }>(doctor, `${url}/exam`)
  await client.put(doctor, `${url}/diagnoses`, { basis: diagnoses.basis, diagnoses: [{ code: story.icd }] })
}

interface Placed {
  readonly placed: readonly { readonly id: string }[]
}

async function place(bed: InBed): Promise<readonly string[]> {
  const { client, staff, story, encounterId } = bed
  const doctor = staff.doctorOf('room-noi-2')
  const lines = story.drugs.map((drug) => ({ kind: 'drug', id: uuidv7(), ...drug }))
  const { placed } = await client.post<Placed>(doctor, `/api/stays/${encounterId}/orders`, { lines })
  return placed.map(({ id }) => id)
}

interface Slot {
  readonly at: number
  readonly drug: StayDrug
  readonly requestId: string
}

/** Every dose that has been due between two moments. */
function slots(drugs: readonly StayDrug[], requests: readonly string[], from: Date, to: Date): readonly Slot[] {
  const days: string[] = []
  for (let day = dayInVietnam(from); day <= dayInVietnam(to); day = addDays(day, 1)) days.push(day)
  return drugs
    .flatMap((drug, index) =>
      days.flatMap((day) =>
        (drug.schedule.at ?? []).map((hour) => ({
          at: Date.parse(`${day}T${hour}:00+07:00`),
          drug,
          requestId: requests[index] ?? '',
        })),
      ),
    )
    .filter(({ at }) => at > from.getTime() && at < to.getTime() - 10 * minuteMs)
    .sort((a, b) => a.at - b.at)
}

async function giveDoses(bed: InBed, due: readonly Slot[]): Promise<void> {
  const { client, clock, staff, random, encounterId } = bed
  for (const [at, together] of Map.groupBy(due, (slot) => slot.at)) {
    clock.set(new Date(at + random.between(1, 9) * minuteMs))
    await client.post(staff.nurse, `/api/stays/${encounterId}/doses`, {
      band: bandCode(encounterId, undefined),
      doses: together.map(({ requestId, drug }) => ({
        id: uuidv7(),
        requestId,
        dueAt: `${new Date(at + 7 * 60 * minuteMs).toISOString().slice(0, 19)}+07:00`,
        code: lotCode(drug.drugCode, lot),
      })),
    })
  }
}

async function measure(bed: InBed, from: Date, to: Date): Promise<void> {
  const { client, clock, staff, encounterId } = bed
  for (let at = from.getTime() + 8 * 60 * minuteMs; at < to.getTime(); at += 8 * 60 * minuteMs) {
    clock.set(new Date(at))
    await client.post(staff.nurse, `/api/encounters/${encounterId}/vitals`, vitalsOf(bed, false))
  }
}

/** The same nurse on duty in a department, which lets her see its patients. */
function onDuty(nurse: Actor, department: string): Actor {
  return { ...nurse, departments: [...nurse.departments, department.replace('dept-', '').toUpperCase()] }
}

/** One patient from the admission to now, with the commands that the screens send. */
async function lieIn(
  scene: WardScene,
  { bedId, story, person }: PlannedStay,
  random: Random,
  now: Date,
): Promise<void> {
  const { client, clock, staff } = scene
  const visitor = await registerVisitor(scene, person, random)
  const doctor = staff.doctorOf('room-noi-2')
  const admittedAt = clock.now()
  const { encounterId } = await client.post<{ encounterId: string }>(doctor, '/api/ward/admissions', {
    patientId: visitor.patientId,
    departmentId: story.department,
    bedId,
    source: 'emergency',
    reason: story.reason,
    payer: visitor.insured ? 'bhyt' : 'self',
    doctorId: doctor.practitionerId,
  })
  const bed: InBed = {
    ...scene,
    staff: { ...staff, nurse: onDuty(staff.nurse, story.department) },
    ...{ story, visitor, random, encounterId },
  }
  const url = `/api/patients/${visitor.patientId}/allergies`
  await client.post(staff.nurse, url, { kind: 'none' })
  await client.post(bed.staff.nurse, `/api/encounters/${encounterId}/vitals`, vitalsOf(bed, true))
  await client.post(doctor, `/api/stays/${encounterId}/care-level`, { code: story.careLevel })
  await diagnose(bed)
  clock.addMinutes(20)
  const requests = await place(bed)
  const orderedAt = clock.now()
  await giveDoses(bed, slots(story.drugs, requests, orderedAt, now))
  await measure(bed, admittedAt, now)
}

/**
 * Fills the wards of the demo hospital: patients who were admitted in the last days, with what was measured, ordered
 * and given since.
 */
export async function seedStays(
  scene: WardScene,
  { now, count, seed }: { readonly now: Date; readonly count: number; readonly seed: string },
  told: (done: number, of: number) => void,
): Promise<void> {
  const today = dayInVietnam(now)
  const planned = planStays(randomFrom(seed, 'beds'), count, seed, today)
  const departments = new Set(planned.map(({ story }) => story.department))
  await scene.clock.apart(new Date(now.getTime() - 8 * dayMs), () => stockWards(scene, departments, today))
  const waiting = [...planned.entries()]
  let done = 0
  const play = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, stay] = next
      const random = randomFrom(seed, 'stay', index)
      const at = new Date(now.getTime() - (random.between(3, 5 * 24) * 60 + random.between(0, 59)) * minuteMs)
      await scene.clock.apart(at, () => lieIn(scene, stay, random, now))
      told(++done, planned.length)
    }
  }
  await Promise.all(Array.from({ length: 4 }, play))
}
