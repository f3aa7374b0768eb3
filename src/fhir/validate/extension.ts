import { profileOfExtension } from './extension-profile.ts'
import { fault, isObject, type Json, report, type Walk } from './walk.ts'

/** ext-1, the address of an extension, and what its definition says when it is known here. */
export function checkExtension(walk: Walk, value: Json, path: string, owner: Owner): void {
  let values = 0
  for (const key of Object.keys(value)) if (key.startsWith('value') || key.startsWith('_value')) values++
  const inner = value['extension'] !== undefined
  if (inner === values > 0) fault(walk, 'extensionBoth', path)
  const { url } = value
  if (typeof url === 'string') checkUrl(walk, url, value, path, owner)
}

/** The object that has the extension. */
export interface Owner {
  readonly value: Json
  /** Its type: `Patient`, `Patient.contact`, `HumanName`; of an extended primitive, that of the primitive. */
  readonly type: string
  /** Its element: `Patient.name`; the same as `type` for resources. */
  readonly place: string
  readonly modifier: boolean
  /** Address of the extension around it. */
  readonly inside: string | undefined
}

function checkUrl(walk: Walk, url: string, value: Json, path: string, owner: Owner): void {
  const absolute = /^[a-z][a-z0-9+.-]*:/i.test(url)
  if (!absolute) {
    // Inside an extension, parts are named by simple words.
    if (owner.type !== 'Extension') fault(walk, 'extensionUrl', `${path}.url`)
    return
  }
  if (url.includes('|')) {
    fault(walk, 'extensionVersion', `${path}.url`)
    return
  }
  const definition = walk.profileOf(url)
  if (definition?.type === 'Extension') profileOfExtension(walk, definition, value, path, owner)
  else if (owner.modifier && !example.test(url)) fault(walk, 'extensionModifier', path, { url })
  else if (walk.full && isObject(value)) report(walk, 'warning', 'extensionUnknown', path, { url })
}

/** Addresses that are kept free for examples: https://www.rfc-editor.org/rfc/rfc2606 */
const example = /^https?:\/\/(?:[a-z0-9-]+\.)?example\.(?:com|org|net)\b/
