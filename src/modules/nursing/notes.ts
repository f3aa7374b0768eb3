import type { Communication } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { searchResources } from '#store/search.ts'
import type { NoteView } from './contract.ts'
import { actorOf, momentOf, ofStay, openStay, type Stay } from './stay.ts'
import { struckOf } from './struck.ts'

/** Writes a note of nursing. */
export async function writeNote(
  ctx: Context,
  stayId: string,
  { text, at }: { text: string; at?: string },
): Promise<{ id: string }> {
  const stay = await openStay(ctx, stayId)
  const id = ctx.newId()
  const resource: Communication = {
    resourceType: 'Communication',
    id,
    status: 'completed',
    category: [{ coding: [{ system: cs.communication, code: 'nursing-note' }] }],
    ...ofStay(stay),
    sent: momentOf(ctx, stay, at),
    sender: actorOf(ctx),
    payload: [{ contentString: text.trim() }],
  }
  await commit(ctx, [{ kind: 'create', resource, id }])
  return { id }
}

/** Notes of a stay, the newest first; struck ones stay readable. */
export async function listNotes(ctx: Context, { encounterId }: Stay): Promise<readonly NoteView[]> {
  const found = await searchResources<Communication>(ctx, 'Communication', {
    encounter: `Encounter/${encounterId}`,
    category: `${cs.communication}|nursing-note`,
    _sort: '-sent',
    _count: '50',
  })
  return found.map((one) => ({
    id: one.id ?? '',
    at: one.sent ?? '',
    by: one.sender?.display ?? '–',
    text: one.payload?.[0]?.contentString ?? '',
    ...present({ struck: struckOf(one) }),
  }))
}
