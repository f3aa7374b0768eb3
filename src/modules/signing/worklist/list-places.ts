import type { DocumentReference, Organization, Practitioner } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { can } from '#platform/permission.ts'
import { findResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { WaitingPlace } from '../contract.ts'
import { waitingPaper } from '../list-waiting.ts'
import { readSlots, type Slot } from '../slots.ts'
import { isForMe, officesOf, signedApart } from '../standing.ts'
import { tables } from '../tables.ts'
import { isSignedPlace, placesInTurn, sealOffice } from '../turns.ts'

/** Whose places are asked for. */
export type Scope = { readonly encounterId: string } | 'department'

const most = 500

/** Ids of the departments that the acting person works in. */
async function myDepartments(ctx: Context): Promise<string[]> {
  const found = await Promise.all(
    ctx.actor.departments.map((code) =>
      searchResources<Organization>(ctx, 'Organization', { identifier: `${cs.department}|${code}` }),
    ),
  )
  return found.flat().flatMap(({ id }) => (id ? [id] : []))
}

async function departmentPapers(ctx: Context): Promise<string[]> {
  const departments = await myDepartments(ctx)
  if (departments.length === 0) return []
  const rows = await tables(ctx)
    .selectFrom('signature_slot')
    .select('document_id')
    .where('facility', '=', ctx.facility)
    .where('state', '=', 'waiting')
    .where('department', 'in', departments)
    .groupBy('document_id')
    .orderBy((by) => by.fn.min('since'))
    .limit(most)
    .execute()
  return rows.map((row) => row.document_id)
}

async function recordPapers(ctx: Context, encounterId: string): Promise<string[]> {
  const query = { encounter: `Encounter/${encounterId}`, status: 'current' }
  const papers = await searchResources<DocumentReference>(ctx, 'DocumentReference', query)
  return papers.flatMap(({ id }) => (id ? [id] : []))
}

async function nameOf(ctx: Context, practitionerId: string | null): Promise<string | undefined> {
  if (!practitionerId) return undefined
  const name = (await findResource<Practitioner>(ctx, 'Practitioner', practitionerId))?.name?.[0]
  return name?.text && [...(name.prefix ?? []), name.text].join(' ')
}

/** Every place that a department's or a record's papers wait for, oldest first: whose it is and whether it is their turn. */
export async function listPlaces(ctx: Context, scope: Scope): Promise<WaitingPlace[]> {
  const ids = scope === 'department' ? await departmentPapers(ctx) : await recordPapers(ctx, scope.encounterId)
  const [slots, offices] = await Promise.all([readSlots(ctx, ids), officesOf(ctx)])
  const view = async (id: string): Promise<WaitingPlace[]> => {
    const own = slots.filter((slot) => slot.document_id === id)
    const waiting = own.filter(({ state }) => state === 'waiting')
    const paper = await findResource<DocumentReference>(ctx, 'DocumentReference', id)
    if (paper?.status !== 'current') return []
    const inTurn = new Set(placesInTurn(own))
    const mySeal = can(ctx.actor, 'signing.seal')
    const mayTake = can(ctx.actor, 'signing.confirm')
    const isMine = (slot: Slot) => {
      if (slot.role === sealOffice) return mySeal
      return isSignedPlace(slot) ? isForMe(ctx, offices, slot) && !signedApart(ctx, slot, own) : mayTake
    }
    return Promise.all(
      waiting.map(async (slot) => {
        const who = await nameOf(ctx, slot.practitioner_id)
        return {
          ...waitingPaper(ctx, paper, slot),
          ...(who ? { who } : {}),
          turn: inTurn.has(slot) || !isSignedPlace(slot),
          mine: isMine(slot),
          seal: slot.role === sealOffice,
          confirm: !isSignedPlace(slot),
        }
      }),
    )
  }
  return (await Promise.all(ids.map(view))).flat().sort((a, b) => a.since.localeCompare(b.since))
}
