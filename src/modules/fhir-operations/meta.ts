import type { Coding, Meta, Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { parseJsonBytes } from '#fhir/json.ts'
import { complexInput } from '#fhir/parameters.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { fhirOperation } from '#modules/fhir-api/index.ts'
import type { Context } from '#platform/context.ts'
import type { FhirOperation, OperationCall } from '#platform/fhir-operation.ts'
import { commit } from '#store/commit.ts'
import { typeNumber } from '#store/definitions.ts'
import { readCurrent } from '#store/read.ts'

const published = 'http://hl7.org/fhir/OperationDefinition/'
const answer = (meta: Meta): Resource => ({
  resourceType: 'Parameters',
  parameter: [{ name: 'return', valueMeta: meta }],
})

/** Profiles, tags and security labels in use: http://hl7.org/fhir/R4/resource-operation-meta.html */
export const meta: FhirOperation = fhirOperation(
  {
    name: 'meta',
    levels: ['system', 'type', 'instance'],
    affectsState: false,
    permission: 'fhir.read',
    definition: `${published}Resource-meta`,
  },
  async ({ ctx, type, id }) => {
    if (type !== undefined && id !== undefined) return answer((await current(ctx, type, id)).meta ?? {})
    if (ctx.access) throw commonErrors.forbidden({ permission: '*' })
    return answer(await metaInUse(ctx, type))
  },
)

export const metaAdd: FhirOperation = changing('meta-add', (now, given) => ({
  ...now,
  ...list(
    'profile',
    union(now.profile ?? [], given.profile ?? [], (one) => one),
  ),
  ...list('tag', union(now.tag ?? [], given.tag ?? [], keyOf)),
  ...list('security', union(now.security ?? [], given.security ?? [], keyOf)),
}))

export const metaDelete: FhirOperation = changing('meta-delete', (now, given) => ({
  ...without(now, ['profile', 'tag', 'security']),
  ...list(
    'profile',
    minus(now.profile ?? [], given.profile ?? [], (one) => one),
  ),
  ...list('tag', minus(now.tag ?? [], given.tag ?? [], keyOf)),
  ...list('security', minus(now.security ?? [], given.security ?? [], keyOf)),
}))

/** A stored version is never changed: the operation makes a new one when it changes anything. */
function changing(name: 'meta-add' | 'meta-delete', change: (now: Meta, given: Meta) => Meta): FhirOperation {
  return fhirOperation(
    {
      name,
      levels: ['instance'],
      affectsState: true,
      permission: 'fhir.write',
      definition: `${published}Resource-${name}`,
    },
    async ({ ctx, type = '', id = '', parameters }: OperationCall) => {
      const resource = await current(ctx, type, id)
      const now = resource.meta ?? {}
      const made = change(now, complexInput<Meta>(parameters, 'meta') ?? {})
      if (JSON.stringify(made) === JSON.stringify(now)) return answer(now)
      const [written] = await commit(
        ctx,
        [{ kind: 'update', resource: { ...resource, meta: made }, ifVersion: Number(now.versionId) }],
        { purpose: name },
      )
      return answer(written?.resource?.meta ?? made)
    },
  )
}

async function current(ctx: Context, type: string, id: string): Promise<Resource> {
  return parseJsonBytes((await readCurrent(ctx, type, id)).content) as Resource
}

const keyOf = (one: Coding) => `${one.system ?? ''}|${one.code ?? ''}`

function union<T>(own: readonly T[], more: readonly T[], key: (one: T) => string): T[] {
  const keys = new Set(own.map(key))
  return [...own, ...more.filter((one) => !keys.has(key(one)))]
}

function minus<T>(own: readonly T[], less: readonly T[], key: (one: T) => string): T[] {
  const keys = new Set(less.map(key))
  return own.filter((one) => !keys.has(key(one)))
}

const list = <T>(name: string, values: readonly T[]) => (values.length > 0 ? { [name]: values } : {})

function without(value: Meta, names: readonly (keyof Meta)[]): Meta {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !names.includes(key as keyof Meta)))
}

/** What any resource of a type, or of all, carries. Only rows that have such elements are looked into. */
async function metaInUse(ctx: Context, type: string | undefined): Promise<Meta> {
  const { rows } = await sql<{ kind: 'profile' | 'tag' | 'security'; value: string | Coding }>`
    with held as (
      select (convert_from(content, 'UTF8')::json) -> 'meta' as meta from resource
      where facility = ${ctx.facility} and (${type === undefined} or type = ${typeNumber(type ?? '')})
        and (position('"profile":'::bytea in content) > 0 or position('"tag":'::bytea in content) > 0
          or position('"security":'::bytea in content) > 0)
    )
    select distinct k.kind, k.value::jsonb as value from held, lateral (
      select 'profile' as kind, value from json_array_elements(held.meta -> 'profile')
      union all select 'tag', value from json_array_elements(held.meta -> 'tag')
      union all select 'security', value from json_array_elements(held.meta -> 'security')) k limit 1000`.execute(
    ctx.db,
  )
  const of = (kind: string) => rows.filter((row) => row.kind === kind).map((row) => row.value)
  return {
    ...list('profile', of('profile') as string[]),
    ...list('tag', of('tag') as Coding[]),
    ...list('security', of('security') as Coding[]),
  }
}
