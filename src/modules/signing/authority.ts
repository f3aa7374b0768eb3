import { createPrivateKey, generateKeyPair, type KeyObject, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Context } from '#platform/context.ts'
import type { TimeStamper } from './cms/build.ts'
import { signingErrors } from './errors.ts'
import type { OpenKey, Signer } from './signers/signer.ts'
import { softwareSigner } from './signers/software-key.ts'
import { localTimeStamper } from './timestamp/token.ts'
import { type Certificate, readCertificate, toPem } from './x509/certificate.ts'
import type { Trust } from './x509/chain.ts'
import { issueCrl, readCrl } from './x509/crl.ts'
import { type CertificateKind, issueCertificate, type SubjectName } from './x509/issue.ts'

/** The certificate authority, time-stamp authority and facility seal that this installation signs with. */
export interface Authority {
  readonly root: Certificate
  readonly rootKey: KeyObject
  readonly timeStampSigner: Signer
  readonly seal: Signer & OpenKey
  readonly stamper: TimeStamper
  readonly trust: Trust
  /** Secret that joins the PIN in opening a key. */
  readonly secret: Buffer
}

const newKey = promisify(generateKeyPair)
const yearMs = 365.25 * 24 * 3_600_000

/** RSA-2048: what the licensed authorities of Viet Nam issue and every validator reads. */
export const newSigningKey = () => newKey('rsa', { modulusLength: 2048 })

/** The history of the demo hospital begins before its first start; its certificates must cover it. */
export const demoValidFrom = (now: Date): Date => new Date(now.getTime() - 2 * yearMs)

const folderOf = (dataDir: string) => join(dataDir, 'demo-ca')

/** Whether this data folder holds a demo authority: real papers must never be signed with it. */
export const hasDemoAuthority = (dataDir: string): boolean => existsSync(join(folderOf(dataDir), 'root.pem'))

async function keep(path: string, content: string | Buffer): Promise<void> {
  await writeFile(`${path}.new`, content, { mode: 0o600 })
  await rename(`${path}.new`, path)
}

const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()

interface Made {
  readonly certificate: Certificate
  readonly key: KeyObject
}

async function make(
  kind: CertificateKind,
  subject: SubjectName,
  years: number,
  now: Date,
  issuer?: Made,
): Promise<Made> {
  const pair = await newSigningKey()
  const certificate = issueCertificate({
    kind,
    subject,
    publicKey: pair.publicKey,
    issuerKey: issuer?.key ?? pair.privateKey,
    notBefore: demoValidFrom(now),
    notAfter: new Date(now.getTime() + years * yearMs),
    ...(issuer ? { issuer: issuer.certificate } : {}),
  })
  return { certificate, key: pair.privateKey }
}

/**
 * Makes the demo authority of a data folder, once. Its keys are files that only the owner reads; it signs
 * for invented people only, and production refuses a folder that holds it.
 */
export async function makeDemoAuthority(dataDir: string, facilityName: string, now: Date): Promise<void> {
  if (hasDemoAuthority(dataDir)) return
  const folder = folderOf(dataDir)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const organization = 'Lãn Ông, bản trình diễn'
  const root = await make('root', { commonName: 'Lãn Ông Demo Root CA', organization }, 20, now)
  const [stamp, seal] = await Promise.all([
    make('timestamp', { commonName: 'Lãn Ông Demo TSA', organization }, 10, now, root),
    make('seal', { commonName: facilityName, organization: facilityName }, 5, now, root),
  ])
  const next = new Date(now.getTime() + yearMs)
  const crl = issueCrl(root.certificate, root.key, { number: 1, at: now, next, revoked: [] })
  await keep(join(folder, 'secret'), randomBytes(32))
  await keep(join(folder, 'crl.der'), crl)
  for (const [file, made] of Object.entries({ tsa: stamp, seal, root })) {
    await keep(join(folder, `${file}.key`), pem(made.key))
    await keep(join(folder, `${file}.pem`), toPem(made.certificate))
  }
}

async function load(dataDir: string): Promise<Omit<Authority, 'stamper'>> {
  const folder = folderOf(dataDir)
  const text = (file: string) => readFile(join(folder, file), 'utf8')
  const part = async (file: string): Promise<Made> => ({
    certificate: readCertificate(await text(`${file}.pem`)),
    key: createPrivateKey(await text(`${file}.key`)),
  })
  const [root, stamp, seal] = await Promise.all([part('root'), part('tsa'), part('seal')])
  return {
    root: root.certificate,
    rootKey: root.key,
    timeStampSigner: softwareSigner(stamp.certificate, stamp.key, []),
    seal: softwareSigner(seal.certificate, seal.key, []),
    trust: { roots: [root.certificate], crls: [readCrl(await readFile(join(folder, 'crl.der')))] },
    secret: await readFile(join(folder, 'secret')),
  }
}

const opened = new Map<string, Promise<Omit<Authority, 'stamper'>>>()

/** The authority of this installation. Throws `signing.noAuthority` when there is none. */
export async function openAuthority(ctx: Pick<Context, 'config' | 'now'>): Promise<Authority> {
  const { dataDir } = ctx.config
  if (!hasDemoAuthority(dataDir)) throw signingErrors.noAuthority()
  const known = opened.get(dataDir) ?? load(dataDir)
  opened.set(dataDir, known)
  const parts = await known
  return { ...parts, stamper: localTimeStamper(parts.timeStampSigner, () => ctx.now()) }
}
