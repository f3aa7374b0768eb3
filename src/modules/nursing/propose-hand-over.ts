import type { AllergyIntolerance, Condition } from '@medplum/fhirtypes'
import { allergyNames } from '#fhir/allergy.ts'
import { dayInVietnam, daysBetween } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import { lastMeasured, listVitals, openEscalations } from '#modules/vitals/index.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import { levelOf } from './care-level.ts'
import { plansOf } from './care-plans.ts'
import type { HandOverView } from './contract.ts'
import { fluidDays } from './domain/fluid-balance.ts'
import { type HandOverFacts, sbar, shortTime } from './domain/hand-over.ts'
import { dayBounds, nursingDay, type Shift, shiftAt, shiftEditionOn } from './domain/shifts.ts'
import { handOversOf, proposed } from './hand-over.ts'
import { linesIn } from './lines.ts'
import { fluidEntries } from './list-fluids.ts'
import { measureAt } from './list-ward.ts'
import { listNotes } from './notes.ts'
import { shiftEditions } from './nursing-data.ts'
import { staysInHouse, type WardStay, wardStays } from './people.ts'
import { listRisks } from './risks.ts'
import { readStay, type Stay } from './stay.ts'
import { shiftTaskViews, stayTasks } from './tasks.ts'
import type { WardHandOver } from './ward-contract.ts'

/** The hand-over of one stay: what was kept, else what the data propose; and what the shift before left. */
export async function stayHandOver(
  ctx: Context,
  stayId: string,
): Promise<{ readonly own: HandOverView; readonly left?: HandOverView }> {
  const { encounter } = await readStay(ctx, stayId)
  const [stay] = await wardStays(ctx, [encounter])
  const kept = (await handOversOf(ctx, [stayId])).get(stayId)
  const own = kept?.own ?? (stay && (await proposal(ctx, stay))) ?? proposed(stayId, shiftNow(ctx), sbar(nothing))
  return { own, ...present({ left: kept?.left }) }
}

const nothing: HandOverFacts = {
  name: '',
  stayDay: 1,
  allergies: [],
  calls: [],
  lines: [],
  risks: [],
  notes: [],
  notDone: [],
  open: [],
  plans: [],
}

const shiftNow = (ctx: Context): Shift => shiftAt(shiftEditions, ctx.now())

/** The hand-over of every patient of a ward. */
export async function wardHandOver(ctx: Context, department: string): Promise<WardHandOver> {
  const inHouse = await staysInHouse(ctx)
  const stays = await wardStays(
    ctx,
    inHouse.filter(({ serviceProvider }) => serviceProvider?.reference === `Organization/${department}`),
  )
  const kept = await handOversOf(
    ctx,
    stays.map(({ encounterId }) => encounterId),
  )
  const rows: WardHandOver['rows'] = []
  for (const stay of stays) {
    const { own, left } = kept.get(stay.encounterId) ?? {}
    rows.push({ name: stay.name, own: own ?? (await proposal(ctx, stay)), ...present({ bed: stay.bed, left }) })
  }
  return { shift: shiftNow(ctx).id, rows }
}

async function proposal(ctx: Context, stay: WardStay): Promise<HandOverView> {
  const shift = shiftNow(ctx)
  const facts = await factsOf(ctx, stay, shift)
  return proposed(stay.encounterId, shift, sbar(facts))
}

