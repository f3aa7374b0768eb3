import type { CodeSystemProperty } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'

export interface LoadedSystem {
  readonly url: string
  readonly version: string
  /** Column `system` of table `concept`. */
  readonly list: string
  /** Id of the CodeSystem resource that it belongs to. */
  readonly owner?: string
  readonly head: {
    readonly name?: string | undefined
    readonly title?: string | undefined
    readonly language?: string | undefined
    readonly caseSensitive?: boolean | undefined
    readonly content?: string | undefined
    readonly valueSet?: string | undefined
    readonly property?: readonly CodeSystemProperty[] | undefined
  }
}

/** Makes a loaded list known as a code system. */
export async function noteSystem(ctx: Context, { url, version, list, owner, head }: LoadedSystem): Promise<void> {
  const { property, ...rest } = head
  const kept = JSON.stringify({ ...rest, ...(property ? { properties: property } : {}) })
  await sql`
    insert into code_system (facility, url, version, list, resource, head, concepts, loaded_at)
    select ${ctx.facility}, ${url}, ${version}, ${list}, ${owner ?? null}::text, ${kept}::jsonb, count(*), ${ctx.now()}
    from concept
    where facility = ${ctx.facility} and system = ${list} and replaced_by is null and valid_to is null
    on conflict (facility, url, version) do update
      set list = excluded.list, resource = excluded.resource, head = excluded.head, concepts = excluded.concepts, loaded_at = excluded.loaded_at`.execute(
    ctx.db,
  )
}
