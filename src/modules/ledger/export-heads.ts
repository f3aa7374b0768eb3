import { buildZip, installedTrust, rootPems } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { readHeadText } from '#store/ledger/head-text.ts'
import { proveConsistency } from '#store/ledger/prove.ts'
import { ledgerErrors } from './errors.ts'
import { allSignedHeads } from './list-heads.ts'

/**
 * One file with every signed head and the proof that each begins with the one before: to be published or left with
 * someone else, so that no later ledger can differ from it unseen. It tells nothing of a patient.
 */
export async function exportHeads(ctx: Context): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const heads = await allSignedHeads(ctx)
  const last = heads.at(-1)
  if (!last) throw ledgerErrors.noHead()
  const files = new Map<string, Buffer>()
  const proofs: { first: number; size: number; proof: string[] }[] = []
  let first = 0
  for (const { size, text, signature } of heads) {
    files.set(`heads/${size}.txt`, Buffer.from(text, 'utf8'))
    files.set(`heads/${size}.txt.p7s`, signature)
    const proof = await proveConsistency(ctx, first, size)
    proofs.push({ first, size, proof: proof.map((one) => one.toString('hex')) })
    first = size
  }
  files.set('consistency.json', Buffer.from(`${JSON.stringify(proofs, null, 1)}\n`))
  for (const [path, pem] of rootPems(await installedTrust(ctx))) files.set(path, pem)
  const { code = '' } = readHeadText(last.text) ?? {}
  await writeAudit(ctx, {
    action: 'export',
    outcome: 'success',
    detail: { kind: 'ledger-heads', size: last.size },
  })
  return { name: `so-cai-${code}-${last.size}.zip`, bytes: buildZip(files, last.at) }
}
