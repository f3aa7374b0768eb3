import type { Actor, Context } from '#platform/context.ts'
import { signingErrors } from './errors.ts'
import { openMyKey } from './signer-keys.ts'
import { findKey } from './signers/key-table.ts'

/**
 * Whether a PIN is that of a person's signing key; tries are counted as when signing, so it runs outside of a transaction. Only a
 * key that is kept here proves it at once: a token tries its PIN when something is signed, and a remote service would take it for
 * the signing of something.
 */
export async function provePin(ctx: Context, person: Actor, pin: string): Promise<void> {
  const key = await findKey(ctx, person.id)
  if (key?.kind !== 'software') throw signingErrors.noPinHere()
  await openMyKey({ ...ctx, actor: person }, { pin })
}
