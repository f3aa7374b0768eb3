import { createHash } from 'node:crypto'
import { oids } from '../der/oids.ts'
import { child, type DerNode, readDer, readOid } from '../der/read.ts'
import { noProofs, type Proofs } from '../pades/proofs.ts'
import { checkStamp, type TimeStampVerdict, unreadableStamp } from '../timestamp/token.ts'
import { readCertificate } from '../x509/certificate.ts'
import type { Trust } from '../x509/chain.ts'
import { readCrl } from '../x509/crl.ts'
import { readOcsp } from '../x509/ocsp.ts'
import { archivedBytes, coveredOf, type Parts, takeApart, unsignedOf } from './grow.ts'

/** An archive time stamp of a CMS signature. */
export interface ArchiveStamp {
  readonly verdict: TimeStampVerdict
  /** How many time stamps it covers. */
  readonly covers: number
  /** The proofs that it covers. */
  readonly proofs: Proofs
}

/** What travels in SignedData to be checked by; what is damaged proves nothing. */
export function proofsOfParts(certificates: readonly Buffer[], revocations: readonly Buffer[]): Proofs {
  const read = <T>(items: readonly Buffer[], reader: (bytes: Buffer) => T): T[] =>
    items.flatMap((item) => {
      try {
        return [reader(item)]
      } catch {
        return []
      }
    })
  const answers = revocations.filter(([tag]) => tag === 0xa1).map((one) => readDer(one))
  return {
    certificates: read(certificates, readCertificate),
    crls: read(
      revocations.filter(([tag]) => tag === 0x30),
      readCrl,
    ),
    ocsps: read(
      answers.filter((one) => readOid(child(one, 0)) === oids.ocspResponse).map((one) => child(one, 1).bytes),
      readOcsp,
    ),
  }
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** Those of `items` that a list of the index names; undefined when it names something that is not there. */
function named(list: DerNode, items: readonly Buffer[], covered = (one: Buffer) => one): Buffer[] | undefined {
  const byHash = new Map(items.map((one) => [sha256(covered(one)), one]))
  const found = list.children.map(({ content }) => byHash.get(content.toString('hex')))
  return found.every((one) => one !== undefined) ? found : undefined
}

function checkOne(
  token: Buffer,
  parts: Parts,
  contentDigest: Buffer,
  check: (token: Buffer, hashed: Buffer) => TimeStampVerdict,
): ArchiveStamp {
  const [index] = unsignedOf(takeApart(token), oids.archiveIndex)
  const nothing = { verdict: unreadableStamp, covers: 0, proofs: noProofs }
  if (!index) return nothing
  const lists = readDer(index)
  const isSha256 = readOid(child(child(lists, 0), 0)) === oids.sha256
  const certificates = named(child(lists, 1), parts.certificates)
  const revocations = named(child(lists, 2), parts.revocations)
  const attributes = named(child(lists, 3), parts.unsigned, coveredOf)
  if (!isSha256 || !certificates || !revocations || !attributes) return nothing
  return {
    verdict: check(token, archivedBytes(parts, contentDigest, index)),
    covers: attributes.length,
    proofs: proofsOfParts(certificates, revocations),
  }
}

/** The archive time stamps of a signature, oldest first, each checked against what it covers. */
export function archiveStamps(parts: Parts, contentDigest: Buffer, trust: Trust, proofs: Proofs): ArchiveStamp[] {
  const check = (token: Buffer, hashed: Buffer) => checkStamp(token, hashed, proofs.certificates, trust)
  return unsignedOf(parts, oids.archiveTimeStamp)
    .map((token) => {
      try {
        return checkOne(token, parts, contentDigest, check)
      } catch {
        return { verdict: unreadableStamp, covers: 0, proofs: noProofs }
      }
    })
    .sort((a, b) => a.covers - b.covers)
}
