import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { storeErrors } from '#store/errors.ts'
import { readCurrent, readVersion } from '#store/read.ts'
import type { StoredVersion } from '#store/types.ts'
import { type Answer, versionHeaders } from './answer.ts'

export interface ReadConditions {
  readonly ifNoneMatch?: string | undefined
  readonly ifModifiedSince?: string | undefined
}

/** http://hl7.org/fhir/R4/http.html#read */
export async function readAnswer(
  ctx: Context,
  type: string,
  id: string,
  when: ReadConditions = {},
): Promise<Answer> {
  return seen(ctx, 'read', await readCurrent(ctx, type, id), when)
}

/** http://hl7.org/fhir/R4/http.html#vread */
export async function versionAnswer(
  ctx: Context,
  type: string,
  id: string,
  version: string,
  when: ReadConditions = {},
): Promise<Answer> {
  if (!/^[1-9]\d{0,8}$/.test(version)) throw storeErrors.noVersion({ type, id, version: version.slice(0, 64) })
  const found = await readVersion(ctx, type, id, Number(version))
  if (found.deleted) throw storeErrors.deleted({ type, id })
  return seen(ctx, 'vread', found, when)
}

async function seen(ctx: Context, kind: string, found: StoredVersion, when: ReadConditions): Promise<Answer> {
  await writeAudit(ctx, {
    action: 'read',
    outcome: 'success',
    patientId: found.patientId,
    entities: [`${found.type}/${found.id}/_history/${found.version}`],
    detail: { channel: 'fhir', kind },
  })
  const headers = versionHeaders(found)
  if (isUnchanged(found, when)) return { status: 304, headers, body: undefined }
  return { status: 200, headers, body: found.content }
}

function isUnchanged(found: StoredVersion, { ifNoneMatch, ifModifiedSince }: ReadConditions): boolean {
  if (ifNoneMatch !== undefined)
    return (
      ifNoneMatch === '*' ||
      ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === `"${found.version}"`)
    )
  const since = ifModifiedSince === undefined ? Number.NaN : Date.parse(ifModifiedSince)
  return Math.floor(found.recordedAt.getTime() / 1000) * 1000 <= since
}
