import type { MedicationAdministration, Observation } from '@medplum/fhirtypes'
import { lexemeOf } from '#fhir/decimal.ts'
import { cs } from '#fhir/systems.ts'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { detailOf } from '#modules/medicines/index.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import { levelOf, type OrderedLevel } from './care-level.ts'
import type { LineView, NoteView, RiskView, TaskView } from './contract.ts'
import type { FluidEntry } from './domain/fluid-balance.ts'
import { dayBounds, nursingDay, type Shift, shiftAt, shiftEditionOn } from './domain/shifts.ts'
import { handOversOf } from './hand-over.ts'
import { linesIn } from './lines.ts'
import { fluidEntries } from './list-fluids.ts'
import { listNotes } from './notes.ts'
import { shiftEditions } from './nursing-data.ts'
import { listRisks } from './risks.ts'
import type { Stay } from './stay.ts'
import { shiftTaskViews, stayTasks } from './tasks.ts'

/** A measured value with the Observation that holds it. */
export interface Measured {
  readonly value: string
  readonly source: string
}

export interface MeasuredSet {
  readonly at: string
  /** By LOINC code. */
  readonly values: ReadonlyMap<string, Measured>
  readonly consciousness?: Measured
}

export interface GivenDose {
  readonly at: string
  readonly name: string
  readonly dose: string
  readonly state: 'given' | 'refused' | 'held'
  readonly source: string
}

/** What a care sheet is written from. */
export interface SheetFacts {
  readonly level: OrderedLevel | undefined
  readonly shift: Shift
  readonly day: string
  readonly now: string
  readonly sets: readonly MeasuredSet[]
  readonly fluids: readonly FluidEntry[]
  readonly doses: readonly GivenDose[]
  readonly tasks: readonly TaskView[]
  readonly lines: readonly LineView[]
  readonly risks: readonly RiskView[]
  readonly notes: readonly NoteView[]
  readonly handOver: string | undefined
  /** Who writes the sheet now. */
  readonly nurse: string
}

/** Everything of the day that a care sheet asks for, each with where it stands. */
export async function sheetFacts(ctx: Context, stay: Stay): Promise<SheetFacts> {
  const now = ctx.now()
  const shift = shiftAt(shiftEditions, now)
  const { dayBeginsAt } = shiftEditionOn(shiftEditions, dayInVietnam(now))
  const day = nursingDay(now, dayBeginsAt)
  const { start } = dayBounds(day, dayBeginsAt)
  const [sets, fluids, doses, tasks, lines, risks, notes, handOvers] = await Promise.all([
    measuredSets(ctx, stay, start),
    fluidEntries(ctx, stay, start),
    givenDoses(ctx, stay, shift),
    stayTasks(ctx, [stay]),
    linesIn(ctx, stay),
    listRisks(ctx, stay, undefined),
    listNotes(ctx, stay),
    handOversOf(ctx, [stay.encounterId]),
  ])
  const mine = tasks.get(stay.encounterId)
  const inShift = ({ at }: { readonly at: string }) => Date.parse(at) >= shift.start.getTime()
  return {
    level: levelOf(mine?.orders ?? [], now),
    shift,
    day,
    now: instantInVietnam(now),
    sets,
    fluids: fluids.filter(({ struck }) => !struck),
    doses,
    tasks: mine ? shiftTaskViews(ctx, stay.encounterId, mine, shift) : [],
    lines,
    risks,
    notes: notes.filter((one) => !one.struck && inShift(one)),
    handOver: handOvers.get(stay.encounterId)?.own?.recommendation,
    nurse: ctx.actor.name,
  }
}

const loincOf = ({ code }: Pick<Observation, 'code'>) =>
  code?.coding?.find(({ system }) => system === cs.loinc)?.code

/** Vital signs since the day began, oldest first. */
async function measuredSets(ctx: Context, { encounterId }: Stay, since: Date): Promise<readonly MeasuredSet[]> {
  const found = await searchResources<Observation>(ctx, 'Observation', {
    encounter: `Encounter/${encounterId}`,
    category: 'vital-signs',
    date: `ge${instantInVietnam(since)}`,
    _count: '1000',
  })
  const counting = found.filter((one) => one.status !== 'entered-in-error' && one.effectiveDateTime)
  return [...Map.groupBy(counting, ({ effectiveDateTime }) => effectiveDateTime ?? '')]
    .toSorted(([a], [b]) => Date.parse(a) - Date.parse(b))
    .map(([at, all]) => setOf(at, all))
}

function setOf(at: string, all: readonly Observation[]): MeasuredSet {
  const values = new Map<string, Measured>()
  for (const one of all)
    for (const part of [one, ...(one.component ?? [])]) {
      const [code, value] = [loincOf(part as Observation), lexemeOf(part.valueQuantity?.value)]
      if (code && value !== undefined) values.set(code, { value, source: `Observation/${one.id}` })
    }
  const seen = all.find((one) => loincOf(one) === '67775-7')
  const letter = seen?.valueCodeableConcept?.coding?.[0]?.code
  return { at, values, ...(letter ? { consciousness: { value: letter, source: `Observation/${seen?.id}` } } : {}) }
}

const states = { completed: 'given', 'in-progress': 'given', 'not-done': 'refused', 'on-hold': 'held' } as const

/** Doses of the shift as they were given, refused or held. */
async function givenDoses(ctx: Context, { encounterId }: Stay, shift: Shift): Promise<readonly GivenDose[]> {
  const found = await searchResources<MedicationAdministration>(ctx, 'MedicationAdministration', {
    context: `Encounter/${encounterId}`,
    'effective-time': `ge${instantInVietnam(shift.start)}`,
    _count: '300',
  })
  return found.flatMap((one) => {
    const at = one.effectiveDateTime ?? one.effectivePeriod?.start
    const state = states[one.status as keyof typeof states]
    if (!at || !state) return []
    const { amount, unit } = detailOf(one)
    const dose = [amount, unit].filter(Boolean).join(' ') || (one.dosage?.text ?? '')
    const text = [dose, one.dosage?.route?.text].filter(Boolean).join(', ')
    const name = one.medicationCodeableConcept?.text ?? ''
    return [{ at, name, dose: text || '–', state, source: `MedicationAdministration/${one.id}` }]
  })
}
