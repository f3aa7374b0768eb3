import { addDays, dayInVietnam } from '#kernel/civil-date.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { demoPin } from '#modules/signing/index.ts'
import type { LabTest } from '#modules/terminology/index.ts'
import type { Actor } from '#platform/context.ts'
import { type BodySize, inventVital } from './invent-findings.ts'
import type { Sex } from './invent-name.ts'
import type { Random } from './random.ts'
import type { SeedClient, SeedClock } from './seed-client.ts'
import type { DemoStaff } from './staff.ts'
import type { Story, StoryDrug } from './stories.ts'
import { collect, giveResults, type LaboratoryWork } from './visit-laboratory.ts'

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

export interface Visitor {
  readonly patientId: string
  readonly sex: Sex
  readonly ageMonths: number
  readonly body: BodySize
  readonly insured: boolean
  readonly companion: string
}

export interface Scene {
  readonly client: SeedClient
  readonly clock: SeedClock
  readonly staff: DemoStaff
  readonly random: Random
  /** Laboratory catalogue by code. */
  readonly tests: ReadonlyMap<string, LabTest>
}

interface Visit extends Scene {
  readonly story: Story
  readonly visitor: Visitor
  readonly doctor: Actor
  readonly encounterId: string
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

/** A visit that has come as far as its papers, which wait to be signed. */
export interface MadeVisit {
  readonly encounterId: string
  readonly doctor: Actor
  readonly upTo: Stage
}

export const reaches = (upTo: Stage, stage: Stage) => stages.indexOf(upTo) >= stages.indexOf(stage)

/** Takes one patient through one visit, as far as its stage or the papers, with the commands that the screens send. */
export async function makeVisit(scene: Scene, visitor: Visitor, story: Story, upTo: Stage): Promise<MadeVisit> {
  const { client, staff, random } = scene
  const roomId = random.pick(rooms[story.room] ?? ['room-noi-2'])
  const body = {
    patientId: visitor.patientId,
    roomId,
    reason: story.reason,
    payer: visitor.insured ? 'bhyt' : 'self',
    again: true,
  }
  const ticket = await client.post<{ encounterId: string }>(staff.reception, '/api/encounters/check-in', body)
  const visit: Visit = {
    ...scene,
    story,
    visitor,
    doctor: staff.doctorOf(roomId),
    encounterId: ticket.encounterId,
  }
  if (reaches(upTo, 'triaged')) await triage(visit)
  const requisition = reaches(upTo, 'ordered') ? await examine(visit) : undefined
  if (requisition) await passLaboratory(visit, requisition, upTo)
  if (reaches(upTo, 'concluded')) await conclude(visit)
  if (reaches(upTo, 'concluded')) await preparePapers(visit)
  return { encounterId: visit.encounterId, doctor: visit.doctor, upTo }
}

async function passLaboratory(visit: Visit, requisition: string, upTo: Stage): Promise<void> {
  const { clock, random, staff } = visit
  const work: LaboratoryWork = { ...visit, technician: staff.laboratory, requisition }
  if (!reaches(upTo, 'collected')) return
  clock.addMinutes(random.between(4, 10))
  await collect(work)
  if (!reaches(upTo, 'resulted')) return
  clock.addMinutes(random.between(25, 50))
  await giveResults(work, clock.now())
}

/** Vital signs as the nurse types them; the blood pressure of small children is not measured as a routine. */
function vitalsOf({ story, visitor, random }: Visit): Record<string, unknown> {
  const { ageMonths, body } = visitor
  const measured = Object.entries(story.vitals).filter(
    ([key]) => ageMonths >= 36 || (key !== 'systolic' && key !== 'diastolic'),
  )
  return {
    ...Object.fromEntries(
      measured.map(([key, span]) => [key, inventVital(random, span, key === 'temperature' ? 1 : 0)]),
    ),
    ...body,
    ...(ageMonths >= 16 * 12 ? { consciousness: 'A', oxygen: '0' } : {}),
    ...(story.pregnant ? { pregnant: true } : {}),
    confirmed: ['pulse', 'systolic', 'diastolic', 'temperature', 'respiration', 'spo2', 'weight', 'height'],
  }
}

async function triage(visit: Visit): Promise<void> {
  const { client, clock, staff, random, story, visitor, encounterId } = visit
  clock.addMinutes(random.between(3, 9))
  const url = `/api/patients/${visitor.patientId}/allergies`
  const asked = await client.get<{ state: string }>(staff.nurse, url)
  const told = story.allergy
    ? { kind: 'allergy', substance: story.allergy.text, reaction: story.allergy.reaction }
    : { kind: 'none' }
  if (asked.state === 'unknown') await client.post(staff.nurse, url, told)
  await client.post(staff.nurse, `/api/encounters/${encounterId}/vitals`, vitalsOf(visit))
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

async function preparePapers({ client, clock, story, doctor, encounterId }: Visit): Promise<void> {
  clock.addMinutes(2)
  const url = `/api/encounters/${encounterId}/prescription`
  const view = story.drugs.length > 0 ? await client.get<PrescriptionAnswer>(doctor, url) : { issued: [] }
  for (const { code } of view.issued)
    await client.post(doctor, '/api/documents/prepare', { form: 'TT26', encounterId, about: code })
  await client.post(doctor, '/api/documents/prepare', { form: '15/BV1', encounterId })
}

interface Waiting {
  readonly papers: readonly {
    readonly id: string
    readonly version: number
    readonly sha256: string
    readonly encounterId: string
  }[]
}

/** One person signs what waits of these visits, in batches with one PIN each. */
async function signAll(client: SeedClient, who: Actor, encounters: ReadonlySet<string>): Promise<void> {
  const { papers } = await client.get<Waiting>(who, '/api/signing/mine')
  const documents = papers
    .filter((paper) => encounters.has(paper.encounterId))
    .map(({ id, version, sha256 }) => ({ id, version, sha256 }))
  const batch = uuidv7()
  for (const { id, version } of documents)
    await client.see(who, `/api/documents/${id}/pdf?version=${version}&batch=${batch}`)
  for (let i = 0; i < documents.length; i += 100)
    await client.post(who, '/api/signing/sign', { documents: documents.slice(i, i + 100), batch, pin: demoPin })
}

/** The end of a day: the papers are signed, finished visits closed, whole records archived. */
export async function closeDay({ client, clock, staff }: Scene, visits: readonly MadeVisit[]): Promise<void> {
  const finished = visits.filter((visit) => reaches(visit.upTo, 'finished'))
  const encounters = new Set(finished.map((visit) => visit.encounterId))
  await signAll(client, staff.laboratory, encounters)
  for (const doctor of new Set(finished.map((visit) => visit.doctor))) await signAll(client, doctor, encounters)
  clock.addMinutes(5)
  for (const { doctor, encounterId } of finished) await client.post(doctor, `/api/records/${encounterId}/finish`)
  clock.addMinutes(20)
  for (const { doctor, encounterId, upTo } of finished) {
    if (!reaches(upTo, 'archived')) continue
    await client.post(staff.recordOffice, `/api/records/${encounterId}/complete`)
    await client.post(doctor, `/api/records/${encounterId}/submit`)
    for (const step of ['accept', 'archive'])
      await client.post(staff.recordOffice, `/api/records/${encounterId}/${step}`)
  }
}
