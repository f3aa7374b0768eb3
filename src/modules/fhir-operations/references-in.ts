import type { Reference } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { breathe } from '#platform/pause.ts'
import { type LocalReference, localReference } from '#store/record-of.ts'
import type { StoredVersion } from '#store/types.ts'

const reference = /"reference":"([^"\\]+)"/g

/** What resources refer to here, each once. The bytes are not parsed: a quote inside a text has a backslash before it. */
export async function referencesIn(
  ctx: Context,
  resources: readonly StoredVersion[],
): Promise<ReadonlyMap<string, LocalReference>> {
  const found = new Map<string, LocalReference>()
  for (const { content } of resources) {
    await breathe()
    for (const [, text] of content.toString('utf8').matchAll(reference)) {
      const to = localReference(ctx, text as Reference['reference'])
      if (to) found.set(`${to.type}/${to.id}`, to)
    }
  }
  return found
}
