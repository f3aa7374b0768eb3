import type { BundleIndex } from './walk.ts'
import { isObject, type Json } from './walk.ts'

export interface EntryReference {
  readonly from: Json
  readonly reference: string
  /** `Bundle.entry[0].resource.subject.reference` */
  readonly place: string
  /** Within the resource, without positions: `section.entry`. */
  readonly member: string
}

export interface EntryIndex extends BundleIndex {
  readonly resources: readonly Json[]
  readonly references: readonly EntryReference[]
  readonly linked: ReadonlySet<string>
  fullUrlOf(resource: Json): string | undefined
  /** A resource of this type and id, whatever its address. */
  lookalike(reference: string): Json | undefined
}

const objects = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : [])
const known = new WeakMap<Json, EntryIndex>()

/** Finds the resources of a bundle by full URL, or by type and id at the same base. */
export function bundleIndex(bundle: Json): EntryIndex {
  const before = known.get(bundle)
  if (before) return before
  const made = makeIndex(bundle)
  known.set(bundle, made)
  return made
}

function makeIndex(bundle: Json): EntryIndex {
  const byUrl = new Map<string, Json>()
  const urls = new Map<Json, string>()
  const resources: Json[] = []
  const references: EntryReference[] = []
  for (const [at, { fullUrl, resource }] of objects(bundle['entry']).entries()) {
    if (!isObject(resource)) continue
    resources.push(resource)
    if (typeof fullUrl === 'string') {
      urls.set(resource, fullUrl)
      if (!byUrl.has(fullUrl)) byUrl.set(fullUrl, resource)
    }
    collect(resource, resource, `Bundle.entry[${at}].resource`, '', references)
  }
  const links = objects(bundle['link']).flatMap(({ url }) => (typeof url === 'string' ? [url] : []))
  return {
    resources,
    references,
    linked: new Set(links),
    fullUrlOf: (resource) => urls.get(resource),
    resolve: (reference, from) => {
      const bare = reference.replace(/\/_history\/[^/]+$/, '').replace(/#.*$/, '')
      const whole = isAbsolute(bare) ? bare : absolute(bare, from && urls.get(from))
      return byUrl.get(bare) ?? (whole === undefined ? undefined : byUrl.get(whole))
    },
    lookalike: (reference) => {
      const [type, id] = reference.split('/')
      return resources.find((one) => one['resourceType'] === type && one['id'] === id)
    },
  }
}

const isAbsolute = (reference: string) => /^[a-z][a-z0-9+.-]*:/i.test(reference)

/** A relative reference belongs to the server that the referring entry comes from. */
function absolute(reference: string, fullUrl: string | undefined): string | undefined {
  const base = fullUrl === undefined ? undefined : /^(https?:\/\/.*\/)[A-Z][A-Za-z]+\/[^/]+$/.exec(fullUrl)?.[1]
  return base === undefined ? undefined : base + reference
}

function collect(from: Json, value: unknown, path: string, member: string, found: EntryReference[]): void {
  if (Array.isArray(value)) {
    for (const [at, one] of value.entries()) collect(from, one, `${path}[${at}]`, member, found)
    return
  }
  if (!isObject(value)) return
  const { reference } = value
  if (typeof reference === 'string' && !reference.startsWith('#'))
    found.push({ from, reference, place: `${path}.reference`, member })
  for (const key of Object.keys(value))
    if (key !== 'reference' && !key.startsWith('_'))
      collect(from, value[key], `${path}.${key}`, member === '' ? key : `${member}.${key}`, found)
}
