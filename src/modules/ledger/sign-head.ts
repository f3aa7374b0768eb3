import { sql } from 'kysely'
import { sealDetached } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { headText } from '#store/ledger/head-text.ts'
import { sequenceLedger, type TreeHead } from '#store/ledger/sequence.ts'
import { findSignedHead, type HeadReason, type SignedHead, storeSignedHead } from '#store/ledger/signed-heads.ts'
import { proveHead } from './prove-heads.ts'

/** Puts the leaves in order and signs the head; undefined while the ledger is empty. */
export async function signHead(ctx: Context, reason: HeadReason): Promise<SignedHead | undefined> {
  const head = await sequenceLedger(ctx)
  return head.size === 0 ? undefined : signThis(ctx, head, reason)
}

/** Signs a head under the seal of the facility, with a time stamp and proofs for later years; one that is signed already stays as it is. */
export async function signThis(ctx: Context, head: TreeHead, reason: HeadReason): Promise<SignedHead> {
  const known = await findSignedHead(ctx, head.size)
  if (known) return known
  const at = ctx.now()
  const text = headText({
    facility: ctx.facility,
    code: await facilityCode(ctx),
    size: head.size,
    root: head.root.toString('hex'),
    at: at.toISOString(),
  })
  const signature = await sealDetached(ctx, Buffer.from(text, 'utf8'))
  const signed = { size: head.size, at, reason, text, signature }
  await storeSignedHead(ctx, signed)
  await proveHead(ctx, { size: head.size, signature, level: 'B-T', state: 'waiting', tries: 0 })
  return (await findSignedHead(ctx, head.size)) ?? signed
}

async function facilityCode(ctx: Context): Promise<string> {
  const { rows } = await sql<{ code: string }>`select code from facility where id = ${ctx.facility}`.execute(
    ctx.db,
  )
  return rows[0]?.code.replaceAll(/\s/g, '') || '-'
}
