import type { WillingStamper } from '#modules/signing/cms/build.ts'
import { provePaper } from '#modules/signing/evidence/complete-paper.ts'
import { addDocumentTimeStamp } from '#modules/signing/pades/document-time-stamp.ts'
import { addProofs } from '#modules/signing/pades/proofs.ts'
import { signPaper } from '#modules/signing/pades/sign.ts'
import type { Signer } from '#modules/signing/signers/signer.ts'
import { issueCrl, readCrl } from '#modules/signing/x509/crl.ts'
import { noon } from '../database.ts'
import { type Case, daysFromNoon, flipped, type People, places } from './people.ts'
import { afterSigning } from './shadows.ts'

const base = { kind: 'pdf' } as const
const broken = { ...base, verdict: 'broken', other: 'invalid' } as const
const integrityOnly = { cannot: 'pdfsig here judges the signature, not certificates: it knows no roots' }
const noStamps = { cannot: 'pdfsig does not look at time stamps' }

/** PDF papers: pdfsig judges whether signature and content belong together. */
export async function pdfCases(people: People): Promise<Case[]> {
  const { authority, services, victim, rsa, unsigned } = people
  const appearance = await people.mark(true, 'x')
  const sign = (signer: Signer, stamper?: WillingStamper, from = unsigned, field = 'doctor') =>
    signPaper(from, { field, name: 'x', reason: 'Bác sĩ', at: noon, appearance }, signer, stamper)
  const prove = async (bytes: Buffer, last: boolean, renew = false) =>
    (await provePaper(bytes, { last, renew }, services, noon)).bytes
  const { stamper } = authority
  const timed = await sign(victim.signer, stamper)
  const plain = await sign(victim.signer)
  const proven = await prove(timed, false)
  const lasting = await prove(proven, true)
  const two = await prove(await sign(rsa, stamper, proven, 'head'), true)
  const renewed = await prove(two, true, true)
  const good = (name: string, bytes: Buffer): Case => ({ ...base, name, bytes, verdict: 'whole', other: 'valid' })
  const bySigner = async (name: string, signer: Signer, reason: string, other: Case['other'] = integrityOnly) => ({
    ...broken,
    name,
    bytes: await sign(signer, stamper),
    reasons: [reason],
    other,
  })
  const flips = (name: string, bytes: Buffer, count: number) =>
    places(20, unsigned.length - 20, count).map((at) => ({
      ...broken,
      name: `${name}: byte ${at} changed`,
      bytes: flipped(bytes, at),
    }))
  return [
    good('proven, P-256', proven),
    good('lasting', lasting),
    good('two signers', two),
    good('renewed', renewed),
    {
      ...base,
      name: 'without proofs',
      bytes: timed,
      verdict: 'undecided',
      reasons: ['revocation-unknown'],
      other: 'valid',
    },
    {
      ...base,
      name: 'without time',
      bytes: plain,
      verdict: 'undecided',
      reasons: ['no-time-stamp'],
      other: 'valid',
    },
    good('without time, time-stamped later', await prove(plain, true)),
    {
      ...base,
      name: 'unsigned',
      bytes: unsigned,
      verdict: 'unsigned',
      other: { cannot: 'there is nothing to judge' },
    },
    await bySigner('expired', people.expired, 'expired'),
    await bySigner('not yet valid', people.early, 'not-yet-valid'),
    await bySigner('unknown authority', people.stranger, 'unknown-authority'),
    await bySigner('certificate of its own making', people.selfMade, 'wrong-use'),
    await bySigner('wrong key', people.wrongKey, 'signature-wrong', 'invalid'),
    await bySigner('key for time stamps only', people.stampKey, 'wrong-use'),
    await bySigner('key too short', people.weak, 'algorithm-refused'),
    ...(await revocationCases(people, sign)),
    {
      ...broken,
      name: 'time stamp of a stranger',
      bytes: await sign(victim.signer, people.rogueStamper),
      reasons: ['time-stamp-untrusted'],
      other: noStamps,
    },
    {
      ...broken,
      name: 'swapped time stamp',
      bytes: await sign(victim.signer, { stamp: () => stamper.stamp(Buffer.alloc(32, 5)) }),
      reasons: ['time-stamp-wrong'],
      other: noStamps,
    },
    {
      ...broken,
      name: 'archive time stamp of a stranger',
      bytes: await addDocumentTimeStamp(proven, people.rogueStamper),
      reasons: ['time-stamp-untrusted'],
      other: noStamps,
    },
    {
      ...broken,
      name: 'archive time stamp of another file',
      bytes: await addDocumentTimeStamp(proven, { stamp: () => stamper.stamp(Buffer.alloc(32, 6)) }),
      reasons: ['time-stamp-wrong'],
      other: noStamps,
    },
    ...transplanted(timed, await sign(rsa, stamper, unsigned, 'head')),
    ...flips('proven', proven, 24),
    ...flips('two signers', two, 16),
    ...rangeCases(timed),
    ...afterSigning(timed, 'timed'),
    ...afterSigning(two, 'two signers and archive time stamp'),
  ]
}

