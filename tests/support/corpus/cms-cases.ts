import { createHash } from 'node:crypto'
import { signCms, type WillingStamper } from '#modules/signing/cms/build.ts'
import { readSignedMessage } from '#modules/signing/cms/read.ts'
import { oids } from '#modules/signing/der/oids.ts'
import type { Signer } from '#modules/signing/signers/signer.ts'
import { type Case, flipped, type People, places } from './people.ts'

const content = Buffer.from('Phiếu chăm sóc của người bệnh Đặng Thị Huyền, 23/11/2026.\n'.repeat(8))

const make = (signer: Signer, stamper?: WillingStamper, of = content): Promise<Buffer> =>
  signCms(signer, { digest: createHash('sha256').update(of).digest(), contentType: oids.data }, stamper)

const noStamps = { cannot: 'openssl cms does not look at time stamps; openssl ts does and is asked apart' }

/** Detached CMS signatures (CAdES): openssl judges all of them. */
export async function cmsCases(people: People): Promise<Case[]> {
  const { authority, victim, rsa } = people
  const { stamper } = authority
  const base = { kind: 'cms', content } as const
  const good = await make(victim.signer, stamper)
  const byRsa = await make(rsa, stamper)
  const unstamped = await make(victim.signer)
  const other = await make(victim.signer, stamper, Buffer.from('something else'))
  const one = async (name: string, signer: Signer, reason: string, judged: Case['other'] = 'invalid') => ({
    ...base,
    name,
    bytes: await make(signer, stamper),
    verdict: 'broken' as const,
    reasons: [reason],
    other: judged,
  })
  const at = good.indexOf(readSignedMessage(good).signature)
  const signed = readSignedMessage(good).signedBytes.subarray(1, 40)
  const attributes = good.indexOf(signed.subarray(4))
  return [
    { ...base, name: 'good, P-256', bytes: good, verdict: 'whole', other: 'valid' },
    { ...base, name: 'good, RSA', bytes: byRsa, verdict: 'whole', other: 'valid' },
    {
      ...base,
      name: 'without time stamp',
      bytes: unstamped,
      verdict: 'undecided',
      reasons: ['no-time-stamp'],
      other: 'valid',
    },
    {
      ...base,
      name: 'over other content',
      bytes: other,
      verdict: 'broken',
      reasons: ['digest-mismatch'],
      other: 'invalid',
    },
    await one('expired', people.expired, 'expired', 'invalid'),
    await one('not yet valid', people.early, 'not-yet-valid', 'invalid'),
    await one('unknown authority', people.stranger, 'unknown-authority'),
    await one('wrong key', people.wrongKey, 'signature-wrong'),
    await one('key for time stamps only', people.stampKey, 'wrong-use'),
    await one('key too short', people.weak, 'algorithm-refused', {
      cannot: 'openssl takes RSA 1024 at the security level that it comes with',
    }),
    {
      ...base,
      name: 'time stamp of a stranger',
      bytes: await make(victim.signer, people.rogueStamper),
      verdict: 'broken',
      reasons: ['time-stamp-untrusted'],
      other: noStamps,
    },
    {
      ...base,
      name: 'time stamp of another signature',
      bytes: await make(victim.signer, { stamp: () => stamper.stamp(Buffer.alloc(32, 9)) }),
      verdict: 'broken',
      reasons: ['time-stamp-wrong'],
      other: noStamps,
    },
    ...places(0, content.length, 20).map((place) => ({
      ...base,
      name: `content changed at ${place}`,
      content: flipped(content, place),
      bytes: good,
      verdict: 'broken' as const,
      reasons: ['digest-mismatch'],
      other: 'invalid' as const,
    })),
    ...places(at + 4, at + 68, 12).map((place) => ({
      ...base,
      name: `signature value changed at ${place}`,
      bytes: flipped(good, place),
      verdict: 'broken' as const,
      other: 'invalid' as const,
    })),
    ...places(attributes, attributes + 30, 6).map((place) => ({
      ...base,
      name: `signed attributes changed at ${place}`,
      bytes: flipped(good, place),
      verdict: 'broken' as const,
      other: 'invalid' as const,
    })),
    ...[10, 200, good.length - 1].map((size) => ({
      ...base,
      name: `cut after ${size}`,
      bytes: good.subarray(0, size),
      verdict: 'broken' as const,
      other: 'invalid' as const,
    })),
  ]
}
