import type { Certificate } from './certificate.ts'
import type { Crl } from './crl.ts'
import type { Ocsp } from './ocsp.ts'

/** Statements of authorities about their certificates. */
export interface RevocationEvidence {
  readonly crls: readonly Crl[]
  readonly ocsps?: readonly Ocsp[]
}

export interface RevocationFinding {
  readonly state: 'good' | 'revoked' | 'unknown'
  readonly source: 'ocsp' | 'crl' | undefined
  readonly saidAt: Date | undefined
  readonly revokedAt: Date | undefined
}

interface Statement {
  readonly source: 'ocsp' | 'crl'
  readonly saidAt: Date
  readonly until: Date
  readonly revokedAt: Date | undefined
}

export const nothingKnown: RevocationFinding = {
  state: 'unknown',
  source: undefined,
  saidAt: undefined,
  revokedAt: undefined,
}

/** An answer without an end of its own says something for a day: that is how often lists appear. */
const untilOf = (at: Date, next: Date | undefined): Date => next ?? new Date(at.getTime() + 86_400_000)

function fromLists(certificate: Certificate, issuer: Certificate, crls: readonly Crl[]): Statement[] {
  return crls
    .filter((crl) => crl.issuer.equals(issuer.subject) && crl.signedBy(issuer))
    .map((crl) => ({
      source: 'crl',
      saidAt: crl.thisUpdate,
      until: untilOf(crl.thisUpdate, crl.nextUpdate),
      revokedAt: crl.revoked.find((entry) => entry.serial.equals(certificate.serial))?.at,
    }))
}

function fromAnswers(certificate: Certificate, issuer: Certificate, ocsps: readonly Ocsp[]): Statement[] {
  return ocsps
    .filter((ocsp) => ocsp.statements.some((one) => one.isAbout(certificate, issuer)) && ocsp.saidFor(issuer))
    .flatMap((ocsp) => ocsp.statements)
    .filter((one) => one.state !== 'unknown' && one.isAbout(certificate, issuer))
    .map((one) => ({
      source: 'ocsp',
      saidAt: one.thisUpdate,
      until: untilOf(one.thisUpdate, one.nextUpdate),
      revokedAt: one.revokedAt,
    }))
}

/**
 * Whether a statement proves that the certificate was good at `at`: it was made later, or holds until then. Lists drop
 * certificates that have expired, so that after its end silence proves nothing (RFC 5280 §5).
 */
function provesGood(statement: Statement, certificate: Certificate, at: Date): boolean {
  if (statement.revokedAt) return statement.revokedAt > at
  return statement.until >= at && statement.saidAt <= certificate.notAfter
}

/** The state of a certificate at a moment, by what is at hand. */
export function revocationAt(
  certificate: Certificate,
  issuer: Certificate,
  evidence: RevocationEvidence,
  at: Date,
): RevocationFinding {
  const statements = [
    ...fromAnswers(certificate, issuer, evidence.ocsps ?? []),
    ...fromLists(certificate, issuer, evidence.crls),
  ].sort((a, b) => a.saidAt.getTime() - b.saidAt.getTime())
  const told = ({ source, saidAt, revokedAt }: Statement) => ({ source, saidAt, revokedAt })
  const revoked = statements.find(({ revokedAt }) => revokedAt && revokedAt <= at)
  if (revoked) return { state: 'revoked', ...told(revoked) }
  const good = statements.find((one) => provesGood(one, certificate, at))
  return good ? { state: 'good', ...told(good) } : nothingKnown
}
