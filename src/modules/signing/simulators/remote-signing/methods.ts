import { constants, privateEncrypt } from 'node:crypto'
import { algorithms } from '../../signers/remote/protocol.ts'
import { type ActivationModule, Refused } from './activation.ts'
import type { Issuer, Subscriber } from './subscribers.ts'

/** What the methods work on. */
export interface Service {
  readonly issuer: Issuer
  readonly subscribers: readonly Subscriber[]
  readonly activation: ActivationModule
  readonly multisign: number
  /** Sends a message to a subscriber's phone. */
  tell(subscriber: Subscriber, text: string): void
}

type Input = Readonly<Record<string, unknown>>
export interface Output {
  readonly status: number
  readonly body?: object
}

const ok = (body: object): Output => ({ status: 200, body })

function text(input: Input, name: string): string {
  const value = input[name]
  if (typeof value !== 'string' || value === '')
    throw new Refused('invalid_request', `Missing (or invalid type) string parameter ${name}`)
  return value
}

function hashesOf(input: Input): string[] {
  const { hashes } = input
  if (!Array.isArray(hashes))
    throw new Refused('invalid_request', 'Missing (or invalid type) array parameter hashes')
  if (hashes.length === 0) throw new Refused('invalid_request', 'Empty hash array')
  for (const hash of hashes)
    if (typeof hash !== 'string' || Buffer.from(hash, 'base64').length !== 32)
      throw new Refused('invalid_request', 'Invalid digest value length')
  if (input['hashAlgorithmOID'] !== algorithms.sha256)
    throw new Refused('invalid_request', 'Invalid parameter hashAlgorithmOID')
  return hashes as string[]
}

function subscriberOf(service: Service, input: Input): Subscriber {
  const id = text(input, 'credentialID')
  const found = service.subscribers.find((one) => one.credentialId === id)
  if (!found) throw new Refused('invalid_request', 'Invalid parameter credentialID')
  return found
}

const compact = (at: Date) => `${at.toISOString().replace(/\D/g, '').slice(0, 14)}Z`

function authObjects({ approval }: Subscriber): object[] {
  const pin = { type: 'Password', id: 'PIN', format: 'N', label: 'PIN' }
  if (approval === 'pin') return [pin]
  return approval === 'app'
    ? [pin, { type: 'PasswordOOB', id: 'APP', label: 'App' }]
    : [pin, { type: 'ChallengeResponse', id: 'OTP', format: 'N', label: 'OTP' }]
}

function info(service: Service, input: Input): Output {
  const subscriber = subscriberOf(service, input)
  const { certificate } = subscriber
  return ok({
    key: { status: 'enabled', algo: [algorithms.rsaWithSha256], len: 2048 },
    cert: {
      status: 'valid',
      certificates: [certificate, service.issuer.certificate].map((one) => one.der.toString('base64')),
      validFrom: compact(certificate.notBefore),
      validTo: compact(certificate.notAfter),
    },
    auth: {
      mode: 'explicit',
      expression: { app: 'PIN AND APP', code: 'PIN AND OTP', pin: 'PIN' }[subscriber.approval],
      objects: authObjects(subscriber),
    },
    SCAL: '2',
    multisign: service.multisign,
    lang: 'vi-VN',
  })
}

function list(service: Service, input: Input): Output {
  const userId = text(input, 'userID')
  const own = service.subscribers.filter((one) => one.userId === userId)
  if (own.length === 0) throw new Refused('invalid_request', 'Invalid parameter userID')
  return ok({ credentialIDs: own.map((one) => one.credentialId) })
}

function challenge(service: Service, input: Input): Output {
  const subscriber = subscriberOf(service, input)
  if (text(input, 'authObjectID') !== 'OTP' || subscriber.approval !== 'code')
    throw new Refused('invalid_request', 'Invalid parameter authObjectID')
  service.tell(subscriber, service.activation.newCode(subscriber))
  return { status: 204 }
}

function given(input: Input, id: string): string | undefined {
  const objects = Array.isArray(input['authData']) ? (input['authData'] as readonly Input[]) : []
  const value = objects.find((one) => one['id'] === id)?.['value']
  return typeof value === 'string' ? value : undefined
}

function authorize(service: Service, input: Input): Output {
  const subscriber = subscriberOf(service, input)
  const { numSignatures } = input
  if (typeof numSignatures !== 'number' || !Number.isInteger(numSignatures))
    throw new Refused('invalid_request', 'Missing (or invalid type) integer parameter numSignatures')
  const hashes = hashesOf(input)
  if (numSignatures < 1 || numSignatures < hashes.length)
    throw new Refused('invalid_request', 'Invalid value for parameter numSignatures')
  if (numSignatures > service.multisign) throw new Refused('invalid_request', 'Numbers of signatures is too high')
  const answer = service.activation.authorize({
    subscriber,
    pin: given(input, 'PIN'),
    code: given(input, 'OTP'),
    hashes,
  })
  if ('SAD' in answer) return ok({ ...answer, expiresIn: 300 })
  const description = typeof input['description'] === 'string' ? input['description'] : ''
  service.tell(subscriber, `approve ${hashes.length}: ${description}`)
  return { status: 202, body: answer }
}

function authorizeCheck(service: Service, input: Input): Output {
  const answer = service.activation.check(text(input, 'handle'))
  return 'SAD' in answer ? ok(answer) : { status: 202, body: answer }
}

/** DigestInfo of a SHA-256 (RFC 8017 §9.2, note 1). */
const sha256Info = Buffer.from('3031300d060960864801650304020105000420', 'hex')

function signHash(service: Service, input: Input): Output {
  const { key, credentialId } = subscriberOf(service, input)
  if (text(input, 'signAlgo') !== algorithms.rsaWithSha256)
    throw new Refused('invalid_request', 'Invalid parameter signAlgo')
  const hashes = hashesOf(input)
  service.activation.spend(text(input, 'SAD'), credentialId, hashes)
  const sign = (hash: string) =>
    privateEncrypt(
      { key, padding: constants.RSA_PKCS1_PADDING },
      Buffer.concat([sha256Info, Buffer.from(hash, 'base64')]),
    ).toString('base64')
  return ok({ signatures: hashes.map(sign) })
}

/** The methods of the service by their path. */
export const methods: Readonly<Record<string, (service: Service, input: Input) => Output>> = {
  info: () =>
    ok({
      specs: '2.0.0.2',
      name: 'Lãn Ông, dịch vụ ký số từ xa mô phỏng',
      region: 'VN',
      lang: 'vi-VN',
      authType: ['oauth2client'],
      methods: Object.keys(methods),
    }),
  'credentials/list': list,
  'credentials/info': info,
  'credentials/getChallenge': challenge,
  'credentials/authorize': authorize,
  'credentials/authorizeCheck': authorizeCheck,
  'signatures/signHash': signHash,
}
