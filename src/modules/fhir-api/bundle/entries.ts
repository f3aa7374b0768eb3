import { wordOf } from '#kernel/word-of.ts'
import { type Call, type CallMethod, checkType, lastOf, type PathParts, readPairs } from '../call.ts'
import { fhirApiErrors } from '../errors.ts'
import { type Interaction, interactions } from '../interactions.ts'

/** Most entries of one bundle. */
const mostEntries = 10_000

interface RawRequest {
  readonly method?: unknown
  readonly url?: unknown
  readonly ifMatch?: unknown
  readonly ifNoneMatch?: unknown
  readonly ifModifiedSince?: unknown
  readonly ifNoneExist?: unknown
}
export interface RawEntry {
  readonly fullUrl?: unknown
  readonly resource?: unknown
  readonly request?: RawRequest
}

/** One entry, read like a request of its own. */
export interface BundleEntry {
  readonly index: number
  readonly method: CallMethod
  readonly fullUrl: string | undefined
  /** Undefined for an operation. */
  readonly interaction: Interaction | undefined
  readonly call: Call
}

const methods: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']
const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

/** The type and the entries of a bundle that is to be processed. */
export function openBundle(bundle: unknown): { readonly type: string; readonly entries: readonly RawEntry[] } {
  const { resourceType, type, entry } = (bundle ?? {}) as {
    resourceType?: unknown
    type?: unknown
    entry?: unknown
  }
  if (resourceType !== 'Bundle') throw fhirApiErrors.wrongType({ found: wordOf(resourceType), type: 'Bundle' })
  if (type !== 'batch' && type !== 'transaction') throw fhirApiErrors.bundleType({ type: wordOf(type) })
  if (entry !== undefined && !Array.isArray(entry)) throw fhirApiErrors.entryList()
  const entries = (entry ?? []) as readonly RawEntry[]
  if (entries.length > mostEntries) throw fhirApiErrors.bundleLarge({ most: mostEntries })
  return { type, entries }
}

/** Reads an entry like a request of its own, with what the request around it says. */
export function readEntry(outer: Call, raw: RawEntry | null, index: number): BundleEntry {
  const method = text(raw?.request?.method)
  const url = raw?.request?.url
  if (!method || !methods.includes(method)) throw fhirApiErrors.entryMethod({ index, methods: methods.join(', ') })
  if (typeof url !== 'string') throw fhirApiErrors.entryUrl({ index })
  const { segments, queryText } = addressOf(index, url.startsWith(outer.base) ? url.slice(outer.base.length) : url)
  if (method === 'POST' && segments.length === 0) throw fhirApiErrors.entryNested({ index })
  const found = segments.at(-1)?.startsWith('$') ? operationParts(segments) : find(method, segments)
  if (!found) throw fhirApiErrors.entryAddress({ index, request: `${method} ${url.slice(0, 120)}` })
  checkType(found.parts.type)
  return {
    index,
    method: method as CallMethod,
    fullUrl: text(raw?.fullUrl),
    interaction: found.interaction,
    call: callOf(outer, raw, { index, parts: found.parts, queryText }),
  }
}

interface Address {
  readonly segments: readonly string[]
  readonly queryText: string
}

function addressOf(index: number, relative: string): Address {
  const mark = relative.indexOf('?')
  const path = mark < 0 ? relative : relative.slice(0, mark)
  const segments = path.split('/').filter((one) => one !== '')
  return {
    segments: segments.map((one) => decoded(index, one)),
    queryText: mark < 0 ? '' : relative.slice(mark + 1),
  }
}

interface EntryParts {
  readonly index: number
  readonly parts: PathParts
  readonly queryText: string
}

function callOf(outer: Call, raw: RawEntry | null, { index, parts, queryText }: EntryParts): Call {
  const pairs = queryText === '' ? [] : readPairs(queryText)
  const resource = raw?.resource
  const headers = headersOf(raw?.request ?? {})
  return {
    base: outer.base,
    type: parts.type ?? '',
    id: parts.id ?? '',
    part: parts.part ?? '',
    version: parts.version ?? '',
    queryText,
    pairs,
    shape: outer.shape,
    body: {
      present: resource !== undefined,
      type: 'application/fhir+json',
      bytes: Buffer.of(),
      value: async () => given(index, resource),
      form: () => '',
    },
    inBundle: true,
    header: (name) => headers[name] ?? (name === 'prefer' ? outer.header(name) : undefined),
    query: (name) => lastOf(pairs, name),
  }
}

function given(index: number, resource: unknown): unknown {
  if (typeof resource !== 'object' || resource === null) throw fhirApiErrors.entryResource({ index })
  return resource
}

function decoded(index: number, segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw fhirApiErrors.entryEscape({ index })
  }
}

function headersOf(request: RawRequest): Readonly<Record<string, string | undefined>> {
  const since = text(request.ifModifiedSince)
  return {
    'if-match': text(request.ifMatch),
    'if-none-match': text(request.ifNoneMatch),
    'if-none-exist': text(request.ifNoneExist),
    'if-modified-since': since,
  }
}

interface Found {
  readonly interaction: Interaction | undefined
  readonly parts: PathParts
}

function operationParts(segments: readonly string[]): Found | undefined {
  const [type, id, part, ...more] = segments
  if (more.length > 0 || type === undefined) return undefined
  const parts = { type, ...(id === undefined ? {} : { id }), ...(part === undefined ? {} : { part }) }
  return { interaction: undefined, parts }
}

const patterns = interactions.map((interaction) => ({
  interaction,
  segments: interaction.path.split('/').filter((one) => one !== ''),
}))

/** The interaction of an address; a fixed word counts more than a place for any. */
function find(method: string, segments: readonly string[]): Found | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method
  const fitting = patterns
    .filter((one) => one.interaction.method === wanted && one.segments.length === segments.length)
    .filter((one) => one.segments.every((segment, at) => segment.startsWith(':') || segment === segments[at]))
  const fixed = (one: (typeof patterns)[number]) => one.segments.filter((part) => !part.startsWith(':')).length
  const [best] = fitting.sort((a, b) => fixed(b) - fixed(a))
  if (!best) return undefined
  const parts = best.segments.flatMap((segment, at) =>
    segment.startsWith(':') ? [[segment.slice(1), segments[at]] as const] : [],
  )
  return { interaction: best.interaction, parts: Object.fromEntries(parts) as PathParts }
}
