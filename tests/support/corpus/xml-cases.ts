import { sealJsonWith, sealXmlWith } from '#modules/signing/evidence/seal-file.ts'
import type { Signer } from '#modules/signing/signers/signer.ts'
import { signXml } from '#modules/signing/xades/sign.ts'
import { noon } from '../database.ts'
import { type Case, type People, places } from './people.ts'

const row = (n: number) =>
  `  <ChiSo ma="CS${n}" donVi="mmol/L"><Ten>Chỉ số ${n}</Ten><KetQua>${n}.0</KetQua></ChiSo>\n`
const record = Buffer.from(
  `<?xml version="1.0" encoding="UTF-8"?>\n<HoSoBenhAn xmlns="urn:hsba" so="26/000123">\n` +
    `${Array.from({ length: 30 }, (_, n) => row(n)).join('')}</HoSoBenhAn>\n`,
)

/** The text with another sign at a place, where that is a letter or a digit; undefined elsewhere. */
function otherSign(text: string, at: number): string | undefined {
  const sign = text[at] ?? ''
  if (!/[0-9a-zA-Z]/.test(sign)) return undefined
  return text.slice(0, at) + (sign === '1' ? '2' : '1') + text.slice(at + 1)
}

const changedContent = (text: string, count: number, until: number): string[] =>
  places(60, until, count).flatMap((place) => {
    for (let at = place; at < place + 40; at++) {
      const bent = otherSign(text, at)
      if (bent && text[at - 1] !== '<' && text[at - 1] !== '/') return [bent]
    }
    return []
  })

const swaps = [
  ['a value', '<KetQua>7.0<', '<KetQua>7.1<'],
  ['an attribute', 'donVi="mmol/L"', 'donVi="mg/dL"'],
  ['the namespace', 'xmlns="urn:hsba"', 'xmlns="urn:other"'],
  ['an element more', '</HoSoBenhAn>', '<ChiSo/></HoSoBenhAn>'],
  ['an element less', row(3), ''],
  ['two in other order', `${row(4)}${row(5)}`, `${row(5)}${row(4)}`],
  ['the role', 'Bác sĩ điều trị', 'Giám đốc'],
  ['the time', '2026-11-23T03:42:00Z', '2026-11-22T03:42:00Z'],
  ['the signature method', 'ecdsa-sha256', 'ecdsa-sha384'],
  ['a reference of its own', 'URI="#x-properties"', 'URI="#x"'],
] as const

const notTold = { cannot: 'xmlsec1 does not look at XAdES properties beyond their digest' }

/** XML signatures (XAdES): xmlsec1 judges references, value and chain. */
export async function xmlCases(people: People): Promise<Case[]> {
  const { authority, victim } = people
  const sign = (signer: Signer, stamper = authority.stamper) =>
    signXml(record, signer, { at: noon, role: 'Bác sĩ điều trị', id: 'x' }, stamper)
  const good = (await sign(victim.signer)).toString()
  const until = good.indexOf('<ds:Signature ')
  const base = { kind: 'xml' } as const
  const broken = { ...base, verdict: 'broken', other: 'invalid' } as const
  const bySigner = async (name: string, signer: Signer, reason: string, other: Case['other'] = 'invalid') => ({
    ...broken,
    name,
    bytes: await sign(signer),
    reasons: [reason],
    other,
  })
  const sealing = { signer: authority.seal, services: people.services, at: noon, id: '1' }
  const value = good.indexOf('<ds:SignatureValue>') + 19
  return [
    { ...base, name: 'good', bytes: Buffer.from(good), verdict: 'whole', other: 'valid' },
    { ...base, name: 'good, RSA', bytes: await sign(people.rsa), verdict: 'whole', other: 'valid' },
    {
      ...base,
      name: 'sealed to level LTA',
      bytes: await sealXmlWith(sealing, record, 'Con dấu'),
      verdict: 'whole',
      other: 'valid',
    },
    {
      ...base,
      name: 'unsigned',
      bytes: record,
      verdict: 'unsigned',
      other: { cannot: 'there is nothing to judge' },
    },
    await bySigner('expired', people.expired, 'expired'),
    await bySigner('not yet valid', people.early, 'not-yet-valid'),
    await bySigner('unknown authority', people.stranger, 'unknown-authority'),
    await bySigner('wrong key', people.wrongKey, 'signature-wrong'),
    await bySigner('key for time stamps only', people.stampKey, 'wrong-use', {
      cannot: 'xmlsec1 does not look at the purpose of a key',
    }),
    {
      ...broken,
      name: 'time stamp of a stranger',
      bytes: await sign(victim.signer, people.rogueStamper),
      reasons: ['time-stamp-untrusted'],
      other: notTold,
    },
    {
      ...broken,
      name: 'swapped time stamp',
      bytes: await sign(victim.signer, { stamp: () => authority.stamper.stamp(Buffer.alloc(32, 3)) }),
      reasons: ['time-stamp-wrong'],
      other: notTold,
    },
    ...swaps.map(([name, from, to]) => ({
      ...broken,
      name: `changed: ${name}`,
      bytes: Buffer.from(good.replace(from, to)),
    })),
    ...changedContent(good, 30, until).map((text, i) => ({
      ...broken,
      name: `content changed, ${i}`,
      bytes: Buffer.from(text),
    })),
    ...[2, 20, 40, 60].map((at) => ({
      ...broken,
      name: `signature value changed at ${at}`,
      bytes: Buffer.from(otherSign(good, value + at) ?? otherSign(good, value + at + 1) ?? ''),
    })),
  ]
}

/** JSON signatures (JAdES): the library jose judges the signature itself. */
export async function jsonCases(people: People): Promise<Case[]> {
  const { authority, services } = people
  const sealing = { signer: authority.seal, services, at: noon, id: '1' }
  const good = (
    await sealJsonWith(sealing, Buffer.from(JSON.stringify({ so: '26/000123', ten: 'Huyền' })))
  ).toString()
  const protectedAt = good.indexOf('"protected":"') + 13
  const broken = { kind: 'json', verdict: 'broken', other: 'invalid' } as const
  const stranger = { ...sealing, signer: people.stranger }
  return [
    { kind: 'json', name: 'good', bytes: Buffer.from(good), verdict: 'whole', other: 'valid' },
    ...[14, 20, 30, 40].map((at) => ({
      ...broken,
      name: `payload changed at ${at}`,
      bytes: Buffer.from(otherSign(good, at) ?? ''),
    })),
    ...places(protectedAt, protectedAt + 100, 6).map((at) => ({
      ...broken,
      name: `header changed at ${at}`,
      bytes: Buffer.from(otherSign(good, at) ?? ''),
    })),
    {
      ...broken,
      name: 'unknown authority',
      bytes: await sealJsonWith(stranger, Buffer.from('{}')),
      reasons: ['unknown-authority'],
      other: { cannot: 'jose checks the signature by the key it is given, not the certificate' },
    },
  ]
}
