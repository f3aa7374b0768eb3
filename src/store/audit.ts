import { type RawBuilder, sql } from 'kysely'
import { canonicalJson } from '#fhir/json.ts'
import type { Context } from '#platform/context.ts'
import type { Commit, Write } from './write.ts'

/** What happened, without who and when: those come from the context. */
export interface AuditEntry {
  /** create, update, delete, read, search, view, print, export, login, logout, sign, … */
  readonly action: string
  readonly outcome: 'success' | 'refused' | 'failed'
  readonly patientId?: string | undefined
  /** `Type/id` or `Type/id/_history/3`. */
  readonly entities?: readonly string[]
  readonly purpose?: string | undefined
  readonly detail?: Readonly<Record<string, string | number | boolean>> | undefined
}

interface Audit extends AuditEntry {
  readonly id: string
}

/** One event per patient that the commit touches, naming every version. */
export function auditContent(ctx: Context, commit: Commit): readonly Audit[] {
  const groups = new Map<string, Write[]>()
  for (const write of commit.writes) {
    const key = write.patient ?? ''
    groups.set(key, [...(groups.get(key) ?? []), write])
  }
  return [...groups].map(([patient, writes]) => {
    const kinds = new Set(writes.map((write) => write.kind))
    return {
      id: ctx.newId(),
      action: kinds.size === 1 ? (writes[0]?.kind ?? 'update') : 'update',
      outcome: 'success',
      patientId: patient || undefined,
      entities: writes.map((write) => `${write.type}/${write.id}/_history/${write.version}`),
      purpose: commit.options.purpose,
      detail: commit.options.authority && { ...commit.options.authority },
    }
  })
}

/** The call that stores an event with its ledger leaf. */
export function auditCall(ctx: Context, at: Date, audit: Audit): RawBuilder<unknown> {
  const content = canonicalJson({
    id: audit.id,
    at: at.toISOString(),
    facility: ctx.facility,
    action: audit.action,
    outcome: audit.outcome,
    actor: ctx.actor.id,
    actorKind: ctx.actor.kind,
    userName: ctx.actor.userName,
    roles: ctx.actor.roles,
    practitioner: ctx.actor.practitionerId,
    patient: audit.patientId,
    entities: audit.entities,
    purpose: audit.purpose,
    requestId: ctx.requestId,
    commandId: ctx.commandId,
    detail: audit.detail,
  })
  return sql`store_audit(${ctx.facility}, ${audit.id}::uuid, ${at}, ${audit.action}, ${audit.outcome}, ${ctx.actor.id},
    ${audit.patientId ?? null}, ${content})`
}

/** Records an event that is not a write of resources: a login, a refusal, a print, an export. */
export async function writeAudit(ctx: Context, entry: AuditEntry): Promise<void> {
  await sql`select ${auditCall(ctx, ctx.now(), { ...entry, id: ctx.newId() })}`.execute(ctx.db)
}

/** Records that data of a patient was seen, before the answer is sent. Modules call it once per screen. */
export async function auditView(
  ctx: Context,
  view: { readonly patientId?: string; readonly kind: string; readonly entities: readonly string[] },
): Promise<void> {
  await writeAudit(ctx, {
    action: 'view',
    outcome: 'success',
    patientId: view.patientId,
    entities: view.entities,
    detail: { kind: view.kind },
  })
}
