import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { storeErrors } from '#store/errors.ts'
import { readVersion } from '#store/read.ts'
import { readSeen, type SeenVersion } from '#store/read-seen.ts'
import { type Answer, versionHeaders } from './answer.ts'
import { contentAnswer } from './binary.ts'
import type { Call } from './call.ts'
import { fhirApiErrors } from './errors.ts'

/** http://hl7.org/fhir/R4/http.html#read */
export async function readAnswer(ctx: Context, call: Call): Promise<Answer> {
  return answerOf(await readSeen(ctx, call.type, call.id, { channel: 'fhir', kind: 'read' }), call)
}

/** http://hl7.org/fhir/R4/http.html#vread */
export async function versionAnswer(ctx: Context, call: Call): Promise<Answer> {
  const { type, id, version } = call
  if (!/^[1-9]\d{0,8}$/.test(version)) throw storeErrors.noVersion({ type, id, version: version.slice(0, 64) })
  const found = await readVersion(ctx, type, id, Number(version))
  if (found.deleted) throw storeErrors.deleted({ type, id })
  await writeAudit(ctx, {
    action: 'read',
    outcome: 'success',
    patientId: found.patientId,
    entities: [`${type}/${id}/_history/${version}`],
    detail: { channel: 'fhir', kind: 'vread' },
  })
  return answerOf(found, call)
}

function answerOf(found: SeenVersion, call: Call): Answer {
  const headers = versionHeaders(found)
  if (isUnchanged(found, call)) return { status: 304, headers, body: undefined }
  const raw = found.type === 'Binary' && !call.inBundle && !call.shape.wanted.explicit
  return raw ? contentAnswer(found, headers) : { status: 200, headers, body: found.content }
}

/** If-None-Match decides alone when it is there. https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2 */
function isUnchanged(found: SeenVersion, call: Call): boolean {
  const ifNoneMatch = call.header('if-none-match')
  if (ifNoneMatch !== undefined)
    return (
      ifNoneMatch.trim() === '*' ||
      ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === `"${found.version}"`)
    )
  const since = call.header('if-modified-since')
  if (since === undefined) return false
  const at = Date.parse(since)
  if (Number.isNaN(at)) throw fhirApiErrors.badHeader({ header: 'If-Modified-Since', value: since.slice(0, 60) })
  return Math.floor(found.recordedAt.getTime() / 1000) * 1000 <= at
}
