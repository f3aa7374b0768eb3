import type { Resource } from '@medplum/fhirtypes'
import { wordOf } from '#kernel/word-of.ts'
import { structures } from '../definitions.ts'
import { storeErrors } from '../errors.ts'

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'

/** One entry of a batch or transaction, its request taken apart. */
export interface Entry {
  readonly index: number
  readonly method: Method
  readonly type: string
  /** Present for `Type/id`. */
  readonly id: string | undefined
  /** The condition of `Type?identifier=…`, and of ifNoneExist for POST. */
  readonly query: string | undefined
  /** The address as written, for reading. */
  readonly url: string
  readonly fullUrl: string | undefined
  readonly ifVersion: number | undefined
  readonly resource: Resource | undefined
}

interface RawEntry {
  readonly fullUrl?: unknown
  readonly resource?: unknown
  readonly request?: {
    readonly method?: unknown
    readonly url?: unknown
    readonly ifMatch?: unknown
    readonly ifNoneExist?: unknown
  }
}

const methods: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE']
const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

function fault(index: number, reason: string) {
  return storeErrors.bundle({ reason: `entry ${index}: ${reason}` })
}

/** The entries of a bundle of a type, their order kept. */
export function readEntries(bundle: unknown, kinds: readonly string[]): readonly Entry[] {
  const { resourceType, type, entry } = (bundle ?? {}) as {
    resourceType?: unknown
    type?: unknown
    entry?: unknown
  }
  if (resourceType !== 'Bundle') throw storeErrors.bundle({ reason: 'it is not a Bundle' })
  if (!kinds.includes(wordOf(type))) throw storeErrors.bundle({ reason: `its type must be ${kinds.join(' or ')}` })
  if (entry !== undefined && !Array.isArray(entry)) throw storeErrors.bundle({ reason: 'entry must be a list' })
  return ((entry ?? []) as RawEntry[]).map(readEntry)
}

function readEntry(raw: RawEntry | null, index: number): Entry {
  const method = text(raw?.request?.method)
  const url = text(raw?.request?.url)
  if (!method || !methods.includes(method))
    throw fault(index, `request.method must be one of ${methods.join(', ')}`)
  if (!url) throw fault(index, 'request.url is missing')
  const [path = '', query] = url.replace(/^\//, '').split('?', 2)
  const [type = '', id, ...more] = path.split('/')
  const reads = method === 'GET' || method === 'HEAD'
  if (!reads && (more.length > 0 || !structures.isResource(type)))
    throw fault(index, `cannot ${method} ${url.slice(0, 80)}`)
  const resource = raw?.resource as Resource | undefined
  if (method === 'POST' || method === 'PUT') checkResource(index, type, resource)
  return {
    index,
    method: method as Method,
    type,
    id: id || undefined,
    query: method === 'POST' ? text(raw?.request?.ifNoneExist)?.replace(/^.*\?/, '') : query,
    url,
    fullUrl: text(raw?.fullUrl),
    ifVersion: versionOf(text(raw?.request?.ifMatch)),
    resource,
  }
}

function checkResource(index: number, type: string, resource: Resource | undefined): void {
  if (typeof resource !== 'object' || resource === null) throw fault(index, 'resource is missing')
  if (resource.resourceType !== type) throw fault(index, `request.url says ${type}, the resource is another type`)
}

/** `W/"3"` or `"3"` as a number. */
export function versionOf(etag: string | undefined): number | undefined {
  const found = etag === undefined ? null : /^(?:W\/)?"?(\d{1,9})"?$/.exec(etag.trim())
  if (etag !== undefined && !found) throw storeErrors.bundle({ reason: `${etag.slice(0, 40)} is not a version` })
  return found ? Number(found[1]) : undefined
}
