import type { TSchema } from 'typebox'

interface Schema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly pattern?: string
  readonly format?: string
  readonly minLength?: number
  readonly minimum?: number
  readonly minItems?: number
}

/** What to put where a member of this name stands; undefined to choose by the schema. */
export type Choice = (name: string) => string | undefined

const texts = [
  'abc',
  '2026-11-23',
  '2026-11-23T10:00:00+07:00',
  '0912345678',
  'A00',
  '12345',
  'a'.repeat(64),
  'https://x.example',
]

/** A value that fits a schema of a route, with ids where members name something. */
export function fitting(schema: TSchema, choose: Choice, name = ''): unknown {
  return make(schema as unknown as Schema, choose, name)
}

function make(schema: Schema, choose: Choice, name: string): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.anyOf) return make(schema.anyOf[0] ?? {}, choose, name)
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((one) => make(one, choose, name)))
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([member, one]) => [member, make(one, choose, member)]),
      )
    case 'array':
      return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () =>
        make(schema.items ?? {}, choose, name),
      )
    case 'integer':
    case 'number':
      return schema.minimum ?? 1
    case 'boolean':
      return true
    case 'string':
      return text(schema, choose, name)
    default:
      return {}
  }
}

function text({ pattern, format, minLength = 0 }: Schema, choose: Choice, name: string): string {
  const fits = (one: string) => (!pattern || new RegExp(pattern).test(one)) && one.length >= minLength
  const chosen = choose(name)
  if (chosen !== undefined && fits(chosen)) return chosen
  if (format === 'uuid') return choose('id') ?? '0b7cfd4c-55d5-4bd7-b3de-000000000000'
  const known = [...(chosen === undefined ? [] : [`Patient/${chosen}`, `Encounter/${chosen}`]), ...texts]
  return known.find(fits) ?? 'Lý do thử nghiệm đủ dài cho mọi chỗ'.padEnd(minLength, '.')
}
