import { idOf } from '#fhir/encounter.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { fold } from '#kernel/fold.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { readResource } from '#store/read.ts'
import type { PasskeyOf } from '../contract.ts'
import { confirmationErrors } from './errors.ts'
import { type Paper, placesToConfirm } from './paper-to-confirm.ts'
import { relationOf } from './rules.ts'

/** Whose device a passkey is on: an account's, or that of a person who stands before a member of staff. */
export interface PasskeyHolder {
  /** Names the holder among all. */
  readonly owner: string
  readonly userName: string
  readonly name: string
  readonly relation?: string
  readonly identity?: string
}

/** A person without an account holds a passkey for one patient. */
export const ownerOf = (patientId: string, name: string): string =>
  `representative:${patientId}:${fold(name).split(/\s+/).join(' ')}`

const ownHolder = ({ actor }: Context): PasskeyHolder => ({
  owner: actor.id,
  userName: actor.userName,
  name: actor.name,
})

/** Who registers a passkey: patients their own with their account, others before a member of staff, for a paper of the patient. */
export async function passkeyHolder(ctx: Context, of: PasskeyOf | undefined): Promise<PasskeyHolder> {
  if (ctx.actor.kind === 'patient') {
    if (of) throw commonErrors.notFound({ type: 'DocumentReference', id: of.paper })
    return ownHolder(ctx)
  }
  // Staff have none of their own: they take confirmations and give none.
  if (!of) throw confirmationErrors.passkeyUnknown()
  const paper = await readResource<Paper>(ctx, 'DocumentReference', of.paper)
  if (placesToConfirm(paper).length === 0) throw confirmationErrors.noPlace({ id: of.paper })
  const { name, relation, identity } = of
  const isPatient = fold(name) === fold(paper.subject?.display ?? '')
  if (isPatient ? relation !== undefined : !relationOf(relation)) throw confirmationErrors.relationMissing()
  if (fold(name) === fold(ctx.actor.name)) throw confirmationErrors.passkeyOfStaff()
  return { owner: ownerOf(idOf(paper.subject), name), userName: name, name, ...present({ relation, identity }) }
}
