import type { Context } from '#platform/context.ts'
import type { Answer } from '../answer.ts'
import type { Call } from '../call.ts'
import type { RunOperation } from '../operations.ts'
import { batchAnswer } from './batch.ts'
import { openBundle } from './entries.ts'
import { transactionAnswer } from './transaction.ts'

/** http://hl7.org/fhir/R4/http.html#transaction */
export async function bundleAnswer(ctx: Context, call: Call, run: RunOperation): Promise<Answer> {
  const bundle = await call.body.value('bundle')
  const { type, entries } = openBundle(bundle)
  if (type === 'batch') return batchAnswer(ctx, call, entries, run)
  return transactionAnswer(ctx, call, { bundle, entries, run })
}
