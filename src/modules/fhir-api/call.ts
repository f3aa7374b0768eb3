import { structures } from '#store/definitions.ts'
import { pairsOf } from '#store/search/request.ts'
import { contentTypeOf, hasBody, type Received, readBody, readForm } from './body.ts'
import { fhirApiErrors } from './errors.ts'
import { readAccept, readFormat, type Wanted } from './media-type.ts'
import { readSubset, type Subset } from './subset.ts'

export type Pairs = readonly (readonly [string, string])[]
export type CallMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** How the answer is shaped after it was made; the usual answer is sent as it is stored. */
export interface Shape {
  readonly wanted: Wanted
  readonly pretty: boolean
  readonly subset: Subset | undefined
}

/** The body of a call. */
export interface CallBody {
  readonly present: boolean
  /** Media type without its options; empty when there is none. */
  readonly type: string
  readonly bytes: Buffer
  /** As a value, from FHIR JSON or XML; a bundle that is processed entry by entry may be longer. */
  value(limit?: 'bundle'): Promise<unknown>
  /** Pairs of a form. */
  form(): string
}

/** One interaction with its parts read: a request of its own or an entry of a bundle. */
export interface Call {
  readonly base: string
  readonly type: string
  readonly id: string
  /** What stands after `Type/id/`: the member of a compartment, or an operation. */
  readonly part: string
  readonly version: string
  readonly queryText: string
  readonly pairs: Pairs
  readonly shape: Shape
  readonly body: CallBody
  /** It stands in a bundle, whose own rules ask for less in the answer. */
  readonly inBundle: boolean
  header(name: string): string | undefined
  /** The last value of a query parameter. */
  query(name: string): string | undefined
}

export interface PathParts {
  readonly type?: string
  readonly id?: string
  readonly part?: string
  readonly version?: string
}

const noPairs: Pairs = []

/**
 * Reads a request. Throws for addresses, encodings and formats that are not spoken here.
 * @param base address of the FHIR interface as the client sees it
 * @param parts of the address
 */
export function callOf(base: string, parts: PathParts, request: Received): Call {
  checkType(parts.type)
  const mark = request.url.indexOf('?')
  const queryText = mark < 0 ? '' : request.url.slice(mark + 1)
  const pairs = queryText === '' ? noPairs : readPairs(queryText)
  return {
    base,
    type: parts.type ?? '',
    id: parts.id ?? '',
    part: parts.part ?? '',
    version: parts.version ?? '',
    queryText,
    pairs,
    shape: shapeOf(request.headers.accept, pairs),
    body: bodyOf(request),
    inBundle: false,
    header: (name) => headerOf(request, name),
    query: (name) => lastOf(pairs, name),
  }
}

export function checkType(type: string | undefined): void {
  if (type !== undefined && !structures.isResource(type) && !type.startsWith('$'))
    throw fhirApiErrors.unknownType({ type: type.slice(0, 60) })
}

function bodyOf(request: Received): CallBody {
  return {
    get present() {
      return hasBody(request)
    },
    get type() {
      return contentTypeOf(request)
    },
    get bytes() {
      return request.body as Buffer
    },
    value: (limit) => readBody(request, limit),
    form: () => readForm(request),
  }
}

export function lastOf(pairs: Pairs, name: string): string | undefined {
  return pairs.findLast(([key]) => key === name)?.[1]
}

/** Parameters of the address; an escape that is none is refused, not guessed at. */
export function readPairs(text: string): Pairs {
  if (text.includes('%')) {
    try {
      decodeURIComponent(text)
    } catch {
      throw fhirApiErrors.badEncoding({ text: text.slice(0, 120) })
    }
  }
  return pairsOf(text)
}

const usual = readAccept(undefined)
const plain: Shape = { wanted: usual, pretty: false, subset: undefined }

export function shapeOf(accept: string | undefined, pairs: Pairs): Shape {
  const wanted = readAccept(accept)
  if (pairs.length === 0) return wanted === usual ? plain : { wanted, pretty: false, subset: undefined }
  const format = lastOf(pairs, '_format')
  return {
    wanted: format === undefined ? wanted : readFormat(format),
    pretty: lastOf(pairs, '_pretty') === 'true',
    subset: readSubset(lastOf(pairs, '_summary'), lastOf(pairs, '_elements')),
  }
}

/** The shape of an error: what the client wants as far as it can be read. */
export function errorShape(request: Received): Shape {
  try {
    return shapeOf(request.headers.accept, pairsOf(request.url.split('?', 2)[1] ?? ''))
  } catch {
    return plain
  }
}

export function headerOf(request: Received, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** `Prefer: return=minimal, handling=strict`. http://hl7.org/fhir/R4/http.html#ops */
export function preference(call: Pick<Call, 'header'>, name: 'return' | 'handling'): string | undefined {
  const prefer = call.header('prefer')
  if (prefer === undefined) return undefined
  return new RegExp(`(?:^|[,;\\s])${name}\\s*=\\s*"?(\\w+)`).exec(prefer)?.[1]
}
