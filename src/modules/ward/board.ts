import type { Condition, Organization } from '@medplum/fhirtypes'
import { dayInVietnam, daysBetween } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import { ageText } from '#modules/patients/index.ts'
import type { Context } from '#platform/context.ts'
import { findResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { Bed, Board, Incoming, Lying } from './board-contract.ts'
import { bedsOf, departmentCounts, type LyingRow, leftOn, lyingIn, transfersOf } from './board-rows.ts'
import { wardErrors } from './errors.ts'
import { departmentNames } from './names.ts'
import { askedOf } from './read-asked.ts'
import type { StoredPlace, TransferRow } from './repository.ts'
import { transferView } from './transfer-view.ts'
import { type Watched, watchedOf } from './watched.ts'

/** The department of who asks, when no other is told: the first of theirs that has a ward. */
async function usualDepartment(ctx: Context, known: readonly string[]): Promise<string | undefined> {
  const mine = await Promise.all(known.map((id) => findResource<Organization>(ctx, 'Organization', id)))
  const own = mine.find((one) => one?.identifier?.some(({ value }) => ctx.actor.departments.includes(value ?? '')))
  return own?.id ?? known[0]
}

/** Beds of a department with who lies in them, now or at any past minute. */
export async function readBoard(ctx: Context, query: { department?: string; at?: string }): Promise<Board> {
  const at = query.at ? new Date(query.at) : ctx.now()
  if (at.getTime() > ctx.now().getTime()) throw wardErrors.badTime({ at: query.at ?? '' })
  const names = await departmentNames(ctx)
  const id = query.department ?? (await usualDepartment(ctx, [...names.keys()])) ?? ''
  const name = names.get(id)
  if (name === undefined) throw wardErrors.noWard({ department: id })
  const isPast = query.at !== undefined
  const [places, lying, counts, left, transfers, asked] = await Promise.all([
    bedsOf(ctx, id),
    lyingIn(ctx, id, at),
    departmentCounts(ctx, at),
    leftOn(ctx, id, dayInVietnam(at)),
    isPast ? [] : transfersOf(ctx, id),
    isPast ? [] : askedOf(ctx, id),
  ])
  const people = await toldOf(ctx, lying, at, transfers, names, isPast)
  const inBed = new Map(lying.flatMap((one) => (one.bed_id ? [[one.bed_id, people.get(one.encounter_id)]] : [])))
  const rooms = places.filter((one) => one.kind === 'ro')
  const waiting = await Promise.all(transfers.map((one) => incoming(ctx, one)))
  return {
    at: at.toISOString(),
    isPast,
    department: { id, name },
    departments: [...names].map(([one, title]) => ({
      id: one,
      name: title,
      ...(counts.get(one) ?? { beds: 0, taken: 0, waiting: 0 }),
    })),
    rooms: rooms.map((room) => {
      const beds = places
        .filter((one) => one.kind === 'bd' && one.part_of === room.location_id)
        .map((bed) => bedView(bed, inBed.get(bed.location_id), isPast))
      return {
        id: room.location_id,
        name: room.name,
        ...present({ sex: room.sex ?? undefined }),
        taken: beds.filter((one) => one.patient).length,
        beds,
      }
    }),
    unplaced: lying.flatMap((one) => (one.bed_id ? [] : (people.get(one.encounter_id) ?? []))),
    asked,
    incoming: waiting.filter((_, index) => transfers[index]?.to_department === id),
    outgoing: waiting.filter((_, index) => transfers[index]?.from_department === id),
    left: left.map((one) => ({
      encounterId: one.encounter_id,
      name: one.name,
      recordNumber: one.record_number,
      leftAt: one.left_at.toISOString(),
      ...present({ disposition: one.disposition ?? undefined }),
    })),
  }
}

const states = { H: 'cleaning', I: 'isolated', C: 'closed', K: 'contaminated' } as const

type BedPlace = StoredPlace & { readonly hold_note: string | null; readonly hold_until: Date | null }

function bedView(bed: BedPlace, patient: Lying | undefined, isPast: boolean): Bed {
  const known = isPast ? undefined : states[bed.status as keyof typeof states]
  const free = known ?? (bed.hold_note !== null && !isPast ? 'held' : 'free')
  return {
    id: bed.location_id,
    name: bed.name,
    isolation: bed.status === 'I' && !isPast,
    state: patient ? 'taken' : free,
    ...present({
      kind: bed.bed_kind ?? undefined,
      patient,
      hold:
        bed.hold_note !== null && !isPast
          ? { note: bed.hold_note, ...present({ until: bed.hold_until?.toISOString() }) }
          : undefined,
    }),
  }
}

async function incoming(ctx: Context, row: TransferRow): Promise<Incoming> {
  const { from, to, patientId: _patient, ...rest } = await transferView(ctx, row)
  return { ...rest, from: from.name, to: to.name }
}

/** Names, ages and diagnoses of those who lie on the ward. */
async function toldOf(
  ctx: Context,
  lying: readonly LyingRow[],
  at: Date,
  transfers: readonly TransferRow[],
  names: ReadonlyMap<string, string>,
  isPast: boolean,
): Promise<ReadonlyMap<string, Lying>> {
  const ids = lying.flatMap((one) => one.diagnosis ?? [])
  const [conditions, watched] = await Promise.all([
    ids.length > 0 ? searchResources<Condition>(ctx, 'Condition', { _id: ids.join(',') }) : [],
    isPast
      ? new Map<string, Watched>()
      : watchedOf(
          ctx,
          lying.map((one) => one.encounter_id),
        ),
  ])
  const diagnoses = new Map(conditions.map((one) => [one.id, one.code?.text]))
  const today = dayInVietnam(at)
  const leaving = new Map(transfers.map((one) => [one.encounter_id, names.get(one.to_department)]))
  return new Map(
    lying.map((one) => [
      one.encounter_id,
      {
        encounterId: one.encounter_id,
        patientId: one.patient_id,
        name: one.name ?? '',
        sex: one.sex ?? 'unknown',
        recordNumber: one.record_number,
        day: daysBetween(dayInVietnam(one.admitted_at), today) + 1,
        admittedAt: one.admitted_at.toISOString(),
        reason: one.reason,
        onLeave: one.on_leave,
        ...present({
          mrn: one.mrn ?? undefined,
          ageText: ageText(one.birth_date ?? undefined, today, ctx.language),
          diagnosis: one.diagnosis ? diagnoses.get(one.diagnosis) : undefined,
          doctor: one.doctor_name ?? undefined,
          transferTo: leaving.get(one.encounter_id),
          motherStay: one.mother_stay ?? undefined,
          expectedDischarge: one.expected_discharge ?? undefined,
          ...watched.get(one.encounter_id),
        }),
      },
    ]),
  )
}
