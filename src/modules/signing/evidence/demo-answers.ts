import type { Context } from '#platform/context.ts'
import { openAuthority } from '../authority.ts'
import { noProofs } from '../pades/proofs.ts'
import { softwareSigner } from '../signers/software-key.ts'
import { tables } from '../tables.ts'
import { readCertificate } from '../x509/certificate.ts'
import { issueCrl, type RevokedCertificate } from '../x509/crl.ts'
import { answerOcsp, ocspRequest } from '../x509/ocsp.ts'
import { type AskRevocation, takeOcsp } from './ask-revocation.ts'

const dayMs = 86_400_000

async function revokedKeys(ctx: Context): Promise<RevokedCertificate[]> {
  const rows = await tables(ctx)
    .selectFrom('signer_key')
    .select(['certificate', 'revoked_at'])
    .where('facility', '=', ctx.facility)
    .where('revoked_at', 'is not', null)
    .execute()
  return rows.flatMap(({ certificate, revoked_at: at }) =>
    at ? [{ serial: readCertificate(certificate).serial, at }] : [],
  )
}

/** The list of revoked certificates of the demo authority, as of now. */
export async function demoCrl(ctx: Context): Promise<Buffer> {
  const { root, rootKey } = await openAuthority(ctx)
  const at = ctx.now()
  const next = new Date(at.getTime() + dayMs)
  const number = Math.floor(at.getTime() / 1000)
  return issueCrl(root, rootKey, { number, at, next, revoked: await revokedKeys(ctx) })
}

/** The demo authority answers for the certificates that it made (OCSP). */
export async function demoOcsp(ctx: Context, request: Buffer): Promise<Buffer> {
  const { root, rootKey } = await openAuthority(ctx)
  const revoked = await revokedKeys(ctx)
  const at = ctx.now()
  return answerOcsp(
    softwareSigner(root, rootKey, []),
    request,
    async (serial) => {
      const found = revoked.find((one) => one.serial.equals(serial))
      return found ? { state: 'revoked', revokedAt: found.at } : { state: 'good' }
    },
    at,
    new Date(at.getTime() + dayMs),
  )
}

/** Asks the demo authority in this process, by the same question and answer as over a network. */
export const askDemo =
  (ctx: Context): AskRevocation =>
  async (certificate, issuer) => {
    const { bytes, nonce } = ocspRequest(certificate, issuer)
    return { ...noProofs, ocsps: [takeOcsp(await demoOcsp(ctx, bytes), nonce, certificate, issuer)] }
  }
