import { isObject, type Json } from '../walk.ts'

/** An item of a questionnaire, as far as answers are checked against it. */
export interface Item {
  readonly linkId: string
  readonly type: string
  readonly required: boolean
  readonly repeats: boolean
  readonly raw: Json
  readonly items: readonly Item[]
}

export const objects = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : [])

export function itemsOf(owner: Json): readonly Item[] {
  return objects(owner['item']).map((raw) => ({
    linkId: String(raw['linkId'] ?? ''),
    type: String(raw['type'] ?? ''),
    required: raw['required'] === true,
    repeats: raw['repeats'] === true,
    raw,
    items: itemsOf(raw),
  }))
}

const extensionBase = 'http://hl7.org/fhir/StructureDefinition/'

/** The value of an extension of HL7, by the end of its address. */
export function extensionValue(owner: Json, name: string): unknown {
  const found = objects(owner['extension']).find(
    ({ url }) =>
      url === extensionBase + name || (typeof url === 'string' && url.endsWith(`/sdc-questionnaire-${name}`)),
  )
  return found && valueOfChoice(found, 'value')
}

/** The value of a choice, whatever its type: `valueString`. */
export function valueOfChoice(owner: Json, stem: string): unknown {
  const key = choiceKey(owner, stem)
  return key === undefined ? undefined : owner[key]
}

export function choiceKey(owner: Json, stem: string): string | undefined {
  return Object.keys(owner).find((key) => key.startsWith(stem) && /^[A-Z]/.test(key.slice(stem.length)))
}
