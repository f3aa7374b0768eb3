import { closedStates, type RecordState } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { can } from '#platform/permission.ts'
import { completenessOf, notConcluded } from './completeness.ts'
import type { RecordStatus } from './contract.ts'
import { type Transition, transitions } from './domain/transitions.ts'
import { archiveNumberOf, eventsOf, retentionOnRecord, stateOf } from './encounter-record.ts'
import { listHolds } from './holds.ts'
import { listPlaces } from './places.ts'
import { raisedRetention, raiseOptions, titleOfClass } from './raise-retention.ts'
import type { RecordMembers } from './record-members.ts'
import { recordRetention } from './retention.ts'

const verbs = {
  'records.finish': 'finish',
  'records.complete': 'complete',
  'records.submit': 'submit',
  'records.accept': 'accept',
  'records.archive': 'archive',
  'records.reopen': 'reopen',
} as const

type Act = RecordStatus['may'][number]

/** What a way of the table is called on the screen. */
function actOf(way: Transition): Act {
  if (way.from === 'submitted' && way.to === 'finished') return 'sendBack'
  return verbs[way.permission]
}

function mayNow(
  ctx: Context,
  state: RecordState,
  { whole, onHold }: { readonly whole: boolean; readonly onHold: boolean },
): readonly Act[] {
  const steps = transitions
    .filter((one) => one.from === state && can(ctx.actor, one.permission))
    .filter((one) => one.to !== 'completed' || whole)
    .filter((one) => !one.needs.includes('secondPerson'))
    .map(actOf)
  const asks = closedStates.has(state) && !onHold && can(ctx.actor, 'records.askReopening')
  return [
    ...new Set<Act>([
      ...steps,
      ...(asks ? (['askReopening'] as const) : []),
      ...(state === 'archived' && can(ctx.actor, 'records.supplement') ? (['supplement'] as const) : []),
      ...(can(ctx.actor, 'records.export') ? (['export'] as const) : []),
    ]),
  ]
}

/** Where a record stands, what it lacks, how long it will be kept, and what the reader may do. */
export async function recordStatus(ctx: Context, record: RecordMembers): Promise<RecordStatus> {
  const state = stateOf(record.encounter)
  const completeness = completenessOf(record)
  const { needs, missing, rule, dueOn } = completeness
  const events = eventsOf(record.encounter)
  const { id } = record.encounter
  const place = (await listPlaces(ctx, id))[0]
  const onHold = (await listHolds(ctx, id)).some((one) => !one.liftedAt)
  const retention = (await raisedRetention(ctx, id)) ?? retentionView(ctx, record)
  const may = mayNow(ctx, state, { whole: missing.length === 0, onHold })
  return {
    id,
    number: record.number,
    archiveNumber: archiveNumberOf(record.encounter),
    state,
    reopened: events.some((event) => event.state === 'open'),
    events,
    needs,
    rule: rule && { source: rule.source, handInDays: rule.handInDays },
    dueOn,
    retention,
    raise: can(ctx.actor, 'records.archive') ? raiseOptions(ctx, record, retention?.until ?? '') : [],
    concluded: notConcluded(completeness).length === 0,
    may,
    medium: place?.medium ?? 'electronic',
    location: place?.location,
    onHold,
  }
}

function retentionView(ctx: Context, record: RecordMembers): RecordStatus['retention'] {
  const fixed = retentionOnRecord(record.encounter)
  if (fixed) return { ...fixed, title: titleOfClass(ctx, fixed.code) }
  const computed = recordRetention(ctx, record)
  return (
    computed && {
      code: computed.code,
      years: computed.years,
      until: computed.until,
      title: computed.title[ctx.language],
      source: computed.source,
    }
  )
}
