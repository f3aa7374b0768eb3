import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inputs, integerInput, textInput } from '#fhir/parameters.ts'
import type { CompiledView } from '#fhir/view/compile-view.ts'
import type { ViewRow } from '#fhir/view/view-definition.ts'
import { fhirOperation } from '#modules/fhir-api/index.ts'
import type { FhirOperation, OperationCall } from '#platform/fhir-operation.ts'
import { writeAudit } from '#store/audit.ts'
import { localReference } from '#store/record-of.ts'
import { sqlOnFhirErrors } from './errors.ts'
import { compiled, rowsOf, viewRows } from './view-rows.ts'
import { writeParquet } from './write-parquet.ts'
import { type TextFormat, textRows } from './write-text.ts'

const types: Readonly<Record<string, string>> = {
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  parquet: 'application/vnd.apache.parquet',
}
const usualRows = 10_000
const mostRows = 100_000

const one = (name: string, type: string) => ({ name, min: 0, max: '1', type }) as const

/**
 * Runs a ViewDefinition over the store, or over resources that are sent along.
 * @see https://sql-on-fhir.org/ig/latest/OperationDefinition-ViewDefinitionRun.html
 */
export const runView: FhirOperation = fhirOperation(
  {
    name: 'viewdefinition-run',
    levels: ['system'],
    affectsState: false,
    permission: 'fhir.export',
    definition: 'http://sql-on-fhir.org/OperationDefinition/$run',
    inputs: [
      { ...one('view', 'string'), min: 1 },
      one('_format', 'code'),
      one('patient', 'Reference'),
      one('_since', 'instant'),
      one('_limit', 'integer'),
      { name: 'resource', min: 0, max: '*', type: 'Resource' },
    ],
  },
  async (call) => {
    const { ctx, parameters } = call
    const view = compiled(parsed(textInput(parameters, 'view') ?? ''))
    const format = textInput(parameters, '_format') ?? 'json'
    const type = types[format]
    if (type === undefined) throw sqlOnFhirErrors.format({ format: format.slice(0, 40) })
    const limit = Math.min(Math.max(integerInput(parameters, '_limit') ?? usualRows, 1), mostRows)
    const body = await bytesOf(view, first(sourceOf(call, view), limit), format)
    await writeAudit(ctx, {
      action: 'export',
      outcome: 'success',
      detail: {
        channel: 'fhir',
        view: view.columns
          .map((column) => column.name)
          .join(',')
          .slice(0, 500),
      },
    })
    return { status: 200, headers: { 'content-type': type }, body }
  },
)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    throw sqlOnFhirErrors.viewNoJson({}, cause)
  }
}

function sourceOf(
  { ctx, parameters }: OperationCall,
  view: CompiledView,
): AsyncIterable<ViewRow> | Iterable<ViewRow> {
  const given = inputs(parameters, 'resource').flatMap((input) => input.resource ?? [])
  if (given.length > 0) return rowsOf(view, given)
  const since = textInput(parameters, '_since')
  const patient = inputs(parameters, 'patient')[0]?.valueReference?.reference
  return viewRows(ctx, view, {
    patient: patient === undefined ? undefined : (localReference(ctx, patient)?.id ?? ''),
    since: since === undefined ? undefined : new Date(since),
  })
}

async function* first<T>(rows: AsyncIterable<T> | Iterable<T>, limit: number): AsyncGenerator<T> {
  let count = 0
  for await (const row of rows) {
    yield row
    if (++count >= limit) return
  }
}

async function bytesOf(view: CompiledView, rows: AsyncIterable<ViewRow>, format: string): Promise<Buffer> {
  if (format !== 'parquet') {
    const parts: Buffer[] = []
    for await (const part of textRows(view.columns, rows, format as TextFormat)) parts.push(Buffer.from(part))
    return Buffer.concat(parts)
  }
  const folder = await mkdtemp(join(tmpdir(), 'lanong-view-'))
  try {
    await writeParquet(view.columns, rows, join(folder, 'view.parquet'))
    return await readFile(join(folder, 'view.parquet'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
