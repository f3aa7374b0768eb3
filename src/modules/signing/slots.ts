import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { type SignatureSlotTable, tables } from './tables.ts'

/** A place on a paper, as the work list keeps it. */
export interface NewSlot {
  readonly slot: string
  /** Places of one turn are signed in any order, those of a later one after them. */
  readonly turn: number
  readonly role: string
  readonly practitionerId: string | undefined
  /** Department of the record: offices that are held in a department sign in their own only. */
  readonly department: string | undefined
}

/** Puts the places of a paper on the work list; those of an earlier rendering are replaced. */
export async function openSlots(ctx: Context, documentId: string, slots: readonly NewSlot[]): Promise<void> {
  const db = tables(ctx)
  await db
    .deleteFrom('signature_slot')
    .where('facility', '=', ctx.facility)
    .where('document_id', '=', documentId)
    .execute()
  if (slots.length === 0) return
  const rows = slots.map((slot, position) => ({
    facility: ctx.facility,
    document_id: documentId,
    slot: slot.slot,
    position,
    turn: slot.turn,
    role: slot.role,
    practitioner_id: slot.practitionerId ?? null,
    department: slot.department ?? null,
    state: 'waiting' as const,
    signed_by: null,
    signed_at: null,
    provenance_id: null,
    since: ctx.now(),
  }))
  await db.insertInto('signature_slot').values(rows).execute()
}

/** A superseded paper waits for nobody. */
export async function closeSlots(ctx: Context, documentId: string): Promise<void> {
  await tables(ctx)
    .updateTable('signature_slot')
    .set({ state: 'void' })
    .where('facility', '=', ctx.facility)
    .where('document_id', '=', documentId)
    .where('state', '=', 'waiting')
    .execute()
}

export type Slot = SignatureSlotTable

/** Places of papers, in the order of signing. */
export async function readSlots(ctx: Context, documentIds: readonly string[]): Promise<Slot[]> {
  if (documentIds.length === 0) return []
  return tables(ctx)
    .selectFrom('signature_slot')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('document_id', 'in', [...documentIds])
    .orderBy('document_id')
    .orderBy('position')
    .execute()
}

/** Places that wait for the acting person: named for them, or for anyone with an office of theirs. Oldest first. */
export async function slotsForMe(ctx: Context, offices: ReadonlySet<string>): Promise<Slot[]> {
  const { actor } = ctx
  if (offices.size === 0) return []
  return tables(ctx)
    .selectFrom('signature_slot')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('state', '=', 'waiting')
    .where((where) => {
      const office = sql<string>`role || '@' || coalesce(department, '')`
      return where.or([where('role', 'in', [...offices]), where(office, 'in', [...offices])])
    })
    .where((where) =>
      where.or([where('practitioner_id', 'is', null), where('practitioner_id', '=', actor.practitionerId ?? '')]),
    )
    .orderBy('since')
    .limit(500)
    .execute()
}

/** Takes the places of one paper for this transaction: nobody else signs it meanwhile. */
export async function lockSlots(ctx: Context, documentId: string): Promise<Slot[]> {
  return tables(ctx)
    .selectFrom('signature_slot')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('document_id', '=', documentId)
    .orderBy('position')
    .forUpdate()
    .execute()
}

/** Marks a place as signed. */
export async function markSigned(
  ctx: Context,
  slot: Slot,
  evidence: { readonly by: string | undefined; readonly at: Date; readonly provenanceId: string },
): Promise<void> {
  await tables(ctx)
    .updateTable('signature_slot')
    .set({
      state: 'signed',
      signed_by: evidence.by ?? null,
      signed_at: evidence.at,
      provenance_id: evidence.provenanceId,
    })
    .where('facility', '=', ctx.facility)
    .where('document_id', '=', slot.document_id)
    .where('slot', '=', slot.slot)
    .execute()
}
