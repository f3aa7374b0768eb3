import { createHash, createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Certificate, readCertificate, toPem } from '../../x509/certificate.ts'

/** How a subscriber says yes: a code that is sent to them, the app of the service, or, of organisations, the PIN alone. */
export type Approval = 'code' | 'app' | 'pin'

export interface SubscriberGiven {
  /** How the service knows the person: a number on the contract. */
  readonly userId: string
  readonly name: string
  readonly organization?: string
  readonly pin: string
  readonly approval: Approval
}

export interface Subscriber extends SubscriberGiven {
  readonly credentialId: string
  readonly key: KeyObject
  readonly certificate: Certificate
}

/** The certificate authority behind the service. */
export interface Issuer {
  readonly certificate: Certificate
  issue(person: SubscriberGiven, publicKey: KeyObject): Certificate
}

const newKey = promisify(generateKeyPair)
const credentialIdOf = (userId: string) =>
  createHash('sha256').update(`credential ${userId}`).digest('hex').slice(0, 16)

/** The keys of the subscribers are kept in a folder, so that the service is the same after a restart. */
async function openSubscriber(folder: string, given: SubscriberGiven, issuer: Issuer): Promise<Subscriber> {
  const credentialId = credentialIdOf(given.userId)
  const path = join(folder, credentialId)
  if (existsSync(`${path}.pem`)) {
    const key = createPrivateKey(await readFile(`${path}.key`, 'utf8'))
    const certificate = readCertificate(await readFile(`${path}.pem`, 'utf8'))
    return { ...given, credentialId, key, certificate }
  }
  const { privateKey, publicKey } = await newKey('rsa', { modulusLength: 2048 })
  const certificate = issuer.issue(given, publicKey)
  await writeFile(`${path}.key`, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  await writeFile(`${path}.pem`, toPem(certificate))
  return { ...given, credentialId, key: privateKey, certificate }
}

export async function openSubscribers(
  folder: string,
  people: readonly SubscriberGiven[],
  issuer: Issuer,
): Promise<Subscriber[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return Promise.all(people.map((person) => openSubscriber(folder, person, issuer)))
}
