import { readFileSync } from 'node:fs'
import type { PractitionerRole } from '@medplum/fhirtypes'
import { fold } from '#kernel/fold.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { Slot } from './slots.ts'

/** Role of data/roles that holds an office; with positions, only staff who have one of them. */
interface Holder {
  readonly role: string
  readonly positions?: readonly string[]
}

type Pairs = readonly (readonly [string, string])[]

interface Rules {
  readonly holders: Readonly<Record<string, readonly Holder[]>>
  readonly apart: { readonly roles: Pairs; readonly places: Pairs }
}

const file = new URL('../../../data/rules/signing-places.json', import.meta.url)
const { holders, apart } = JSON.parse(readFileSync(file, 'utf8')) as Rules

const isActing = ({ role }: Holder, roles: readonly string[]) => roles.includes(role)

async function positionsOf(ctx: Context): Promise<readonly string[]> {
  const { practitionerId } = ctx.actor
  if (!practitionerId) return []
  const query = { practitioner: `Practitioner/${practitionerId}`, active: 'true' }
  const found = await searchResources<PractitionerRole>(ctx, 'PractitionerRole', query)
  return found.flatMap(({ code = [] }) => code.map(({ text }) => fold(text ?? '')))
}

/** What the acting person signs as: the own roles, and offices such as head of department that these give. */
export async function officesOf(ctx: Context): Promise<ReadonlySet<string>> {
  const { roles } = ctx.actor
  const acting = Object.entries(holders).flatMap(([office, by]) =>
    by.filter((holder) => isActing(holder, roles)).map(({ positions }) => ({ office, positions })),
  )
  const held = acting.some(({ positions }) => positions) ? await positionsOf(ctx) : []
  const isHeld = (positions: readonly string[] | undefined) =>
    positions?.some((one) => held.some((text) => text.startsWith(fold(one)))) ?? true
  const offices = acting.filter(({ positions }) => isHeld(positions)).map(({ office }) => office)
  const named = new Set(Object.keys(holders))
  return new Set([...roles.filter((role) => !named.has(role)), ...offices])
}

const isPair = (pairs: Pairs, a: string, b: string) =>
  pairs.some(([one, other]) => (one === a && other === b) || (one === b && other === a))

const wantOthers = (a: Slot, b: Slot) =>
  isPair(apart.roles, a.role, b.role) || isPair(apart.places, a.slot, b.slot)

/** The place on the same paper that the acting person signed and whose signer may not sign in this one too. */
export function signedApart(ctx: Context, place: Slot, ofPaper: readonly Slot[]): Slot | undefined {
  const { practitionerId } = ctx.actor
  return ofPaper.find(
    (one) =>
      one.state === 'signed' &&
      practitionerId !== undefined &&
      one.signed_by === practitionerId &&
      one.document_id === place.document_id &&
      wantOthers(one, place),
  )
}

/** Whether a place waits for the acting person, who holds `offices`. */
export function isForMe(ctx: Context, offices: ReadonlySet<string>, place: Slot): boolean {
  const named = place.practitioner_id
  return place.state === 'waiting' && offices.has(place.role) && (!named || named === ctx.actor.practitionerId)
}
