import { readFile } from 'node:fs/promises'
import { compactVerify, importJWK, type JWK } from 'jose'
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import type { Context } from '#platform/context.ts'
import { confirmationErrors } from './errors.ts'
import { challengeOf, type Statement } from './statement.ts'

/** A reader of this hospital: its serial number and the public key that it signs its results with. */
export interface FingerprintReader {
  readonly serial: string
  readonly name: string
  readonly key: JWK
}

/** What a reader says. Anything else in it, an image above all, is refused: raw biometrics are not kept. */
const Result = Type.Object(
  {
    challenge: Type.String(),
    matched: Type.Boolean(),
    /** Which enrolled person, as the workstation's own enrolment calls them. */
    subject: Type.String({ minLength: 1, maxLength: 120 }),
    score: Type.Number(),
    threshold: Type.Number(),
    reader: Type.String({ minLength: 1, maxLength: 80 }),
    at: Type.String({ maxLength: 40 }),
  },
  { additionalProperties: false },
)
type Result = Static<typeof Result>

/** The readers that the settings name: a file with a list of {serial, name, key}. */
export async function fingerprintReaders({
  config,
}: Pick<Context, 'config'>): Promise<readonly FingerprintReader[]> {
  if (!config.fingerprintReadersFile) return []
  return JSON.parse(await readFile(config.fingerprintReadersFile, 'utf8')) as FingerprintReader[]
}

async function readResult(evidence: string, reader: FingerprintReader): Promise<Result> {
  const { payload } = await compactVerify(evidence, await importJWK(reader.key, 'ES256'), {
    algorithms: ['ES256'],
  })
  const result: unknown = JSON.parse(Buffer.from(payload).toString('utf8'))
  if (!Value.Check(Result, result)) throw confirmationErrors.notMatched()
  return result
}

/** The reader that an evidence names in its head, among those of the hospital. */
async function readerOf(ctx: Context, evidence: string): Promise<FingerprintReader> {
  try {
    const head = JSON.parse(Buffer.from(evidence.split('.')[0] ?? '', 'base64url').toString('utf8')) as {
      kid?: string
    }
    const reader = (await fingerprintReaders(ctx)).find(({ serial }) => serial === head.kid)
    if (reader) return reader
  } catch (error) {
    throw confirmationErrors.readerUnknown({}, error)
  }
  throw confirmationErrors.readerUnknown()
}

const mostAgeMs = 5 * 60_000

/** Checks what a fingerprint reader signed: of this hospital, about this very statement and person, just now, and matched. */
export async function proveFingerprint(
  ctx: Context,
  text: string,
  evidence: string,
): Promise<Readonly<Record<string, unknown>>> {
  const reader = await readerOf(ctx, evidence)
  const result = await readResult(evidence, reader).catch((error: unknown) => {
    throw confirmationErrors.notMatched({}, error)
  })
  const { by, patient } = JSON.parse(text) as Statement
  const age = Math.abs(ctx.now().getTime() - Date.parse(result.at))
  const isRight =
    result.matched &&
    result.score >= result.threshold &&
    result.reader === reader.serial &&
    result.challenge === challengeOf(text).toString('base64url') &&
    (by.relation !== undefined || result.subject === patient) &&
    age <= mostAgeMs
  if (!isRight) throw confirmationErrors.notMatched()
  return { ...result, readerName: reader.name, signed: evidence }
}
