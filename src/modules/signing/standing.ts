import { readFileSync } from 'node:fs'
import type { DocumentReference, Encounter, PractitionerRole } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { fold } from '#kernel/fold.ts'
import type { Context } from '#platform/context.ts'
import { findResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { Slot } from './slots.ts'
import { isSignedPlace, placesInTurn, sealOffice } from './turns.ts'

/**
 * Role of data/roles that holds an office; with positions, only staff who have one of them. Within the department, they
 * hold it on the records of the department that their position is in.
 */
interface Holder {
  readonly role: string
  readonly positions?: readonly string[]
  readonly within?: 'department'
}

type Pairs = readonly (readonly [string, string])[]

/** Who signs in the first place signs in the next one too, when the record names them in this function. */
interface Together {
  readonly first: string
  readonly then: string
  readonly participant: string
}

interface Rules {
  readonly holders: Readonly<Record<string, readonly Holder[]>>
  readonly apart: { readonly roles: Pairs; readonly places: Pairs }
  readonly together: { readonly places: readonly Together[] }
}

const file = new URL('../../../data/rules/signing-places.json', import.meta.url)
const { holders, apart, together } = JSON.parse(readFileSync(file, 'utf8')) as Rules

const isActing = ({ role }: Holder, roles: readonly string[]) => roles.includes(role)

interface Position {
  /** Folded. */
  readonly text: string
  readonly department: string
}

async function positionsOf(ctx: Context): Promise<readonly Position[]> {
  const { practitionerId } = ctx.actor
  if (!practitionerId) return []
  const query = { practitioner: `Practitioner/${practitionerId}`, active: 'true' }
  const found = await searchResources<PractitionerRole>(ctx, 'PractitionerRole', query)
  return found.flatMap(({ code = [], organization }) =>
    code.map(({ text }) => ({ text: fold(text ?? ''), department: idOf(organization) })),
  )
}

const inDepartment = (office: string, department: string) => `${office}@${department}`

/** The names under which a holder has an office: its own, and where it counts in departments, one for each of theirs. */
function officesAs(office: string, { positions, within }: Holder, held: readonly Position[]): readonly string[] {
  if (!positions) return [office]
  const mine = held.filter(({ text }) => positions.some((one) => text.startsWith(fold(one))))
  // A place that names no department is open to each of them.
  if (within) return mine.flatMap(({ department }) => [department, ''].map((one) => inDepartment(office, one)))
  return mine.length > 0 ? [office] : []
}

/**
 * What the acting person signs as: the own roles, and offices such as head of department that these give, for
 * departments as `office@department`.
 */
export async function officesOf(ctx: Context): Promise<ReadonlySet<string>> {
  const { roles } = ctx.actor
  const acting = Object.entries(holders).flatMap(([office, by]) =>
    by.filter((holder) => isActing(holder, roles)).map((holder) => ({ office, holder })),
  )
  const held = acting.some(({ holder }) => holder.positions) ? await positionsOf(ctx) : []
  const offices = acting.flatMap(({ office, holder }) => officesAs(office, holder, held))
  const named = new Set(Object.keys(holders))
  return new Set([...roles.filter((role) => !named.has(role) && role !== sealOffice), ...offices])
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

/** Places of one's own role first: who may stand in for another leaves that place to them. */
export function ownFirst({ actor }: Context, places: readonly Slot[]): Slot[] {
  const isOwn = ({ role }: Slot) => actor.roles.includes(role)
  return [...places.filter(isOwn), ...places.filter((place) => !isOwn(place))]
}

/** Whether a place waits for the acting person, who holds `offices`. */
export function isForMe(ctx: Context, offices: ReadonlySet<string>, place: Slot): boolean {
  const { practitioner_id: named, role, department } = place
  if (role === sealOffice || !isSignedPlace(place)) return false
  const holds = offices.has(role) || offices.has(inDepartment(role, department ?? ''))
  return place.state === 'waiting' && holds && (!named || named === ctx.actor.practitionerId)
}

async function isInRecord(ctx: Context, paper: DocumentReference, code: string): Promise<boolean> {
  const { practitionerId } = ctx.actor
  const record = await findResource<Encounter>(ctx, 'Encounter', idOf(paper.context?.encounter?.[0]))
  return (record?.participant ?? []).some(
    ({ type = [], individual, period }) =>
      practitionerId !== undefined &&
      idOf(individual) === practitionerId &&
      !period?.end &&
      type.some(({ coding = [] }) => coding.some((one) => one.code === code)),
  )
}

/** Places that the acting person signs in the same act, having looked once: the functions of one person in a row. */
export async function alsoMine(
  ctx: Context,
  paper: DocumentReference,
  place: Slot,
  ofPaper: readonly Slot[],
): Promise<readonly Slot[]> {
  const rule = together.places.find(({ first }) => first === place.slot)
  if (!rule) return []
  const signed = { ...place, state: 'signed', signed_by: ctx.actor.practitionerId ?? null } as const
  const after = ofPaper.map((one) => (one.slot === place.slot ? signed : one))
  const next = placesInTurn(after).find(({ slot }) => slot === rule.then)
  if (!next || !isForMe(ctx, await officesOf(ctx), next) || signedApart(ctx, next, after)) return []
  return (await isInRecord(ctx, paper, rule.participant)) ? [next] : []
}
