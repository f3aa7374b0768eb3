import { existsSync } from 'node:fs'
import { AppError } from '#kernel/app-error.ts'
import type { Context } from '#platform/context.ts'
import type { FoundKey } from '../../contract.ts'
import { signingErrors } from '../../errors.ts'
import type { KeyPlace, SignerKeyTable } from '../../tables.ts'
import { type Certificate, readCertificate, subjectName } from '../../x509/certificate.ts'
import { adoptKey } from '../adopt-key.ts'
import { signerErrors } from '../errors.ts'
import { countTry, forgetTries, wrongPin } from '../pin-tries.ts'
import type { OpenKey } from '../signer.ts'
import type { TokenFault } from './messages.ts'
import { TokenProcess, TokenRefusal } from './token-process.ts'

const opened = new Map<string, TokenProcess>()

/** The PKCS#11 library of this installation. */
export function tokens({ config }: Pick<Context, 'config'>): TokenProcess {
  const { tokenModule } = config
  if (!tokenModule || !existsSync(tokenModule)) throw signerErrors.tokenNotSet()
  const running = opened.get(tokenModule) ?? new TokenProcess(tokenModule)
  opened.set(tokenModule, running)
  return running
}

const coded: Readonly<Record<TokenFault, (details?: object, cause?: unknown) => Error>> = {
  'pin-wrong': () => signingErrors.pinWrong({ left: 0 }),
  'pin-locked': () => signerErrors.keyLocked(),
  'token-gone': () => signerErrors.tokenGone(),
  'key-gone': () => signerErrors.unknownCredential(),
  refused: () => signerErrors.tokenRefused(),
}

export const tokenError = (error: unknown): unknown =>
  error instanceof TokenRefusal ? coded[error.fault]() : error

interface OnToken {
  readonly token: string
  readonly key: string
  readonly certificate: Certificate
}

async function readTokens(ctx: Context): Promise<OnToken[]> {
  const found = await tokens(ctx)
    .list()
    .catch((error: unknown) => {
      throw tokenError(error)
    })
  return found.flatMap(({ token, key, certificate }) => {
    try {
      return [{ token, key, certificate: readCertificate(Buffer.from(certificate)) }]
    } catch {
      return []
    }
  })
}

interface PlacedKey {
  readonly place: KeyPlace
  readonly certificate: Certificate
  readonly chain: readonly Certificate[]
}

const placeOf = ({ token, key }: OnToken) => `${token}:${key}`

/** Keys of signers on the tokens that are plugged in; certificates of authorities on them are left out. */
export async function findTokenKeys(ctx: Context): Promise<FoundKey[]> {
  const found = await readTokens(ctx)
  return found
    .filter(({ certificate }) => !certificate.authority)
    .map((one) => ({
      place: placeOf(one),
      name: subjectName(one.certificate),
      issuer: '',
      validTo: one.certificate.notAfter.toISOString(),
    }))
}

/** A key on a token with what a chain to its root needs. */
export async function findOnToken(ctx: Context, place: string): Promise<PlacedKey> {
  const all = await readTokens(ctx)
  const found = all.find((one) => placeOf(one) === place)
  if (!found) throw signerErrors.unknownCredential()
  const { certificate, token, key } = found
  const chain = all.filter((one) => one.token === token && one.certificate.authority).map((one) => one.certificate)
  return { place: { token, key, asks: ['pin'] }, certificate, chain }
}

/** From now on the acting person signs with this key of a token. */
export async function useTokenKey(ctx: Context, place: string): Promise<void> {
  await adoptKey(ctx, { kind: 'token', ...(await findOnToken(ctx, place)) })
}

/** A key on a token that its PIN opens for each call; the token signs one after the other. */
export function heldByToken(ctx: Context, { place, certificate, chain }: PlacedKey, pin: string): OpenKey {
  const process = tokens(ctx)
  const at = { token: place.token ?? '', key: place.key ?? '' }
  return {
    certificate,
    chain,
    async signAll(contents) {
      const outcomes = await process.signAll(at, pin, contents).catch((error: unknown) => {
        throw tokenError(error)
      })
      return outcomes.map((one) =>
        one.status === 'fulfilled' ? one : { status: 'rejected', reason: tokenError(one.reason) },
      )
    },
  }
}

/** Fewer than what locks a token for good: usually five wrong PINs do. */
const mostTries = 3

/** A person's key on a token: the PIN opens it for one batch, and wrong ones are counted here. */
export function openTokenKey(ctx: Context, key: SignerKeyTable, pin: string): OpenKey {
  const certificate = readCertificate(key.certificate)
  const chain = key.chain.map((one) => readCertificate(one))
  const held = heldByToken(ctx, { place: key.place ?? { asks: [] }, certificate, chain }, pin)
  return {
    ...held,
    async signAll(contents) {
      const tries = await countTry(ctx, key, mostTries)
      const outcomes = await held.signAll(contents).catch(async (error: unknown) => {
        if (error instanceof AppError && error.code === 'signing.pinWrong') throw wrongPin(ctx, mostTries - tries)
        await forgetTries(ctx, key)
        throw error
      })
      await forgetTries(ctx, key)
      return outcomes
    },
  }
}
