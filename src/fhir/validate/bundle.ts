import { type Reason, type ReasonKind, reason } from '../reason.ts'
import { isAbsolute } from './advice.ts'
import { bundleIndex, type EntryIndex } from './bundle-index.ts'
import { checkLinks } from './bundle-links.ts'
import { fault, isObject, type Json, type Walk } from './walk.ts'

const objects = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : [])

const bundleFault = (walk: Walk, path: string, kind: ReasonKind, values?: Reason['values']) =>
  fault(walk, 'bundle', path, { fault: reason(kind, values) })

/**
 * Rules of bundles that their constraints do not say: the identity of entries, and in documents and messages that
 * what is referred to is there.
 * @see http://hl7.org/fhir/R4/bundle.html#references
 */
export function checkBundle(walk: Walk, bundle: Json, path: string): void {
  const { type } = bundle
  const index = bundleIndex(bundle)
  const searched = type === 'searchset' ? searchedTypes(walk, bundle) : new Set<string>()
  for (const [at, entry] of objects(bundle['entry']).entries()) {
    checkIdentity(walk, entry, String(type), `${path}.entry[${at}]`)
    if (type === 'searchset' && isObject(entry['resource']))
      checkMatch(walk, searched, entry, `${path}.entry[${at}]`)
  }
  if (walk.full) checkReferences(walk, index, String(type), path)
}

const withoutIdentity = new Set(['transaction', 'batch', 'transaction-response', 'batch-response', 'searchset'])
/** Bundles that hold all that their entries call by a name of their own. */
const whole = new Set(['document', 'message', 'transaction', 'batch'])
const restful = /^https?:\/\/.*\/([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/

function checkIdentity(walk: Walk, entry: Json, type: string, path: string): void {
  const { fullUrl, resource } = entry
  if (typeof fullUrl !== 'string') {
    if (walk.full && isObject(resource) && fullUrl === undefined && !withoutIdentity.has(type))
      bundleFault(walk, path, 'noFullUrl')
    return
  }
  if (!isAbsolute(fullUrl)) bundleFault(walk, `${path}.fullUrl`, 'notAbsolute')
  const [, named, id] = (fullUrl.length > 2000 ? undefined : restful.exec(fullUrl)) ?? []
  if (!walk.full || !isObject(resource) || named === undefined || !walk.structures.isResource(named)) return
  const fits = named === resource['resourceType'] && (resource['id'] === undefined || id === resource['id'])
  if (!fits) bundleFault(walk, `${path}.fullUrl`, 'wrongFullUrl')
}

function checkMatch(walk: Walk, searched: ReadonlySet<string>, entry: Json, path: string): void {
  const resource = entry['resource'] as Json
  const mode = isObject(entry['search']) ? entry['search']['mode'] : undefined
  const outcome = resource['resourceType'] === 'OperationOutcome'
  if (mode === 'outcome' && !outcome) bundleFault(walk, `${path}.resource`, 'notOutcome')
  if (!outcome && resource['id'] === undefined && walk.full)
    bundleFault(walk, `${path}.resource`, 'foundWithoutId')
  if (mode === 'match' && searched.size > 0 && !searched.has(String(resource['resourceType'])))
    bundleFault(walk, `${path}.resource`, 'notSearched', { types: [...searched].join(', ') })
}

/** The types that the link of a search page to itself names. */
function searchedTypes(walk: Walk, bundle: Json): ReadonlySet<string> {
  const self = objects(bundle['link']).find(({ relation }) => relation === 'self')?.['url']
  if (typeof self !== 'string') return new Set()
  const [address = '', query = ''] = self.split('?')
  const types = /(?:^|&)_type=([^&]*)/.exec(query)?.[1]?.split(/,|%2C/i)
  const last = address.split('/').at(-1) ?? ''
  return new Set((types ?? [last]).filter((name) => walk.structures.isResource(name)))
}

function checkReferences(walk: Walk, index: EntryIndex, type: string, path: string): void {
  for (const { from, reference, place } of index.references) {
    const [, named, id = ''] =
      /^(?:https?:\/\/.*\/)?([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/.exec(reference) ?? []
    // Some write Type/id for what the bundle calls urn:uuid:id.
    const found = index.resolve(reference, from) ?? (named && index.resolve(`urn:uuid:${id}`))
    if (found && named !== undefined && walk.structures.isResource(named) && found['resourceType'] !== named)
      fault(walk, 'bundleReferenceType', place, { reference, type: String(found['resourceType']) })
    else if (!found && whole.has(type) && /^urn:(?:uuid|oid):/.test(reference))
      fault(walk, 'bundleReference', place, { reference })
  }
  if (type === 'document' || type === 'message') checkLinks(walk, index, type, path)
}
