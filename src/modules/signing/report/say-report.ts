import { describePaper, describeSignature, moment, say } from '../words.ts'
import type { RevocationReport, SignatureReport, ValidationReport } from './report.ts'

type Language = 'vi' | 'en'

function saySigned({ signed }: SignatureReport, language: Language): string[] {
  return signed ? [say(language, 'detail.signed', { bytes: signed.bytes, sha256: signed.sha256 })] : []
}

function sayRole({ reason, title, organization }: SignatureReport, language: Language): string[] {
  const told = [reason, title, organization].filter((part) => part !== undefined && part !== '')
  return told.length > 0 ? [say(language, 'detail.role', { role: told.join(', ') })] : []
}

function sayRevocation({ state, source, saidAt, revokedAt }: RevocationReport, language: Language): string {
  const values = {
    source: source ? say(language, `detail.source.${source}`) : '',
    saidAt: saidAt ? moment(saidAt) : '',
    revokedAt: revokedAt ? moment(revokedAt) : '',
  }
  if (state === 'good' && revokedAt) return say(language, 'detail.revocation.later', values)
  return say(language, `detail.revocation.${state}`, values)
}

function sayStamps({ timeStamp, archiveTimeStamps }: SignatureReport, language: Language): string[] {
  const tell = (key: string, { at, authority, validTo }: NonNullable<typeof timeStamp>) =>
    say(language, `detail.${key}`, { at: moment(at), authority, until: validTo ? moment(validTo) : '' })
  return [
    ...(timeStamp ? [tell('timeStamp', timeStamp)] : []),
    ...archiveTimeStamps.map((one) => tell('archiveTimeStamp', one)),
  ]
}

function sayLater({ later }: SignatureReport, language: Language): string {
  if (later.length === 0) return say(language, 'detail.later.none')
  const parts = later.map((part) => say(language, `detail.part.${part}`)).join(', ')
  return say(language, 'detail.later.some', { parts })
}

/** What the verdict on one signature rests on, a line each: role, bytes, chain, revocation, time stamps, what came after. */
export function sayDetails(signature: SignatureReport, language: Language): string[] {
  const { chain, algorithms, level, revocation } = signature
  return [
    say(language, 'detail.level', { level }),
    ...sayRole(signature, language),
    ...saySigned(signature, language),
    ...(chain.length > 0
      ? [say(language, 'detail.chain', { chain: chain.map(({ name }) => name).join(' ← ') })]
      : []),
    ...(algorithms
      ? [say(language, 'detail.algorithms', { ...algorithms, digest: algorithms.digest.toUpperCase() })]
      : []),
    sayRevocation(revocation, language),
    ...sayStamps(signature, language),
    sayLater(signature, language),
  ]
}

/** The whole report in words: the verdict, then each signature and what its verdict rests on. */
export function sayReport(report: ValidationReport, language: Language): string[] {
  return [
    describePaper(report, language),
    ...report.signatures.flatMap((signature) => [
      `  ${describeSignature(signature, language)}`,
      ...sayDetails(signature, language).map((line) => `    ${line}`),
    ]),
  ]
}
