import type { Proofs } from '../pades/proofs.ts'
import type { Trust } from '../x509/chain.ts'
import type { SignatureReport, ValidationReport } from './report.ts'

/** Whom to believe, with what the file brings along to be checked by. */
export const withProofs = (trust: Trust, { crls, ocsps }: Proofs): Trust => ({
  roots: trust.roots,
  crls: [...trust.crls, ...crls],
  ocsps: [...(trust.ocsps ?? []), ...ocsps],
})

/** The same roots, and nothing but the proofs of the file. */
export const onlyProofs = ({ roots }: Trust, proofs: Proofs): Trust => withProofs({ roots, crls: [] }, proofs)

const verdicts = { valid: 'whole', undecided: 'undecided', invalid: 'broken' } as const

const nothing = { open: [], added: 0 }

/** The report on a file that carries one signature, or none. */
export function oneSignature(
  format: ValidationReport['format'],
  signature: SignatureReport | undefined,
  hidden = false,
): ValidationReport {
  const verdict = signature ? verdicts[signature.verdict] : hidden ? 'broken' : 'unsigned'
  return {
    ...nothing,
    format,
    verdict,
    signatures: signature ? [signature] : [],
    unreadable: !signature && hidden,
    error: undefined,
  }
}

/** The report on a file that cannot be read. */
export const unreadableFile = (format: ValidationReport['format'], error: string): ValidationReport => ({
  ...nothing,
  format,
  verdict: 'broken',
  signatures: [],
  unreadable: true,
  error,
})
