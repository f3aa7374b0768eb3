import fc from 'fast-check'
import { sql } from 'kysely'
import { AppError } from '#kernel/app-error.ts'
import type { admit } from '#modules/ward/index.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { givenPatient } from '../support/beds.ts'
import { type Act, type Person, WardModel } from './ward-model.ts'

/** The acts of module ward. */
export interface WardActs {
  readonly admit: typeof admit
  moveToBed(ctx: Context, id: string, body: { bedId: string }): Promise<void>
  swapBeds(ctx: Context, body: { stays: string[] }): Promise<void>
  leave(ctx: Context, id: string, body: { reason: string }): Promise<void>
  comeBack(ctx: Context, id: string): Promise<void>
  askTransfer(
    ctx: Context,
    id: string,
    body: { departmentId: string; reason: string; urgent: boolean },
  ): Promise<void>
  withdrawTransfer(ctx: Context, id: string, reason: string): Promise<void>
  acceptTransfer(ctx: Context, id: string, body: { bedId?: string }): Promise<void>
  discharge(
    ctx: Context,
    id: string,
    body: { disposition: 'home'; diagnosis: { code: string; text: string } },
  ): Promise<void>
  undoDischarge(ctx: Context, id: string, body: { reason: string }): Promise<void>
  cancelAdmission(ctx: Context, id: string, reason: string): Promise<void>
  setBedState(ctx: Context, bedId: string, body: { status: 'U' }): Promise<void>
}

export const wardBeds = { noi: 3, hscc: 2 } as const
const departments = ['dept-noi', 'dept-hscc']
const beds = Object.entries(wardBeds).flatMap(([name, count]) =>
  Array.from({ length: count }, (_, at) => ({ id: `bed-${name}-${at + 1}`, department: `dept-${name}` })),
)
const people = 4
const reason = 'Theo trình tự ngẫu nhiên'
const diagnosis = { code: 'J18.9', text: 'Viêm phổi' }

const who = fc.nat(people - 1)
const bed = fc.constantFrom(...beds.map((one) => one.id))
const department = fc.constantFrom(...departments)
const mayBed = fc.option(bed, { nil: undefined, freq: 3 })
const admitAct = fc.record({ kind: fc.constant('admit' as const), who, department, bed: mayBed })

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: admitAct },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('move' as const), who, bed }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('swap' as const), who, other: who }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('ask' as const), who, department }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('accept' as const), who, bed: mayBed }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom('leave' as const, 'back', 'withdraw', 'discharge', 'undo', 'cancel'),
      who,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('clean' as const), bed }) },
)

/** Two come first, so that there is somebody to act on. */
const sequenceOf = fc
  .tuple(fc.array(admitAct, { minLength: 2, maxLength: 3 }), fc.array(act, { minLength: 6, maxLength: 13 }))
  .map(([first, then]): readonly Act[] => [...first, ...then])

/** Sequences of acts against the model; what they did not agree on. Nobody else uses these wards meanwhile. */
export async function playWard(
  ctx: Context,
  acts: WardActs,
  count: number,
  seed: number,
  tell: (done: number) => void = () => {},
): Promise<{ readonly acts: number; readonly done: number; readonly faults: readonly string[] }> {
  const faults: string[] = []
  let [all, done] = [0, 0]
  const sequences = fc.sample(sequenceOf, { numRuns: count, seed })
  let patients: readonly string[] = []
  for (const [n, sequence] of sequences.entries()) {
    const model = new WardModel(
      people,
      new Map(beds.map((one) => [one.id, { department: one.department, dirty: false, usedAt: 0 }])),
    )
    // The same persons come again and again; new ones now and then.
    if (n % 25 === 0) patients = await Promise.all(model.people.map(() => givenPatient(ctx)))
    const stays: string[] = patients.map(() => 'none')
    for (const one of sequence) {
      const expected = model.apply(one)
      const code = await refusal(() => inTransaction(ctx, (tx) => play(tx, acts, one, patients, stays)))
      all += 1
      if (code === undefined) done += 1
      if ((code === undefined) !== expected) faults.push(`${seed}/${n}: ${JSON.stringify(one)}: ${code ?? 'done'}`)
    }
    faults.push(...(await differences(ctx, model, stays)).map((fault) => `${seed}/${n}: ${fault}`))
    await clear(ctx, acts, model, stays)
    tell(n + 1)
  }
  return { acts: all, done, faults }
}

