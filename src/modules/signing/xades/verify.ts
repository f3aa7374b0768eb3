import { createHash, verify } from 'node:crypto'
import { AppError } from '#kernel/app-error.ts'
import { derFromRaw } from '../der/ecdsa.ts'
import { noProofs, type Proofs } from '../pades/proofs.ts'
import { type Claim, judge } from '../report/judge.ts'
import { oneSignature, onlyProofs, unreadableFile, withProofs } from '../report/one-signature.ts'
import type { SignatureFault, ValidationReport } from '../report/report.ts'
import { checkStamp } from '../timestamp/token.ts'
import { type Certificate, readCertificate } from '../x509/certificate.ts'
import type { Trust } from '../x509/chain.ts'
import { readCrl } from '../x509/crl.ts'
import { readOcsp } from '../x509/ocsp.ts'
import { canonical } from './canonical.ts'
import {
  digestNames,
  ds,
  enveloped,
  exclusive,
  signatureNames,
  signedPropertiesType,
  xades,
  xades141,
} from './names.ts'
import { archivedBytes, stampedValue } from './sign.ts'
import {
  attributeOf,
  elementsOf,
  only,
  pathTo,
  readTree,
  textOf,
  type XmlElement,
  xmlSignatureErrors,
} from './tree.ts'

interface Signed {
  readonly root: XmlElement
  readonly signature: XmlElement
  readonly info: XmlElement
  readonly properties: XmlElement
  readonly unsigned: readonly XmlElement[]
  readonly certificates: readonly Certificate[]
}

const bytesOf = (element: XmlElement | undefined): Buffer =>
  Buffer.from(textOf(element).replace(/\s+/g, ''), 'base64')

function part<T>(found: T | undefined, name: string): T {
  if (found === undefined) throw xmlSignatureErrors.malformed({ reason: `no ${name}` })
  return found
}

function countIds(element: XmlElement, counts: Map<string, number>): void {
  const id = attributeOf(element, 'Id')
  if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1)
  for (const child of elementsOf(element)) countIds(child, counts)
}

/** Two elements of one id, or a signature elsewhere than in the root, are ways to show something else than was signed. */
function readSigned(root: XmlElement): Signed | undefined {
  const signature = only(root, ds, 'Signature')
  if (!signature) return undefined
  const ids = new Map<string, number>()
  countIds(root, ids)
  if ([...ids.values()].some((count) => count > 1)) throw xmlSignatureErrors.malformed({ reason: 'an Id twice' })
  const qualifying = pathTo(signature, ds, 'Object')
  const own = part(only(qualifying, xades, 'QualifyingProperties'), 'QualifyingProperties')
  return {
    root,
    signature,
    info: part(only(signature, ds, 'SignedInfo'), 'SignedInfo'),
    properties: part(only(own, xades, 'SignedProperties'), 'SignedProperties'),
    unsigned: elementsOf(pathTo(own, xades, 'UnsignedProperties', 'UnsignedSignatureProperties')),
    certificates: elementsOf(pathTo(signature, ds, 'KeyInfo', 'X509Data'))
      .filter(({ local }) => local === 'X509Certificate')
      .map((one) => readCertificate(bytesOf(one))),
  }
}

const algorithmOf = (parent: XmlElement | undefined, local: string): string =>
  attributeOf(only(parent, ds, local), 'Algorithm') ?? ''

const transformsOf = (reference: XmlElement): string =>
  elementsOf(only(reference, ds, 'Transforms'))
    .map((one) => attributeOf(one, 'Algorithm') ?? '')
    .join(' ')

function digestFits(reference: XmlElement, content: Buffer): boolean {
  const digest = digestNames[algorithmOf(reference, 'DigestMethod')]
  const value = bytesOf(only(reference, ds, 'DigestValue'))
  return digest !== undefined && createHash(digest).update(content).digest().equals(value)
}

/** Exactly two references: the whole file without the signature, and the signed properties. */
function referenceFault({ root, signature, info, properties }: Signed): SignatureFault | undefined {
  const references = elementsOf(info).filter(({ local }) => local === 'Reference')
  const content = references.find((one) => attributeOf(one, 'URI') === '')
  const own = references.find((one) => attributeOf(one, 'Type') === signedPropertiesType)
  if (references.length !== 2 || !content || !own) return 'coverage'
  if (transformsOf(content) !== `${enveloped} ${exclusive}` || transformsOf(own) !== exclusive) return 'coverage'
  if (attributeOf(own, 'URI') !== `#${attributeOf(properties, 'Id')}`) return 'coverage'
  const fits = digestFits(content, canonical(root, signature)) && digestFits(own, canonical(properties))
  return fits ? undefined : 'digest-mismatch'
}

function methodOf({ info }: Signed) {
  return signatureNames[algorithmOf(info, 'SignatureMethod')]
}

