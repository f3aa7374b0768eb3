import { oids } from '../der/oids.ts'
import { endOfAlgorithms, keyName } from '../policy/algorithms.ts'
import type { TimeStampVerdict } from '../timestamp/token.ts'
import { type Certificate, fingerprint, subjectName } from '../x509/certificate.ts'
import type { RevocationFinding } from '../x509/revocation.ts'
import type { CertificateReport, RevocationReport, SignatureReport, TimeStampReport } from './report.ts'

const commonName = (distinguished: string): string => /^CN=(.+)$/m.exec(distinguished)?.[1] ?? distinguished

const describeCertificate = (certificate: Certificate): CertificateReport => ({
  name: subjectName(certificate),
  issuer: commonName(certificate.x509.issuer),
  serial: certificate.x509.serialNumber.toLowerCase(),
  sha256: fingerprint(certificate),
  validFrom: certificate.notBefore,
  validTo: certificate.notAfter,
})

export const describeChain = (path: readonly Certificate[]): CertificateReport[] => path.map(describeCertificate)

export const describeRevocation = ({ state, source, saidAt, revokedAt }: RevocationFinding): RevocationReport => ({
  state,
  source,
  saidAt,
  revokedAt,
})

/** The certificate of the authority ends, or its algorithms are no longer accepted. */
function endOf({ path, digest }: TimeStampVerdict): Date | undefined {
  const [authority] = path
  if (!authority) return undefined
  const end = endOfAlgorithms({ digest, key: authority.publicKey })
  return end && end < authority.notAfter ? end : authority.notAfter
}

export const describeStamp = (verdict: TimeStampVerdict): TimeStampReport => ({
  at: verdict.at,
  authority: verdict.authority,
  fault: verdict.fault,
  validTo: endOf(verdict),
})

/** What the certificate says of the signer. */
export function describeSigner(
  certificate: Certificate | undefined,
  digest: string | undefined,
): Pick<SignatureReport, 'signer' | 'organization' | 'title' | 'certificate' | 'algorithms'> {
  if (!certificate)
    return { signer: '', organization: undefined, title: undefined, certificate: undefined, algorithms: undefined }
  return {
    signer: subjectName(certificate),
    organization: certificate.names[oids.organization],
    title: certificate.names[oids.title],
    certificate: fingerprint(certificate),
    algorithms: { digest: digest ?? '', key: keyName(certificate.publicKey) },
  }
}
