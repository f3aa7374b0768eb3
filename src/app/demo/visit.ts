import { addDays, dayInVietnam } from '#kernel/civil-date.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { demoPin } from '#modules/signing/index.ts'
import type { Actor } from '#platform/context.ts'
import { inventVitals } from './invent-vitals.ts'
import type { Random } from './random.ts'
import type { SeedClient, SeedClock } from './seed-client.ts'
import type { DemoStaff } from './staff.ts'
import type { Protagonist, Story, StoryDrug } from './story.ts'
import { collect, result } from './visit-laboratory.ts'

/** How far a visit has come. */
export const stages = [
  'arrived',
  'triaged',
  'ordered',
  'collected',
  'resulted',
  'concluded',
  'finished',
  'archived',
] as const
export type Stage = (typeof stages)[number]

export interface Visitor extends Protagonist {
  readonly patientId: string
  readonly insured: boolean
  readonly newborn: boolean
  readonly companion: string
}

interface Visit {
  readonly client: SeedClient
  readonly clock: SeedClock
  readonly staff: DemoStaff
  readonly random: Random
  readonly story: Story
  readonly visitor: Visitor
  readonly doctor: Actor
  readonly encounterId: string
}

export interface Scene {
  readonly client: SeedClient
  readonly clock: SeedClock
  readonly staff: DemoStaff
  readonly random: Random
}

/** Rooms by the specialty that a story names. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  noi: ['room-noi-2', 'room-noi-2', 'room-noi-1'],
  nhi: ['room-nhi'],
  tmh: ['room-tmh'],
  san: ['room-san'],
  ngoai: ['room-ngoai'],
  mat: ['room-mat'],
  dalieu: ['room-da-lieu'],
}

/** Takes one patient through one visit, up to a stage, with the commands that the screens send. */
export async function makeVisit(scene: Scene, visitor: Visitor, story: Story, upTo: Stage): Promise<void> {
  const { client, clock, staff, random } = scene
  const roomId = random.pick(rooms[story.room] ?? ['room-noi-2'])
  const ticket = await client.post<{ encounterId: string }>(staff.reception, '/api/encounters/check-in', {
    patientId: visitor.patientId,
    roomId,
    reason: story.reason,
    payer: visitor.insured ? 'bhyt' : 'self',
    again: true,
  })
  const visit: Visit = {
    ...scene,
    story,
    visitor,
    doctor: staff.doctorOf(roomId),
    encounterId: ticket.encounterId,
  }
  const reached = (stage: Stage) => stages.indexOf(upTo) >= stages.indexOf(stage)
  if (reached('triaged')) await triage(visit)
  let requisition: string | undefined
  if (reached('ordered')) requisition = await examine(visit)
  if (requisition && reached('collected')) {
    clock.addMinutes(random.between(4, 10))
    await collect(client, staff.laboratory, requisition)
  }
  if (requisition && reached('resulted')) {
    clock.addMinutes(random.between(25, 50))
    await result(client, staff.laboratory, visit.doctor, requisition, story, random, clock.now())
  }
  if (reached('concluded')) await conclude(visit)
  if (reached('finished')) await signAndFinish(visit)
  if (reached('archived')) await archive(visit)
}

async function triage({ client, clock, staff, random, story, visitor, encounterId }: Visit): Promise<void> {
  clock.addMinutes(random.between(3, 9))
  const allergy = story.allergy
    ? {
        kind: 'allergy',
        substance: story.allergy.substance,
        ...(story.allergy.reaction ? { reaction: story.allergy.reaction } : {}),
        ...(story.allergy.anaphylaxis ? { anaphylaxis: story.allergy.anaphylaxis } : {}),
      }
    : { kind: 'none' }
  const asked = await client.get<{ state: string }>(staff.nurse, `/api/patients/${visitor.patientId}/allergies`)
  if (asked.state === 'unknown')
    await client.post(staff.nurse, `/api/patients/${visitor.patientId}/allergies`, allergy)
  await client.post(staff.nurse, `/api/encounters/${encounterId}/vitals`, {
    ...inventVitals(story, visitor, random),
    confirmed: ['weight', 'height', 'pulse', 'respiration', 'systolic', 'diastolic', 'temperature', 'spo2'],
  })
}

const firstTexts = ['reason', 'history', 'ownHistory', 'familyHistory', 'general', 'organs'] as const

/** The doctor takes the patient, writes history and findings, and orders tests; the requisition's number. */
async function examine({ client, clock, random, story, doctor, encounterId }: Visit): Promise<string | undefined> {
  clock.addMinutes(random.between(5, 20))
  await client.post(doctor, `/api/queue/${encounterId}/call`)
  await client.post(doctor, `/api/queue/${encounterId}/start`)
  clock.addMinutes(random.between(3, 6))
  const values = Object.fromEntries(firstTexts.map((key) => [key, story[key]]))
  await client.put(doctor, `/api/encounters/${encounterId}/exam`, { version: null, values })
  if (story.tests.length === 0) return undefined
  const placed = await client.post<{ requisition: string }>(doctor, `/api/encounters/${encounterId}/orders`, {
    tests: story.tests,
    clinicalInfo: story.reason,
  })
  return placed.requisition
}

