import { canSeal, installedTrust, verifyDetached } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { readHeadText } from '#store/ledger/head-text.ts'
import { emptyRoot } from '#store/ledger/merkle.ts'
import { proveConsistency } from '#store/ledger/prove.ts'
import { readSize } from '#store/ledger/read-size.ts'
import { listSignedHeads, type SignedHead } from '#store/ledger/signed-heads.ts'
import { verifyConsistency } from '#store/ledger/verify-proof.ts'
import type { ChainVerdict, HeadsPage, HeadsQuery, HeadView } from './contract.ts'

const usualCount = 50

type Trust = Awaited<ReturnType<typeof installedTrust>>

/** Signed heads, newest first, each with the verdict on its signature. */
export async function listHeads(ctx: Context, { count = usualCount, before }: HeadsQuery): Promise<HeadsPage> {
  const heads = await listSignedHeads(ctx, { count: count + 1, before })
  const trust = await installedTrust(ctx)
  const shown = heads.slice(0, count)
  return {
    ...(await readSize(ctx)),
    canSign: await canSeal(ctx),
    minutes: ctx.config.ledgerHeadMinutes,
    heads: shown.map((head) => viewOf(head, trust)),
    next: heads.length > count ? shown.at(-1)?.size : undefined,
  }
}

/** One head with the verdict on its signature. */
export async function headView(ctx: Context, head: SignedHead): Promise<HeadView> {
  return viewOf(head, await installedTrust(ctx))
}

function viewOf({ size, at, reason, text, signature }: SignedHead, trust: Trust): HeadView {
  const verdict = verifyDetached(Buffer.from(text, 'utf8'), signature, trust)
  return {
    size,
    root: readHeadText(text)?.root ?? '',
    at: at.toISOString(),
    reason,
    text,
    signature: signature.toString('base64'),
    signer: verdict.signer,
    stampedAt: verdict.at?.toISOString(),
    level: verdict.level,
    faults: verdict.faults,
  }
}

/** Every signed head there is, oldest first. */
export async function allSignedHeads(ctx: Context): Promise<readonly SignedHead[]> {
  const found: SignedHead[] = []
  for (let before: number | undefined; ; before = found.at(-1)?.size) {
    const page = await listSignedHeads(ctx, { count: 1000, before })
    found.push(...page)
    if (page.length < 1000) return found.reverse()
  }
}

/** Whether every signed head is signed rightly and begins with all entries of the one before, up to the entries of now. */
export async function checkHeads(ctx: Context): Promise<ChainVerdict> {
  const heads = await allSignedHeads(ctx)
  const trust = await installedTrust(ctx)
  const broken: { size: number; fault: string }[] = []
  let first = 0
  let firstRoot = emptyRoot
  for (const { size, text, signature } of heads) {
    const root = Buffer.from(readHeadText(text)?.root ?? '', 'hex')
    const [fault] = verifyDetached(Buffer.from(text, 'utf8'), signature, trust).faults
    if (fault) broken.push({ size, fault })
    const proof = await proveConsistency(ctx, first, size)
    if (!verifyConsistency({ first, firstRoot, size, root, proof })) broken.push({ size, fault: 'inconsistent' })
    first = size
    firstRoot = root
  }
  return { heads: heads.length, entries: first, broken }
}
