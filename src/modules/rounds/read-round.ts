import type {
  Communication,
  Condition,
  MedicationAdministration,
  Observation,
  Patient,
  Procedure,
  Task,
} from '@medplum/fhirtypes'
import { idOf, isUnderWay, recordStateOf } from '#fhir/encounter.ts'
import { cs } from '#fhir/systems.ts'
import { completedYears, dayInVietnam, daysBetween, instantInVietnam, isDay } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import { labSeries, problemsOf, vitalSeries } from '#modules/chart/index.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import { recordKnowledge } from '#store/knowledge.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { RoundEvent, RoundResult, RoundSeries, RoundView } from './contract.ts'
import { dayOrders } from './day-orders.ts'
import { worstSince } from './domain/objective.ts'
import { isAfter } from './medicines.ts'
import { roundMark } from './round-mark.ts'
import { roundOrders, usualReasons } from './running-orders.ts'
import { courseRows, sheetsOf } from './sheet.ts'
import { dayOfStay, ofStay, readStay, type Stay } from './stay.ts'

const released = 'final,amended,corrected'
const category = (code: string) => `${cs.observationCategory}|${code}`
const shownRows = 4

/** Everything that the morning round looks at, of one patient, in one answer. */
export async function readRound(ctx: Context, encounterId: string): Promise<RoundView> {
  const stay = await readStay(ctx, encounterId)
  const now = ctx.now()
  const rows = courseRows(ctx, await sheetsOf(ctx, [encounterId]))
  const since = roundMark(ctx, stay, rows)
  const patient = `Patient/${stay.patientId}`
  const [person, vitals, laboratory, conditions, orders, devices, events] = await Promise.all([
    readResource<Patient>(ctx, 'Patient', stay.patientId),
    observations(ctx, { ...ofStay(stay), category: category('vital-signs'), _count: '200' }),
    observations(ctx, { patient, category: category('laboratory'), _count: '240' }),
    searchResources<Condition>(ctx, 'Condition', { patient, _count: '100' }),
    dayOrders(ctx, stay, since),
    devicesOf(ctx, stay),
    eventsSince(ctx, stay, since),
  ])
  await noteView(ctx, stay, laboratory)
  const today = dayInVietnam(now)
  const years = person.birthDate && isDay(person.birthDate) ? completedYears(person.birthDate, today) : undefined
  const series = vitalSeries(vitals, years, (key) => key)
  const { laboratory: tests, findings } = labSeries(laboratory)
  const issued = issuedAt(laboratory)
  return {
    patientId: stay.patientId,
    encounterId,
    department: idOf(stay.encounter.serviceProvider),
    now: instantInVietnam(now),
    since,
    day: dayOfStay(stay.admittedAt, now),
    editable: isUnderWay(stay.encounter) && recordStateOf(stay.encounter) === 'open',
    problems: problemsOf(conditions, today).map(({ id, name, code }) => ({ id, name, ...present({ code }) })),
    events: [...measureEvents(series, since), ...events].toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at)),
    results: tests.map(
      (one): RoundResult => ({ ...one, isNew: isAfter(issued.get(one.points.at(-1)?.at ?? ''), since) }),
    ),
    findings: findings
      .filter(({ at }) => isAfter(issued.get(at) ?? at, since))
      .map(({ key, name, text, at }) => ({ key, name, text, at })),
    vitals: series,
    medicines: [...orders.medicines],
    ordered: orders.ordered.map(({ id, name, kind }) => ({ id, name, kind })),
    orders: [...(await roundOrders(ctx, stay, orders.medicines))],
    reasons: usualReasons(ctx),
    devices: [...devices],
    rows: rows.slice(-shownRows),
    standing: {
      diet: orders.diet,
      monitoring: orders.monitoring,
      ...present({ careLevel: orders.careLevel }),
    },
  }
}

const observations = (ctx: Context, query: Readonly<Record<string, string>>) =>
  searchResources<Observation>(ctx, 'Observation', { ...query, status: released })

