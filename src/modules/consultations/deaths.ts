import { sql } from 'kysely'
import { idOf } from '#fhir/encounter.ts'
import { cs } from '#fhir/systems.ts'
import { addDays, dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import { searchResources } from '#store/search.ts'
import type { DeathRow, DeathsView } from './contract.ts'
import type { MeetingTask } from './domain/meeting.ts'
import { deathReviewOn } from './rules.ts'

interface Death {
  readonly encounter_id: string
  readonly patient_id: string
  readonly patient_name: string | null
  readonly record_number: string
  readonly department: string | null
  readonly left_at: Date
}

const shownDays = 400

/** Stays that ended in death, the newest first. */
async function deathsSince(ctx: Context, since: Date): Promise<readonly Death[]> {
  const { rows } = await sql<Death>`
    select stay.encounter_id, stay.patient_id, patient_index.name as patient_name, stay.record_number, ward.name as department,
      stay.left_at
    from stay
      left join patient_index on patient_index.facility = stay.facility and patient_index.patient_id = stay.patient_id
      left join ward_place ward
        on ward.facility = stay.facility and ward.department = stay.department and ward.kind = 'wa'
    where stay.facility = ${ctx.facility} and stay.disposition in ('death', 'exp') and stay.left_at >= ${since}
    order by stay.left_at desc, stay.encounter_id limit 500`.execute(ctx.db)
  return rows
}

async function reviewsOf(ctx: Context, encounterIds: readonly string[]): Promise<readonly MeetingTask[]> {
  if (encounterIds.length === 0) return []
  const found = await searchResources<MeetingTask>(ctx, 'Task', {
    code: `${cs.meeting}|death-review`,
    encounter: encounterIds.map((id) => `Encounter/${id}`).join(','),
    _count: '1000',
  })
  return found.filter(({ status }) => status !== 'cancelled')
}

function rowOf(ctx: Context, death: Death, review: MeetingTask | undefined): DeathRow {
  const diedOn = dayInVietnam(death.left_at)
  const rule = deathReviewOn(diedOn)
  const dueOn = rule && addDays(diedOn, rule.days)
  const state = review === undefined ? 'none' : review.status === 'completed' ? 'held' : 'planned'
  return {
    encounterId: death.encounter_id,
    patientId: death.patient_id,
    patientName: death.patient_name ?? '',
    recordNumber: death.record_number,
    department: death.department ?? '',
    diedAt: instantInVietnam(death.left_at),
    late: state !== 'held' && dueOn !== undefined && dueOn < dayInVietnam(ctx.now()),
    state,
    ...present({ dueOn, meetingId: review?.id, at: review?.executionPeriod?.start }),
  }
}

const order = { none: 0, planned: 1, held: 2 } as const

/** Deaths of the hospital with their reviews: those without one first, by the day it is due. */
export async function listDeaths(ctx: Context): Promise<DeathsView> {
  const deaths = await deathsSince(ctx, new Date(ctx.now().getTime() - shownDays * 86_400_000))
  const reviews = await reviewsOf(
    ctx,
    deaths.map(({ encounter_id }) => encounter_id),
  )
  await auditView(ctx, { kind: 'deaths', entities: deaths.map(({ encounter_id }) => `Encounter/${encounter_id}`) })
  const rule = deathReviewOn(dayInVietnam(ctx.now()))
  const rows = deaths.map((death) =>
    rowOf(
      ctx,
      death,
      reviews.find((one) => idOf(one.encounter) === death.encounter_id),
    ),
  )
  return {
    deaths: rows.toSorted(
      (a, b) => order[a.state] - order[b.state] || (a.dueOn ?? '').localeCompare(b.dueOn ?? ''),
    ),
    ...present({ days: rule?.days, source: rule?.source }),
  }
}