interface ExamAnswer {
  readonly version: number
  readonly values: Readonly<Record<string, string>>
  readonly proposal: Readonly<Record<string, string>>
  readonly diagnoses: { readonly basis: string }
}

async function conclude(visit: Visit): Promise<void> {
  const { client, clock, random, story, doctor, encounterId } = visit
  const url = `/api/encounters/${encounterId}`
  clock.addMinutes(random.between(6, 15))
  const exam = await client.get<ExamAnswer>(doctor, `${url}/exam`)
  await client.put(doctor, `${url}/diagnoses`, {
    basis: exam.diagnoses.basis,
    diagnoses: story.icd.map((code) => ({ code })),
  })
  await prescribe(visit)
  const today = dayInVietnam(clock.now())
  const values = {
    ...exam.proposal,
    ...exam.values,
    ...(story.labSummary ? { labSummary: story.labSummary } : {}),
    ...(story.treatment ? { treatment: story.treatment } : {}),
    'summary.course': story.history,
    'summary.method': story.method,
    'summary.state': story.state,
    'summary.plan': story.plan,
    advice: story.advice,
    ...(story.reexamDays ? { reexamDate: addDays(today, story.reexamDays) } : {}),
  }
  const now = await client.get<ExamAnswer>(doctor, `${url}/exam`)
  const saved = await client.put<{ version: number }>(doctor, `${url}/exam`, { version: now.version, values })
  if (story.chronic) await client.post(doctor, `${url}/problems`, { code: story.icd[0] })
  await client.post(doctor, `${url}/conclude`, { version: saved.version })
}

function line(drug: StoryDrug) {
  const { drug: drugCode, ...rest } = drug
  return { id: uuidv7(), drugCode, ...rest, quantity: Math.ceil(drug.dose * drug.timesADay * drug.days) }
}

interface PrescriptionAnswer {
  readonly basis: string
  readonly alerts: readonly {
    readonly key: string
    readonly overridable: boolean
    readonly level: string
    readonly accepted?: string
  }[]
  readonly issued: readonly { readonly code: string }[]
}

async function prescribe({ client, story, doctor, visitor, encounterId }: Visit): Promise<void> {
  if (story.drugs.length === 0) return
  const url = `/api/encounters/${encounterId}/prescription`
  const before = await client.get<PrescriptionAnswer>(doctor, url)
  const body = {
    lines: story.drugs.map(line),
    ...(visitor.ageMonths < 72 ? { companion: visitor.companion } : {}),
  }
  let draft = await client.put<PrescriptionAnswer>(doctor, url, { basis: before.basis, ...body })
  const open = draft.alerts.filter((alert) => alert.overridable && !alert.accepted)
  if (open.length > 0) {
    const overrides = open.map((alert) => ({
      key: alert.key,
      reason: 'Tiếp tục thuốc đang dùng, đã dặn người bệnh',
    }))
    draft = await client.put<PrescriptionAnswer>(doctor, url, { basis: draft.basis, ...body, overrides })
  }
  await client.post(doctor, `${url}/issue`, { basis: draft.basis })
}

interface Waiting {
  readonly papers: readonly {
    readonly id: string
    readonly version: number
    readonly sha256: string
    readonly encounterId: string
  }[]
}

async function signAll(client: SeedClient, who: Actor, encounterId: string): Promise<void> {
  const { papers } = await client.get<Waiting>(who, '/api/signing/mine')
  const documents = papers
    .filter((paper) => paper.encounterId === encounterId)
    .map(({ id, version, sha256 }) => ({ id, version, sha256 }))
  if (documents.length > 0) await client.post(who, '/api/signing/sign', { documents, pin: demoPin })
}

async function signAndFinish({ client, clock, staff, story, doctor, encounterId }: Visit): Promise<void> {
  const view =
    story.drugs.length > 0
      ? await client.get<PrescriptionAnswer>(doctor, `/api/encounters/${encounterId}/prescription`)
      : { issued: [] }
  for (const { code } of view.issued)
    await client.post(doctor, '/api/documents/prepare', { form: 'TT26', encounterId, about: code })
  await client.post(doctor, '/api/documents/prepare', { form: '15/BV1', encounterId })
  await signAll(client, staff.laboratory, encounterId)
  await signAll(client, doctor, encounterId)
  clock.addMinutes(2)
  await client.post(doctor, `/api/records/${encounterId}/finish`)
}

async function archive({ client, clock, staff, encounterId }: Visit): Promise<void> {
  clock.addMinutes(60)
  await client.post(staff.recordOffice, `/api/records/${encounterId}/complete`)
  await client.post(staff.recordOffice, `/api/records/${encounterId}/archive`)
}
