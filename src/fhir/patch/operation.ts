import { lexemeOf } from '../decimal.ts'
import { patchErrors } from './errors.ts'
import { isObject, type Json } from './values.ts'

/** One `operation` of a FHIRPath Patch. */
export interface Operation {
  readonly type: string
  readonly path: string
  readonly name: string | undefined
  readonly value: Json | undefined
  readonly index: number | undefined
  readonly source: number | undefined
  readonly destination: number | undefined
}

const allowed = new Set(['type', 'path', 'name', 'value', 'index', 'source', 'destination'])

export function readOperation(parameter: unknown, number: number): Operation {
  const invalid = (reason: string) => patchErrors.invalid({ number, reason })
  if (!isObject(parameter) || parameter['name'] !== 'operation' || !Array.isArray(parameter['part']))
    throw invalid('it is not a parameter named operation with parts')
  const parts = new Map<string, Json>()
  for (const part of parameter['part'] as unknown[]) {
    const name = isObject(part) ? part['name'] : undefined
    if (!isObject(part) || typeof name !== 'string' || !allowed.has(name))
      throw invalid(`it has a part named ${String(name).slice(0, 40)}`)
    if (parts.has(name)) throw invalid(`it has two parts named ${name}`)
    parts.set(name, part)
  }
  const text = (name: string) => {
    const part = parts.get(name)
    return (
      part &&
      Object.entries(part).find(([key, value]) => /^value[A-Z]/.test(key) && typeof value === 'string')?.[1]
    )
  }
  const whole = (name: string) => {
    const part = parts.get(name)
    if (!part) return undefined
    const lexeme = lexemeOf(part['valueInteger'] ?? part['valueUnsignedInt'] ?? part['valuePositiveInt'])
    if (lexeme === undefined || !/^\d{1,9}$/.test(lexeme)) throw invalid(`${name} is not a whole number`)
    return Number(lexeme)
  }
  const [type, path] = [text('type'), text('path')]
  if (typeof type !== 'string') throw invalid('its type is missing')
  if (typeof path !== 'string') throw invalid('its path is missing')
  return {
    type,
    path,
    name: text('name') as string | undefined,
    value: parts.get('value'),
    index: whole('index'),
    source: whole('source'),
    destination: whole('destination'),
  }
}
