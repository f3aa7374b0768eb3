import type { Context } from '#platform/context.ts'
import { can } from '#platform/permission.ts'
import { completenessOf, notConcluded } from './completeness.ts'
import type { RecordStatus } from './contract.ts'
import { transitions } from './domain/transitions.ts'
import { archiveNumberOf, eventsOf, retentionOnRecord, stateOf } from './encounter-record.ts'
import type { RecordMembers } from './record-members.ts'
import { recordRetention } from './retention.ts'
import { retentionRules } from './rules.ts'

const verbs = {
  'records.finish': 'finish',
  'records.complete': 'complete',
  'records.archive': 'archive',
  'records.reopen': 'reopen',
} as const

/** Where a record stands, what it lacks, how long it will be kept, and what the reader may do. */
export function recordStatus(ctx: Context, record: RecordMembers): RecordStatus {
  const state = stateOf(record.encounter)
  const completeness = completenessOf(record)
  const { needs, missing, rule, dueOn } = completeness
  const events = eventsOf(record.encounter)
  const ways = transitions.filter((one) => one.from === state && can(ctx.actor, one.permission))
  const may = ways
    .filter((one) => one.to !== 'completed' || missing.length === 0)
    .map((one) => verbs[one.permission])
  return {
    id: record.encounter.id,
    number: record.number,
    archiveNumber: archiveNumberOf(record.encounter),
    state,
    reopened: events.some((event) => event.state === 'open'),
    events,
    needs,
    rule: rule && { source: rule.source, handInDays: rule.handInDays },
    dueOn,
    retention: retentionView(ctx, record),
    concluded: notConcluded(completeness).length === 0,
    may: [...new Set(may), ...(can(ctx.actor, 'records.export') ? (['export'] as const) : [])],
  }
}

function retentionView(ctx: Context, record: RecordMembers): RecordStatus['retention'] {
  const fixed = retentionOnRecord(record.encounter)
  const titleOf = (code: string) =>
    retentionRules.flatMap((rule) => rule.classes).find((one) => one.code === code)?.title[ctx.language] ?? code
  if (fixed) return { ...fixed, title: titleOf(fixed.code) }
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
