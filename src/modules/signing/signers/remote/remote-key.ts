import { createHash, type KeyObject } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Certificate, readCertificate } from '../../x509/certificate.ts'
import { signerErrors } from '../errors.ts'
import type { OpenKey } from '../signer.ts'
import { type CscClient, checked } from './csc-client.ts'
import { Authorized, algorithms, CredentialInfo, CredentialList, Signatures, Underway } from './protocol.ts'

/** A key at a remote signing service. */
export interface RemoteCredential {
  readonly id: string
  readonly certificate: Certificate
  readonly chain: readonly Certificate[]
  /** What the owner gives: PIN, one-time code, or nothing here because an app asks. */
  readonly asks: readonly { readonly id: string; readonly type: string }[]
  /** How many one authentication signs. */
  readonly most: number
}

function readAll(certificates: readonly string[]): Certificate[] {
  try {
    return certificates.map((one) => readCertificate(Buffer.from(one, 'base64')))
  } catch (error) {
    throw signerErrors.remoteGarbled({ method: 'credentials/info' }, error)
  }
}

export async function readCredential(client: CscClient, id: string): Promise<RemoteCredential> {
  const body = { credentialID: id, certificates: 'chain', authInfo: true }
  const info = await client.ask('credentials/info', body, CredentialInfo)
  if (info.key.status !== 'enabled' || (info.cert.status ?? 'valid') !== 'valid') throw signerErrors.keyDisabled()
  const [certificate, ...chain] = readAll(info.cert.certificates)
  if (!certificate || info.auth.mode !== 'explicit')
    throw signerErrors.remoteGarbled({ method: 'credentials/info' })
  return { id, certificate, chain, asks: info.auth.objects ?? [], most: info.multisign }
}

/** The keys that a person has at the service. */
export async function listCredentials(client: CscClient, userId: string): Promise<RemoteCredential[]> {
  const { credentialIDs } = await client.ask('credentials/list', { userID: userId }, CredentialList)
  return Promise.all(credentialIDs.slice(0, 20).map((id) => readCredential(client, id)))
}

/** Has the service send the one-time codes of a key to its owner. */
export async function sendCodes(client: CscClient, credential: RemoteCredential): Promise<void> {
  for (const { id, type } of credential.asks)
    if (type === 'ChallengeResponse')
      await client.post('credentials/getChallenge', { credentialID: credential.id, authObjectID: id })
}

export interface RemoteProof {
  readonly pin: string
  readonly otp?: string | undefined
  /** What the owner reads in the app of the service. */
  readonly description: string
  /** How long the owner may take to approve in an app. */
  readonly approvalSeconds: number
}

function authData(credential: RemoteCredential, { pin, otp }: RemoteProof): object[] {
  return credential.asks.map(({ id, type }) => {
    if (type === 'PasswordOOB') return { id }
    if (type !== 'ChallengeResponse') return { id, value: pin }
    if (!otp) throw signerErrors.otpMissing()
    return { id, value: otp }
  })
}

const pollEveryMs = 500

/** Signature activation data for exactly these hashes (SCAL2); waits while the owner approves elsewhere. */
async function authorize(
  client: CscClient,
  credential: RemoteCredential,
  hashes: readonly string[],
  proof: RemoteProof,
): Promise<string> {
  let method = 'credentials/authorize'
  let answer = await client.post(method, {
    credentialID: credential.id,
    numSignatures: hashes.length,
    hashes,
    hashAlgorithmOID: algorithms.sha256,
    authData: authData(credential, proof),
    description: proof.description,
  })
  for (let waited = 0; answer.status === 202; waited += pollEveryMs) {
    if (waited > proof.approvalSeconds * 1000) throw signerErrors.notApproved()
    await pause(pollEveryMs)
    const { handle } = checked(method, answer.body, Underway)
    method = 'credentials/authorizeCheck'
    answer = await client.post(method, { handle })
  }
  return checked(method, answer.body, Authorized).SAD
}

const algorithmOf = (key: KeyObject): string =>
  key.asymmetricKeyType === 'ec' ? algorithms.ecdsaWithSha256 : algorithms.rsaWithSha256

/**
 * A key at a remote signing service. One authentication is bound to the hashes of the whole batch, so nothing else can
 * be signed with it; the service signs all of them or none.
 */
export function remoteKey(client: CscClient, credential: RemoteCredential, proof: RemoteProof): OpenKey {
  const { id, certificate, chain, most } = credential
  return {
    certificate,
    chain,
    batchBound: true,
    async signAll(contents) {
      if (contents.length > most) throw signerErrors.tooMany({ most, asked: contents.length })
      const hashes = contents.map((bytes) => createHash('sha256').update(bytes).digest('base64'))
      const SAD = await authorize(client, credential, hashes, proof)
      const { signatures } = await client.ask(
        'signatures/signHash',
        {
          credentialID: id,
          SAD,
          hashes,
          hashAlgorithmOID: algorithms.sha256,
          signAlgo: algorithmOf(certificate.publicKey),
        },
        Signatures,
      )
      if (signatures.length !== hashes.length) throw signerErrors.remoteGarbled({ method: 'signatures/signHash' })
      return signatures.map((value) => ({ status: 'fulfilled', value: Buffer.from(value, 'base64') }))
    },
  }
}
