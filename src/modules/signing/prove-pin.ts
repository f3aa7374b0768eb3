import type { Actor, Context } from '#platform/context.ts'
import { signingErrors } from './errors.ts'
import { findKey } from './signers/key-table.ts'
import { pinOpens } from './signers/software-store.ts'

/**
 * Whether a PIN is that of a person's signing key, for who stands at the screen of another. Wrong tries are not counted against the
 * key: whoever asks counts them against who is at the screen, or anybody could lock a colleague's signing. Only a key that is kept
 * here proves its PIN at once: a token tries it when something is signed, and a remote service would take it for the signing of
 * something.
 */
export async function provePin(ctx: Context, person: Actor, pin: string): Promise<void> {
  const key = await findKey(ctx, person.id)
  if (key?.kind !== 'software') throw signingErrors.noPinHere()
  if (!(await pinOpens(ctx, key, pin))) throw signingErrors.pinNotTheirs()
}
