import { sql } from 'kysely'
import { least } from '#fhir/search/date-range.ts'
import { cs } from '#fhir/systems.ts'
import { wordOf } from '#kernel/word-of.ts'
import type { Context } from '#platform/context.ts'
import { auditCall, auditContent } from '../audit.ts'
import { recordErrors, storeErrors } from '../errors.ts'
import { notifications } from '../notifications.ts'
import { recordNumber, recordState } from '../record-state.ts'
import type { Commit, Write } from '../write.ts'

type Json = Readonly<Record<string, unknown>>

const letter = { create: 'c', update: 'u', delete: 'd' } as const

/** Hands all rows to the only function that may write them. */
export async function writeRows(ctx: Context, commit: Commit): Promise<void> {
  const { writes, options, at } = commit
  const ordered = writes.flatMap((write) => numbered(write, write.index?.ordered ?? []))
  const strings = writes.flatMap((write) => numbered(write, write.index?.strings ?? []))
  const authority = options.authority ? `${options.authority.permission}: ${options.authority.reason}` : null
  const audits = auditContent(ctx, commit)
  try {
    await refuseNamedRecords(ctx, writes, authority)
    await sql`select store_commit(
      ${ctx.facility}, ${at}, ${ctx.actor.id}, ${authority}, ${notifications(ctx.facility, writes)}::text[],
      ${JSON.stringify(writes.map(rowOf))}::json, ${writes.map((w) => w.content)}::bytea[],
      ${ordered.map((o) => o.write.typeNumber)}::smallint[], ${ordered.map((o) => o.write.id)}::text[],
      ${ordered.map((o) => o.value.param)}::integer[], ${ordered.map((o) => o.n)}::smallint[],
      ${ordered.map((o) => o.value.key)}::bigint[], ${ordered.map((o) => o.value.lo)}::float8[],
      ${ordered.map((o) => o.value.hi)}::float8[], ${ordered.map((o) => o.value.unit ?? null)}::text[],
      ${strings.map((s) => s.write.typeNumber)}::smallint[], ${strings.map((s) => s.write.id)}::text[],
      ${strings.map((s) => s.value.param)}::integer[], ${strings.map((s) => s.n)}::smallint[],
      ${strings.map((s) => s.value.value)}::text[])${sql.join(
        audits.map((audit) => sql`, ${auditCall(ctx, at, audit)}`),
        sql``,
      )}`.execute(ctx.db)
  } catch (error) {
    throw refusal(error, commit)
  }
}

/** `store_commit` asks about the record a row belongs to; here about others that it names, as a list of visits may. */
async function refuseNamedRecords(
  ctx: Context,
  writes: readonly Write[],
  authority: string | null,
): Promise<void> {
  const others = new Set(writes.flatMap((write) => write.namedRecords.slice(1)))
  if (others.size > 0)
    await sql`select store_check_records(${ctx.facility}, ${[...others]}::text[], ${authority})`.execute(ctx.db)
}

function numbered<V>(write: Write, values: readonly V[]) {
  return values.map((value, n) => ({ write, value, n }))
}

function rowOf(write: Write, at: number) {
  const after = write.after as unknown as Json | undefined
  const root = write.type === 'Encounter' && write.record === write.id ? after : undefined
  return {
    n: at + 1,
    kind: letter[write.kind],
    type: write.typeNumber,
    id: write.id,
    version: write.version,
    patient: write.patient,
    record: write.record,
    record_state: root && recordState(root),
    record_number: root && recordNumber(root),
    status: typeof after?.['status'] === 'string' ? after['status'] : undefined,
    code: write.index?.code,
    ct: write.index?.ct ?? least,
    ct_end: write.index?.ctEnd ?? least,
    value: write.index?.value,
    toks: [...(write.index?.toks ?? [])],
    released: isReleased(write),
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
  const first = commit.writes[0]
  const named = { type: first?.type ?? '', id: first?.id ?? '' }
  if (code === 'LO423') return recordErrors.locked(JSON.parse(detail ?? '{}') as Record<string, string>, error)
  if (code === 'LO412')
    return storeErrors.versionConflict(
      { ...named, expected: (first?.version ?? 1) - 1, current: '–' },
      error,
    )
  if (code === '23505' && constraint?.startsWith('resource')) return storeErrors.exists(named, error)
  return error
}
