import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeDemoAuthority, newSigningKey, openAuthority } from '#modules/signing/authority.ts'
import { takeOcsp } from '#modules/signing/evidence/ask-revocation.ts'
import type { TrustServices } from '#modules/signing/evidence/trust-services.ts'
import { addSignatureFields } from '#modules/signing/pades/fields.ts'
import { noProofs } from '#modules/signing/pades/proofs.ts'
import { signPaper } from '#modules/signing/pades/sign.ts'
import type { Signer } from '#modules/signing/signers/signer.ts'
import { softwareSigner } from '#modules/signing/signers/software-key.ts'
import { issueCertificate } from '#modules/signing/x509/issue.ts'
import { answerOcsp, ocspRequest } from '#modules/signing/x509/ocsp.ts'
import type { Context } from '#platform/context.ts'
import { paperRenderer } from '#platform/typst/forms-folder.ts'
import { noon } from './database.ts'

/**
 * A certificate authority with people, in a throw-away folder, and a paper to sign; no database. The authority answers for
 * its certificates; those in `revoked` (serial in hex) are not good any more.
 */
export async function signingBench() {
  const folder = mkdtempSync(join(tmpdir(), 'lanong-signing-'))
  await makeDemoAuthority(folder, 'Bệnh viện Đa khoa Ngàn Phố', noon)
  const ctx = { config: { dataDir: folder }, now: () => noon } as unknown as Context
  const authority = await openAuthority(ctx)
  const revoked = new Map<string, Date>()
  const services: TrustServices = {
    trust: { roots: authority.trust.roots, crls: [] },
    stamper: authority.stamper,
    async askRevocation(certificate, issuer) {
      const { bytes, nonce } = ocspRequest(certificate, issuer)
      const answer = await answerOcsp(
        softwareSigner(authority.root, authority.rootKey, []),
        bytes,
        async (serial) => {
          const revokedAt = revoked.get(serial.toString('hex'))
          return revokedAt ? { state: 'revoked', revokedAt } : { state: 'good' }
        },
        noon,
        new Date(noon.getTime() + 86_400_000),
      )
      return { ...noProofs, ocsps: [takeOcsp(answer, nonce, certificate, issuer)] }
    },
  }
  const person = async (commonName: string): Promise<Signer> => {
    const pair = await newSigningKey()
    const certificate = issueCertificate({
      kind: 'signer',
      subject: { commonName },
      publicKey: pair.publicKey,
      issuer: authority.root,
      issuerKey: authority.rootKey,
      notBefore: new Date(noon.getTime() - 86_400_000),
      notAfter: new Date(noon.getTime() + 86_400_000 * 365),
    })
    return softwareSigner(certificate, pair.privateKey, [])
  }
  const mark = (signed: boolean, name: string) =>
    paperRenderer()
      .render({
        template: '_print/signature.typ',
        data: {
          signed,
          width: 180,
          height: 54,
          name,
          role: 'Bác sĩ',
          time: '10:42',
          hash: 'abcd',
          qr: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
        },
        at: noon,
        standard: 'a-2b',
      })
      .then((rendered) => rendered.pdf)
  const sheet = await mark(false, '')
  const unsigned = addSignatureFields(
    sheet,
    ['doctor', 'head'].map((name) => ({ name, page: 1, x: 10, y: 5, width: 80, height: 20 })),
    sheet,
  )
  const sign = async (bytes: Buffer, field: string, signer: Signer, name = field) =>
    signPaper(
      bytes,
      { field, name, reason: 'Bác sĩ', at: noon, appearance: await mark(true, name) },
      signer,
      authority.stamper,
    )
  return { folder, services, revoked, authority, person, unsigned, sign, mark }
}

/** Whether an outside program is there to judge. */
export function has(program: string): boolean {
  return spawnSync('which', [program]).status === 0
}

/** What an outside program says about files, kept in a throw-away folder. */
export function judge(
  program: string,
  args: readonly string[],
  files: Readonly<Record<string, Buffer | string>>,
): string {
  const folder = mkdtempSync(join(tmpdir(), 'lanong-judge-'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  try {
    return execFileSync(program, [...args], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string }
    return `failed: ${stdout ?? ''}${stderr ?? ''}`
  }
}