type Sign = (signer: Signer, stamper?: WillingStamper) => Promise<Buffer>

/** Revoked before and after, told by OCSP and by list; and answers that say nothing of this certificate. */
async function revocationCases(
  { authority, revoked, victim, services, ...people }: People,
  sign: Sign,
): Promise<Case[]> {
  const { certificate, signer } = people.dismissed
  const signed = await sign(signer, authority.stamper)
  const byOcsp = async (at: Date) => {
    revoked.set(certificate.serial.toString('hex'), at)
    return (await provePaper(signed, { last: false }, services, noon)).bytes
  }
  const list = (at: Date | undefined, issuer = authority.root, key = authority.rootKey, made = noon) =>
    readCrl(
      issueCrl(issuer, key, {
        number: 1,
        at: made,
        next: new Date(made.getTime() + 86_400_000),
        revoked: at ? [{ serial: certificate.serial, at }] : [],
      }),
    )
  const byList = (crl: ReturnType<typeof list>) => {
    const proofs = { certificates: [authority.root], crls: [crl], ocsps: [] }
    return addProofs(signed, [{ contents: Buffer.from(certificate.serial), proofs }])
  }
  const told = (name: string, bytes: Buffer, verdict: Case['verdict'], reason?: string): Case => ({
    ...base,
    name,
    bytes,
    verdict,
    ...(reason ? { reasons: [reason] } : {}),
    other: verdict === 'broken' ? integrityOnly : 'valid',
  })
  const early = list(undefined, authority.root, authority.rootKey, daysFromNoon(-20))
  return [
    told('revoked before, by OCSP', await byOcsp(daysFromNoon(-2)), 'broken', 'revoked'),
    told('revoked after, by OCSP', await byOcsp(daysFromNoon(0.5)), 'whole'),
    told('revoked before, by list', byList(list(daysFromNoon(-2))), 'broken', 'revoked'),
    told('revoked after, by list', byList(list(daysFromNoon(0.5))), 'whole'),
    told('not on the list', byList(list(undefined)), 'whole'),
    told('list of long before', byList(early), 'undecided', 'revocation-unknown'),
    told(
      'list of a stranger',
      byList(list(undefined, people.strangeRoot, people.strangeRootKey)),
      'undecided',
      'revocation-unknown',
    ),
    told(
      'list in the name of the authority, signed by a stranger',
      byList(list(undefined, authority.root, people.strangeRootKey)),
      'undecided',
      'revocation-unknown',
    ),
  ]
}

const hole = (bytes: Buffer) => {
  const from = bytes.lastIndexOf('/Contents <') + '/Contents <'.length
  return { from, to: bytes.indexOf('>', from) }
}

/** The signature of one file put into another. */
function transplanted(into: Buffer, from: Buffer): Case[] {
  const [a, b] = [hole(into), hole(from)]
  const bytes = Buffer.concat([into.subarray(0, a.from), from.subarray(b.from, b.to), into.subarray(a.to)])
  return [{ ...broken, name: 'signature of another file', bytes, reasons: ['digest-mismatch'] }]
}

/** Byte ranges that leave out something, overlap, or end early; and a hole with something hidden in it. */
function rangeCases(bytes: Buffer): Case[] {
  const text = bytes.toString('latin1')
  const [whole = '', ...digits] = /\[(\d{10}) (\d{10}) (\d{10}) (\d{10})\]/.exec(text) ?? []
  const [a = 0, b = 0, c = 0, d = 0] = digits.map(Number)
  const ranges = [
    [a, b, c, d - 9],
    [a, b - 4, c, d],
    [a, b, c + 4, d - 4],
    [1, b - 1, c, d],
    [a, b, b, d + c - b],
  ]
  const forged = ranges.map((range, i): Case => {
    const written = `[${range.map((n) => String(n).padStart(10, '0')).join(' ')}]`
    return {
      ...broken,
      name: `byte range ${i}`,
      bytes: Buffer.from(text.replace(whole, written), 'latin1'),
      reasons: ['coverage'],
    }
  })
  const { to } = hole(bytes)
  const hidden = Buffer.from(bytes)
  hidden.write('ab', to - 8, 'latin1')
  return [
    ...forged,
    {
      ...broken,
      name: 'something in the zeros of the hole',
      bytes: hidden,
      other: { cannot: 'pdfsig takes what stands behind the message for filling' },
    },
  ]
}
