import { least } from '#fhir/search/date-range.ts'
import { hash53 } from '#fhir/search/hash.ts'
import type { SearchIndex } from '#fhir/search/index-resource.ts'
import { cs } from '#fhir/systems.ts'
import { wordOf } from '#kernel/word-of.ts'
import type { Context } from '#platform/context.ts'
import { auditsOf } from '../audit.ts'
import { storeContained } from '../contained-rows.ts'
import { recordErrors, storeErrors } from '../errors.ts'
import { storePacks } from '../event-pack.ts'
import { askLast } from '../group/flight.ts'
import { notifications } from '../notifications.ts'
import { recordNumber, recordState } from '../record-state.ts'
import { rowBytes, type StoreRow } from '../rows.ts'
import type { Commit, Write } from '../write.ts'

type Json = Readonly<Record<string, unknown>>

/** A pack is a statement of its own, which costs as much as some rows. */
const fewestPacked = 3

const letter = { create: 'c', update: 'u', delete: 'd' } as const

/** Hands all rows to the only function that may write them. */
export async function writeRows(ctx: Context, commit: Commit): Promise<void> {
  const { writes, members } = commit
  const authority = members[0]?.options.authority
  const named = new Set(writes.flatMap((write) => write.namedRecords.slice(1)))
  const events = members.flatMap(auditsOf)
  const packed = events.length >= fewestPacked
  const [changes, audits, ordered, strings] = await Promise.all([
    rowBytes(ctx, 'store_change', writes.map(changeRow)),
    rowBytes(ctx, 'store_event', packed ? [] : events),
    rowBytes(ctx, 'store_ordered', writes.flatMap(orderedRows)),
    rowBytes(ctx, 'store_string', writes.flatMap(stringRows)),
  ])
  try {
    await askLast(ctx, [
      ...commit.beside,
      ...(packed ? storePacks(ctx, events) : []),
      ...storeContained(ctx, writes),
      {
        name: 'store_commit',
        text: 'select store_commit($1, $2, $3::text[], $4::text[], $5, $6, $7, $8)',
        values: [
          ctx.facility,
          authority ? `${authority.permission}: ${authority.reason}` : null,
          notifications(ctx.facility, writes),
          [...named],
          changes,
          audits,
          ordered,
          strings,
        ],
      },
    ])
  } catch (error) {
    throw refusal(error, commit)
  }
}

function orderedRows({ typeNumber, id, index }: Write): readonly StoreRow<'store_ordered'>[] {
  return (index?.ordered ?? []).map((one, n) => ({ type: typeNumber, id, n, ...one }))
}

function stringRows({ typeNumber, id, index }: Write): readonly StoreRow<'store_string'>[] {
  return (index?.strings ?? []).map((one, n) => ({ type: typeNumber, id, n, ...one }))
}

/** Tells whether the rows of the side tables are the same as before, so that they need not be written again. */
function sideOf(index: SearchIndex | undefined): number {
  if (!index || (index.ordered.length === 0 && index.strings.length === 0)) return 0
  const text = [
    ...index.ordered.map((one) => `${one.param} ${one.key} ${one.lo} ${one.hi} ${one.unit ?? ''}`),
    ...index.strings.map((one) => `${one.param} ${one.value}`),
  ].join('\n')
  return hash53(text) || 1
}

function changeRow(write: Write): StoreRow<'store_change'> {
  const after = write.after as unknown as Json | undefined
  const root = write.type === 'Encounter' && write.record === write.id ? after : undefined
  const { index, member } = write
  return {
    kind: letter[write.kind],
    type: write.typeNumber,
    id: write.id,
    version: write.version,
    at: member.at,
    actor: member.ctx.actor.id,
    patient: write.patient,
    record: write.record,
    record_state: root && recordState(root),
    record_number: root && recordNumber(root),
    status: typeof after?.['status'] === 'string' ? after['status'] : undefined,
    code: index?.code,
    ct: index?.ct ?? least,
    ct_end: index?.ctEnd ?? least,
    value: index?.value,
    toks: [...(index?.toks ?? [])],
    side: sideOf(index),
    released: isReleased(write),
    content: write.content,
  }
}

const final = new Set(['final', 'amended', 'corrected', 'appended'])

/** A laboratory or imaging result that becomes final becomes known to the ward at that moment (idea 9). */
function isReleased(write: Write): boolean {
  const after = write.after as unknown as Json | undefined
  if (!after || !final.has(wordOf(after['status']))) return false
  if (write.type === 'DiagnosticReport') return true
  if (write.type !== 'Observation') return false
  const categories = after['category'] as
    | readonly { coding?: readonly { system?: string; code?: string }[] }[]
    | undefined
  return (
    categories?.some((one) =>
      one.coding?.some((c) => c.system === cs.observationCategory && c.code === 'laboratory'),
    ) ?? false
  )
}

/** The refusals of the database as failures a caller can name. */
function refusal(error: unknown, commit: Commit): unknown {
  const { code, detail, constraint } = error as { code?: string; detail?: string; constraint?: string }
  if (code === 'LO423') return recordErrors.locked(JSON.parse(detail ?? '{}') as Record<string, string>, error)
  const first = commit.writes[0]
  const named = { type: first?.type ?? '', id: first?.id ?? '' }
  if (code === 'LO412')
    return storeErrors.versionConflict({ ...named, expected: (first?.version ?? 1) - 1, current: '–' }, error)
  // An update that creates meets another that was first: it is tried again, as an update.
  const mayUpdate = commit.writes.every((write) => write.change.kind !== 'create')
  if (code === '23505' && constraint?.startsWith('resource') && !mayUpdate) return storeErrors.exists(named, error)
  return error
}
