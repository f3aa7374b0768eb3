import type { Resource } from '@medplum/fhirtypes'
import { informationOutcome } from '#fhir/outcome.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction, runCommand } from '#platform/http/command.ts'
import { type Method, versionOf } from '#store/bundle/entries.ts'
import { writeEntries } from '#store/bundle/transaction.ts'
import { storeErrors } from '#store/errors.ts'
import { findCurrent, readVersion } from '#store/read.ts'
import { type Answer, jsonAnswer, versionHeaders } from './answer.ts'

/** One write of the REST interface, the same as an entry of a bundle. */
export interface WriteCall {
  readonly base: string
  readonly method: Exclude<Method, 'GET' | 'HEAD'>
  readonly type: string
  readonly id?: string | undefined
  readonly query?: string | undefined
  readonly ifMatch?: string | undefined
  readonly resource?: Resource | undefined
  /** return=minimal | representation | OperationOutcome */
  readonly prefer?: string | undefined
  /** X-Command-Id: repeating it returns the first answer. */
  readonly commandId?: string | undefined
}

/** What was written, kept under the command id. */
interface Written {
  readonly status: number
  readonly id: string
  readonly version: number
}

/** Create, update or delete, also conditionally; answers as http://hl7.org/fhir/R4/http.html#ops says. */
export async function writeAnswer(ctx: Context, call: WriteCall): Promise<Answer> {
  const written = await writeOnce(ctx, call)
  if (call.method === 'DELETE') return { status: 204, headers: {}, body: undefined }
  const stored = await readVersion(ctx, call.type, written.id, written.version)
  const headers = {
    ...versionHeaders(stored),
    location: `${call.base}/${call.type}/${written.id}/_history/${written.version}`,
  }
  if (call.prefer === 'minimal') return { status: written.status, headers, body: undefined }
  if (call.prefer === 'OperationOutcome') return jsonAnswer(written.status, informationOutcome('Stored.'), headers)
  return { status: written.status, headers, body: stored.content }
}

function writeOnce(ctx: Context, call: WriteCall): Promise<Written> {
  if (call.commandId === undefined) return inTransaction(ctx, (tx) => write(tx, call))
  const input = [call.method, call.type, call.id, call.query, call.ifMatch, call.resource]
  return runCommand(ctx, call.commandId, input, (tx) => write(tx, call))
}

async function write(ctx: Context, call: WriteCall): Promise<Written> {
  const entry = {
    index: 0,
    method: call.method,
    type: call.type,
    id: call.id,
    query: call.query,
    url: '',
    fullUrl: undefined,
    ifVersion: versionOf(call.ifMatch),
    resource: call.resource,
  }
  if (call.method === 'PUT' && call.id !== undefined && call.resource?.id !== call.id)
    throw storeErrors.idMismatch({ type: call.type, id: call.id })
  const [result] = await writeEntries(ctx, [entry], { purpose: 'fhir' })
  const id = result?.id ?? ''
  if (result?.committed)
    return { status: result.committed.created ? 201 : 200, id, version: result.committed.version }
  return { status: 200, id, version: await currentVersion(ctx, call, id) }
}

async function currentVersion(ctx: Context, call: WriteCall, id: string): Promise<number> {
  if (call.method === 'DELETE') return 0
  return (await findCurrent(ctx, call.type, id))?.version ?? 0
}