function valueFault(signed: Signed, certificate: Certificate): SignatureFault | undefined {
  const { info, signature } = signed
  const method = methodOf(signed)
  const key = certificate.publicKey
  if (algorithmOf(info, 'CanonicalizationMethod') !== exclusive) return 'coverage'
  if (!method || method.key !== key.asymmetricKeyType) return 'signature-wrong'
  const value = bytesOf(only(signature, ds, 'SignatureValue'))
  const right = verify(method.digest, canonical(info), key, method.key === 'ec' ? derFromRaw(value) : value)
  return right ? undefined : 'signature-wrong'
}

/** The signer's certificate is the one that the signed properties name by its digest. */
function signerOf({ properties, certificates }: Signed): Certificate | undefined {
  const cert = pathTo(properties, xades, 'SignedSignatureProperties', 'SigningCertificateV2', 'Cert', 'CertDigest')
  return cert && certificates.find((one) => digestFits(cert, one.der))
}

function read<T>(element: XmlElement | undefined, local: string, reader: (bytes: Buffer) => T): T[] {
  return elementsOf(element).flatMap((one) => {
    if (one.local !== local) return []
    try {
      return [reader(bytesOf(one))]
    } catch {
      return []
    }
  })
}

/** The proofs that stand before one of the unsigned properties, or all. */
function proofsIn({ unsigned }: Signed, until = unsigned.length): Proofs {
  const named = (local: string) =>
    unsigned.slice(0, until).filter((one) => one.uri === xades && one.local === local)
  const revocation = named('RevocationValues')
  return {
    certificates: named('CertificateValues').flatMap((one) =>
      read(one, 'EncapsulatedX509Certificate', readCertificate),
    ),
    crls: revocation.flatMap((one) => read(only(one, xades, 'CRLValues'), 'EncapsulatedCRLValue', readCrl)),
    ocsps: revocation.flatMap((one) => read(only(one, xades, 'OCSPValues'), 'EncapsulatedOCSPValue', readOcsp)),
  }
}

const tokenOf = (stamp: XmlElement): Buffer => bytesOf(only(stamp, xades, 'EncapsulatedTimeStamp'))

function stampsOf(signed: Signed, trust: Trust, proofs: Proofs): Pick<Claim, 'timeStamp' | 'archive'> {
  const { root, signature, unsigned } = signed
  const all = withProofs(trust, proofs)
  const check = (stamp: XmlElement, content: Buffer) =>
    checkStamp(tokenOf(stamp), content, proofs.certificates, all)
  const own = unsigned.find((one) => one.uri === xades && one.local === 'SignatureTimeStamp')
  const archive = unsigned.filter((one) => one.uri === xades141 && one.local === 'ArchiveTimeStamp')
  return {
    timeStamp: own && check(own, stampedValue(signature)),
    archive: archive.map((one) => ({
      verdict: check(one, archivedBytes(root, signature, one)),
      end: unsigned.indexOf(one) + 1,
    })),
  }
}

function timeOf({ properties }: Signed): Date | undefined {
  const text = textOf(pathTo(properties, xades, 'SignedSignatureProperties', 'SigningTime'))
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? undefined : at
}

function report(signed: Signed, trust: Trust, now: Date): ValidationReport {
  const proofs = proofsIn(signed)
  const certificate = signerOf(signed)
  const newest = signed.unsigned.findLastIndex((one) => one.local === 'ArchiveTimeStamp')
  const content = canonical(signed.root, signed.signature)
  const role = pathTo(signed.properties, xades, 'SignedSignatureProperties', 'SignerRoleV2', 'ClaimedRoles')
  const judged = judge({
    certificate,
    between: [...signed.certificates, ...proofs.certificates],
    digest: methodOf(signed)?.digest,
    faults: [
      certificate ? undefined : 'certificate-not-bound',
      referenceFault(signed),
      certificate && valueFault(signed, certificate),
    ],
    claimedAt: timeOf(signed),
    end: 0,
    ...stampsOf(signed, trust, proofs),
    trust: withProofs(trust, proofs),
    own: onlyProofs(trust, proofs),
    stamped: onlyProofs(trust, newest < 0 ? noProofs : proofsIn(signed, newest)),
    now,
  })
  return oneSignature('xades', {
    ...judged,
    field: attributeOf(signed.signature, 'Id') ?? '',
    reason: textOf(only(role, xades, 'ClaimedRole')) || undefined,
    signed: { sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length },
    later: [],
  })
}

/** Checks the signature in the root of an XML file, without network or database. */
export function verifyXml(bytes: Buffer, trust: Trust, now: Date = new Date()): ValidationReport {
  try {
    const root = readTree(bytes)
    const signed = readSigned(root)
    // A signature that is not where it must be was moved there.
    if (!signed) return oneSignature('xades', undefined, bytes.includes(ds))
    return report(signed, trust, now)
  } catch (cause) {
    return unreadableFile('xades', cause instanceof AppError ? cause.code : 'xml-signature.malformed')
  }
}
