import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { type HeadText, readHeadText } from '#store/ledger/head-text.ts'
import { rootOf, subtrees } from '#store/ledger/merkle.ts'
import { proveConsistency } from '#store/ledger/prove.ts'
import { readNodes } from '#store/ledger/read-nodes.ts'
import { readSize } from '#store/ledger/read-size.ts'
import { findSignedHead } from '#store/ledger/signed-heads.ts'
import { verifyConsistency } from '#store/ledger/verify-proof.ts'
import type { HeadComparison } from './contract.ts'

/** Pasted text may have lost its last line feed or have got others. */
const asSigned = (text: string) => `${text.replaceAll('\r\n', '\n').trim()}\n`

/** Whether the ledger of now begins with all entries of a head that someone kept elsewhere. */
export async function compareHead(ctx: Context, given: string): Promise<HeadComparison> {
  const text = asSigned(given)
  const brought = readHeadText(text)
  const { size } = await readSize(ctx)
  if (!brought) return { verdict: 'unreadable', size, brought, signedHere: false, proof: [] }
  const signedHere = (await findSignedHead(ctx, brought.size))?.text === text
  const told = { size, brought, signedHere }
  if (!(await isOurs(ctx, brought))) return { ...told, verdict: 'foreign', proof: [] }
  if (brought.size > size) return { ...told, verdict: 'ahead', proof: [] }
  const proof = await proveConsistency(ctx, brought.size, size)
  const grew = verifyConsistency({
    first: brought.size,
    firstRoot: Buffer.from(brought.root, 'hex'),
    size,
    root: rootOf(await readNodes(ctx, subtrees(0, size)), size),
    proof,
  })
  if (!grew) return { ...told, verdict: 'rewritten', proof: [] }
  return {
    ...told,
    verdict: brought.size === size ? 'same' : 'grown',
    proof: proof.map((one) => one.toString('hex')),
  }
}

async function isOurs(ctx: Context, { facility, code }: HeadText): Promise<boolean> {
  const { rows } = await sql<{ code: string }>`
    select code from facility where id = ${ctx.facility}`.execute(ctx.db)
  return facility === ctx.facility && code === (rows[0]?.code.replaceAll(/\s/g, '') || '-')
}