async function factsOf(ctx: Context, ward: WardStay, shift: Shift): Promise<HandOverFacts> {
  const now = ctx.now()
  const stay: Stay = ward
  const edition = shiftEditionOn(shiftEditions, dayInVietnam(now))
  const today = dayBounds(nursingDay(now, edition.dayBeginsAt), edition.dayBeginsAt)
  const [tasks, vitals, fluids, lines, risks, notes, plans, chart, calls] = await Promise.all([
    stayTasks(ctx, [stay]),
    vitalFacts(ctx, stay),
    fluidEntries(ctx, stay, today.start),
    linesIn(ctx, stay),
    listRisks(ctx, stay, undefined),
    listNotes(ctx, stay),
    plansOf(ctx, [stay.encounterId], 'active'),
    chartFacts(ctx, stay),
    openEscalations(ctx, stay.encounterId),
  ])
  const mine = tasks.get(stay.encounterId)
  const level = levelOf(mine?.orders ?? [], now)?.level
  const views = mine ? shiftTaskViews(ctx, stay.encounterId, mine, shift) : []
  const [day] = fluidDays(fluids, edition.dayBeginsAt)
  const next = measureAt(stay, vitals.last, level?.measureEveryMinutes)
  return {
    name: ward.name,
    stayDay: daysBetween(dayInVietnam(new Date(stay.admittedAt)), dayInVietnam(now)) + 1,
    ...chart,
    calls: calls.map(({ code }) => code?.text ?? ''),
    lines: lines.map(({ name, site, day: n }) => `${name} ${site} (ngày ${n})`),
    risks: risks
      .filter(({ level: of }) => of && of !== 'low')
      .map(({ score, total }) => `${riskNames[score] ?? score} ${total}`),
    notes: notes
      .filter((one) => !one.struck && Date.parse(one.at) >= shift.start.getTime())
      .map(({ text }) => text),
    notDone: views
      .filter(({ outcome }) => outcome === 'not-done')
      .map(({ text, reason }) => `${text} (${reason ?? ''})`),
    open: views
      .filter(({ outcome }) => !outcome)
      .map(({ text, dueAt }) => `${text} ${shortTime(dueAt).slice(0, 5)}`),
    plans: plans.map(({ title }) => title ?? ''),
    ...present({
      bed: ward.bed,
      careLevel: level?.title.vi.toLocaleLowerCase('vi').replace(/i+$/, (one) => one.toUpperCase()),
      vitals: vitals.text,
      warning: vitals.warning,
      fluids: day && { in: day.in, out: day.out },
      nextMeasurement: next && shortTime(next.toISOString()),
    }),
  }
}

const riskNames: Readonly<Record<string, string>> = { braden: 'loét Braden', morse: 'ngã Morse' }
const vitalNames = {
  pulse: 'mạch',
  temperature: 'nhiệt độ',
  respiration: 'nhịp thở',
  spo2: 'SpO₂',
  pain: 'đau',
} as const

async function vitalFacts(ctx: Context, { encounterId }: Stay) {
  const [{ sets }, last] = await Promise.all([listVitals(ctx, encounterId), lastMeasured(ctx, [encounterId])])
  const [set] = sets
  if (!set) return { last: last.get(encounterId), text: undefined, warning: undefined }
  const { systolic, diastolic } = set.measures
  const values = Object.entries(vitalNames).flatMap(([key, name]) => {
    const value = set.measures[key]?.value.replace('.', ',')
    return value === undefined ? [] : [`${name} ${value}`]
  })
  const pressure = systolic && diastolic ? [`HA ${systolic.value}/${diastolic.value}`] : []
  const { warning } = set
  return {
    last: last.get(encounterId),
    text: `Sinh hiệu ${shortTime(set.at)}: ${[...values, ...pressure].join(', ')}`,
    warning: warning && `${warning.score} ${warning.total} lúc ${shortTime(set.at)}`,
  }
}

async function chartFacts(ctx: Context, { encounter, patientId }: Stay) {
  const main = encounter.diagnosis?.toSorted((a, b) => (a.rank ?? 99) - (b.rank ?? 99))[0]?.condition?.reference
  const [conditions, allergies] = await Promise.all([
    main ? searchResources<Condition>(ctx, 'Condition', { _id: main.replace('Condition/', '') }) : [],
    searchResources<AllergyIntolerance>(ctx, 'AllergyIntolerance', { patient: `Patient/${patientId}` }),
  ])
  return {
    allergies: allergyNames(allergies),
    ...present({ diagnosis: conditions[0]?.code?.text, reason: encounter.reasonCode?.[0]?.text }),
  }
}