async function refusal(run: () => Promise<void>): Promise<string | undefined> {
  try {
    await run()
    return undefined
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

async function play(
  ctx: Context,
  acts: WardActs,
  one: Act,
  patients: readonly string[],
  stays: string[],
): Promise<void> {
  if (one.kind === 'clean') return acts.setBedState(ctx, one.bed, { status: 'U' })
  const id = stays[one.who] ?? ''
  const within = 'bed' in one && one.bed ? { bedId: one.bed } : {}
  switch (one.kind) {
    case 'admit': {
      const body = { patientId: patients[one.who] ?? '', departmentId: one.department, ...within }
      const { encounterId } = await acts.admit(ctx, { ...body, source: 'direct', reason, payer: 'self' })
      stays[one.who] = encounterId
      return
    }
    case 'move':
      return acts.moveToBed(ctx, id, { bedId: one.bed })
    case 'swap':
      return acts.swapBeds(ctx, { stays: [id, stays[one.other] ?? ''] })
    case 'leave':
      return acts.leave(ctx, id, { reason })
    case 'back':
      return acts.comeBack(ctx, id)
    case 'ask':
      return acts.askTransfer(ctx, id, { departmentId: one.department, reason, urgent: true })
    case 'withdraw':
      return acts.withdrawTransfer(ctx, id, reason)
    case 'accept':
      return acts.acceptTransfer(ctx, id, within)
    case 'discharge':
      return acts.discharge(ctx, id, { disposition: 'home', diagnosis })
    case 'undo':
      return acts.undoDischarge(ctx, id, { reason })
    case 'cancel':
      return acts.cancelAdmission(ctx, id, reason)
  }
}

const statuses = {
  out: undefined,
  in: 'in-progress',
  leave: 'onleave',
  finished: 'finished',
  cancelled: 'cancelled',
}

interface StayNow {
  readonly id: string
  readonly status: string
  readonly department: string
  readonly bed: string | null
  readonly open: number
  readonly away: boolean
}

const told = (row: StayNow | undefined): string =>
  row?.status === 'in-progress' || row?.status === 'onleave'
    ? [row.status, row.department, row.bed, row.open].join()
    : [row?.status, row?.open ?? 0].join()

const modelled = (one: Person): string =>
  one.status === 'in' || one.status === 'leave'
    ? [statuses[one.status], one.department, one.bed, 1].join()
    : [statuses[one.status], 0].join()

/** Where the tables, and the Encounters behind them, do not say what the model says; and what no table may ever say. */
async function differences(ctx: Context, model: WardModel, stays: readonly string[]): Promise<string[]> {
  const { rows } = await sql<StayNow>`
    select stay.encounter_id as id, stay.status, stay.department,
      (select bed_id from stay_place p where p.facility = stay.facility and p.encounter_id = stay.encounter_id
        and upper_inf(p.during)) as bed,
      (select count(*) from stay_place p where p.facility = stay.facility and p.encounter_id = stay.encounter_id
        and upper_inf(p.during))::int as open,
      exists (select 1 from stay_leave away where away.facility = stay.facility
        and away.encounter_id = stay.encounter_id and upper_inf(away.during)) as away
    from stay where stay.facility = ${ctx.facility} and stay.encounter_id = any (${[...stays]}::text[])`.execute(
    ctx.db,
  )
  const found = model.people.flatMap((one, at) => {
    const row = rows.find(({ id }) => id === stays[at])
    const [is, wanted] = [told(row), modelled(one)]
    const odd = is === wanted ? [] : [`person ${at}: ${is} and not ${wanted}`]
    return (row?.away ?? false) === (one.status === 'leave')
      ? odd
      : [...odd, `person ${at}: leave is ${row?.away}`]
  })
  const overlaps = await sql<{ n: number }>`
    select count(*)::int as n from stay_place one join stay_place other on one.facility = other.facility
      and one.during && other.during and (one.encounter_id, one.n) < (other.encounter_id, other.n)
      and (one.bed_id = other.bed_id or one.patient_id = other.patient_id)
    where one.encounter_id = any (${[...stays]}::text[])`.execute(ctx.db)
  return overlaps.rows[0]?.n === 0 ? found : [...found, 'two at one place, or one at two']
}

/** Everybody goes, and the beds are made. */
async function clear(ctx: Context, acts: WardActs, model: WardModel, stays: readonly string[]): Promise<void> {
  const used = new Set([...model.beds].filter(([, one]) => one.dirty).map(([id]) => id))
  await inTransaction(ctx, async (tx) => {
    for (const [at, one] of model.people.entries()) {
      const id = stays[at] ?? ''
      if (one.transferTo) await acts.withdrawTransfer(tx, id, reason)
      if (one.status !== 'in' && one.status !== 'leave') continue
      await acts.discharge(tx, id, { disposition: 'home', diagnosis })
      if (one.bed) used.add(one.bed)
    }
    for (const id of used) await acts.setBedState(tx, id, { status: 'U' })
  })
}
