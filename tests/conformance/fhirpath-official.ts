import { lexemeOf } from '#fhir/decimal.ts'
import { compilePath, evaluatePath } from '#fhir/fhirpath/index.ts'
import { checkTypes } from '#fhir/fhirpath/strict.ts'
import { parseJson } from '#fhir/json.ts'
import { readXml } from '#fhir/xml/read-xml.ts'
import { structures } from '#store/definitions.ts'
import { judge, type Result, sharedLines, sharedText } from '#tests/support/conformance.ts'

export const name = 'FHIRPath, official R4 suite (fhir-test-cases)'
export const goal = 98

interface Case {
  readonly group: string
  readonly name: string
  readonly inputfile?: string
  readonly expression: string
  readonly invalid?: string
  readonly predicate?: string
  readonly output: readonly { readonly type: string | null; readonly value: string | null }[]
}

const inputs = new Map<string, unknown>()

function input(file: string): unknown {
  const text = sharedText(`suites/fhirpath-input/${file}`)
  // The suite's Observation has its extensions last, against the order that XML asks for.
  const read = inputs.get(file) ?? (file.endsWith('.xml') ? readXml(structures, text, 'free') : parseJson(text))
  inputs.set(file, read)
  return read
}

function evaluate({ inputfile, expression, predicate }: Case): unknown[] {
  const path = compilePath(expression)
  const resource = inputfile === undefined ? {} : input(inputfile)
  const { resourceType } = resource as { resourceType?: string }
  if (resourceType !== undefined) checkTypes(expression, resourceType)
  const found = evaluatePath(path, resource)
  return predicate === 'true' ? [found.length > 0] : found
}

/** A value as the suite writes it; dates stand there as literals. */
function written(value: unknown): string {
  const quantity = value as { value?: unknown; code?: string; unit?: string } | null
  if (typeof quantity === 'object' && quantity !== null && 'value' in quantity)
    return `${lexemeOf(quantity.value)} '${quantity.code ?? quantity.unit}'`
  return String(lexemeOf(value) ?? value).replace(/^T(?=\d\d:)/, '')
}

const isNumber = (type: string | null) => type === 'integer' || type === 'decimal'
const fits = (type: string | null, value: unknown) =>
  (type !== 'boolean' || typeof value === 'boolean') && (!isNumber(type) || lexemeOf(value) !== undefined)

function fault(test: Case): string | undefined {
  let found: unknown[]
  try {
    found = evaluate(test)
  } catch (cause) {
    return test.invalid ? undefined : (cause as Error).message
  }
  if (test.invalid) return `not refused (${test.invalid})`
  const wanted = test.output.map((one) => (one.value ?? '').replace(/^@T?/, ''))
  const got = found.map(written)
  if (wanted.length !== got.length || wanted.some((one, at) => one !== got[at])) return `gives ${got.join(', ')}`
  const odd = test.output.find((one, at) => !fits(one.type, found[at]))
  return odd ? `is no ${odd.type}` : undefined
}

export async function run(): Promise<Result[]> {
  const cases = sharedLines('suites/fhirpath-official-r4.ndjson').map((line) => JSON.parse(line) as Case)
  return Promise.all(cases.map((test) => judge(`${test.group}/${test.name}`, () => fault(test))))
}
