import { timingSafeEqual } from 'node:crypto'
import type { Context } from '#platform/context.ts'
import type { ConfirmationProof } from '../contract.ts'
import { factsOf } from '../domain/drawn-signature.ts'
import { codeHash } from './begin-confirmation.ts'
import { confirmationErrors } from './errors.ts'
import { proveFingerprint } from './fingerprint-readers.ts'
import { provePasskey } from './passkeys.ts'
import { confirmationRules } from './rules.ts'
import { challengeOf, holderOf, type Statement } from './statement.ts'
import type { ConfirmationTable } from './table.ts'

export type Evidence = Readonly<Record<string, unknown>>

/** Counts a try before the answer is looked at; past the limit the question is closed. */
function proveCode(row: ConfirmationTable, code: string): Evidence {
  const challenge = challengeOf(row.statement)
  const left = confirmationRules.tries - row.tries
  if (!row.secret || !timingSafeEqual(row.secret, codeHash(code, challenge)))
    throw confirmationErrors.codeWrong({ left })
  const { by } = JSON.parse(row.statement) as Statement
  return { channel: 'message', sentTo: by.phone ?? '', sentAt: row.created_at.toISOString(), tries: row.tries }
}

/** What proves that the person confirmed exactly this; throws when it does not. */
export async function prove(ctx: Context, row: ConfirmationTable, proof: ConfirmationProof): Promise<Evidence> {
  if (proof.method !== row.method) throw confirmationErrors.otherMethod()
  if (proof.method === 'drawn') {
    const facts = factsOf(proof.strokes)
    if (!facts) throw confirmationErrors.tooSmall()
    return { ...facts, strokes: proof.strokes }
  }
  if (proof.method === 'otp') return proveCode(row, proof.code)
  const challenge = challengeOf(row.statement)
  return proof.method === 'passkey'
    ? provePasskey(ctx, holderOf(JSON.parse(row.statement) as Statement), challenge, proof.response)
    : proveFingerprint(ctx, row.statement, proof.evidence)
}