/** When results were released, by the moment that they tell of. */
function issuedAt(results: readonly Observation[]): ReadonlyMap<string, string> {
  return new Map(
    results.flatMap((one): [string, string][] => {
      const at = one.effectiveDateTime ?? one.effectivePeriod?.start ?? one.issued
      return at ? [[at, one.issued ?? at]] : []
    }),
  )
}

/** Opened results are known to who makes the round. */
async function noteView(ctx: Context, stay: Stay, results: readonly Observation[]): Promise<void> {
  const own = results.filter((one) => one.code?.coding?.some(({ system }) => system === cs.lab)).slice(0, 60)
  await recordKnowledge(
    ctx,
    'viewed',
    own.map((one) => ({ type: 'Observation', id: one.id ?? '', version: Number(one.meta?.versionId) })),
  )
  await auditView(ctx, { patientId: stay.patientId, kind: 'round', entities: [`Encounter/${stay.encounter.id}`] })
}

function measureEvents(series: readonly RoundSeries[], since: string): RoundEvent[] {
  return worstSince(series, since).map(({ key, at, value, flag }) => ({
    key: `measure ${key}`,
    kind: 'measure',
    at,
    sign: key,
    text: `${value} ${series.find((one) => one.key === key)?.unit ?? ''}`.trim(),
    flag,
  }))
}

type Named<T> = T & { id: string }

/** Calls of early-warning scores, doses that were not given, drugs given when needed, notes of nurses. */
async function eventsSince(ctx: Context, stay: Stay, since: string): Promise<RoundEvent[]> {
  const of = { ...ofStay(stay), _count: '50' }
  const [calls, doses, notes] = await Promise.all([
    searchResources<Named<Task>>(ctx, 'Task', { ...of, code: `${cs.nursingTask}|escalation` }),
    searchResources<Named<MedicationAdministration>>(ctx, 'MedicationAdministration', {
      context: `Encounter/${stay.encounter.id}`,
      'effective-time': `ge${since}`,
      _count: '100',
    }),
    searchResources<Named<Communication>>(ctx, 'Communication', { ...of, sent: `ge${since}` }),
  ])
  return [
    ...calls.filter((one) => isAfter(one.authoredOn, since) && one.status !== 'entered-in-error').map(callEvent),
    ...doses.flatMap(doseEvent),
    ...notes.flatMap(noteEvent),
  ]
}

const callEvent = (task: Named<Task>): RoundEvent => ({
  key: task.id,
  kind: 'call',
  at: task.authoredOn ?? '',
  text: [task.code?.text, task.output?.[0]?.valueString ?? task.note?.at(-1)?.text].filter(Boolean).join(' · '),
  flag: 'high',
})

function doseEvent(dose: Named<MedicationAdministration>): RoundEvent[] {
  const at = dose.effectiveDateTime ?? dose.effectivePeriod?.start
  if (!at || dose.status !== 'not-done') return []
  const reason = dose.statusReason?.[0]?.text ?? dose.statusReason?.[0]?.coding?.[0]?.display
  const text = [dose.medicationCodeableConcept?.text, reason].filter(Boolean).join(' · ')
  return [{ key: dose.id, kind: 'dose', at, text }]
}

function noteEvent(note: Named<Communication>): RoundEvent[] {
  const text = note.payload?.[0]?.contentString
  return text && note.sent && note.status !== 'entered-in-error'
    ? [{ key: note.id, kind: 'note', at: note.sent, text }]
    : []
}

/** Drains, lines and catheters that are in. */
async function devicesOf(ctx: Context, stay: Stay): Promise<RoundView['devices']> {
  const today = dayInVietnam(ctx.now())
  const found = await searchResources<Named<Procedure>>(ctx, 'Procedure', {
    ...ofStay(stay),
    status: 'in-progress',
    _count: '100',
  })
  return found
    .filter((one) => one.code?.coding?.some(({ system }) => system === cs.line))
    .map((one) => ({
      id: one.id,
      name: one.code?.text ?? '',
      site: one.bodySite?.[0]?.text ?? '',
      day: one.performedPeriod?.start
        ? daysBetween(dayInVietnam(new Date(one.performedPeriod.start)), today) + 1
        : 1,
    }))
}
