import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { sql } from 'kysely'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { bindRecord } from '#modules/documents/index.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { plainFileName } from '#platform/http/plain-file-name.ts'
import { can } from '#platform/permission.ts'
import { recordBinder } from '#platform/typst/forms-folder.ts'
import { requestErrors } from './errors.ts'
import { noteRequest } from './note.ts'
import { lockRequest, type RequestRow } from './repository.ts'
import { kindToday } from './rules.ts'

const words = { read: 'CHỈ ĐỂ ĐỌC', copy: 'BẢN SAO', summary: 'BẢN SAO TÓM TẮT' } as const

/** A grant that holds now, for this reader: the office hands out, an account reads what was granted to it. */
function requireValid(ctx: Context, request: RequestRow): void {
  const { number, valid_until: until } = request
  if (request.decision !== 'granted' || !until) throw requestErrors.notGranted({ number })
  if (until <= ctx.now()) throw requestErrors.expired({ number, until: instantInVietnam(until).slice(0, 10) })
  if (!can(ctx.actor, 'requests.handOut') && request.account_id !== ctx.actor.id)
    throw requestErrors.notYours({ number })
}

/** Makes the file of a granted request: every page says whose it is. It is noted before it leaves. */
export async function handOut(ctx: Context, reply: FastifyReply, id: string): Promise<FastifyReply> {
  const { pdf, request } = await inTransaction(ctx, async (tx) => {
    const locked = await lockRequest(tx, id)
    if (!locked) throw commonErrors.notFound({ type: 'Request', id })
    requireValid(tx, locked)
    const made = await markedFile(tx, locked)
    await noteCopy(tx, locked, made)
    return { pdf: made.pdf, request: locked }
  })
  const name = plainFileName(request.number, 'pdf')
  const kept = request.want === 'read' ? 'inline' : 'attachment'
  return reply
    .type('application/pdf')
    .header('content-disposition', `${kept}; filename="${name}"`)
    .header('cache-control', 'private, no-store')
    .send(pdf)
}

async function markedFile(ctx: Context, request: RequestRow): Promise<{ pdf: Buffer; papers: number }> {
  const forms = request.want === 'summary' ? kindToday(ctx, request.kind).rule.summaryForms : undefined
  const { pdf, papers } = await bindRecord(ctx, request.encounter_id, forms)
  const { pdf: marked } = await recordBinder().stamp({
    pdf,
    mark: {
      template: '_print/watermark.typ',
      data: {
        words: words[request.want],
        asker: request.asker,
        number: request.number,
        purpose: request.purpose,
        until: request.valid_until ? instantInVietnam(request.valid_until).slice(0, 10) : '',
        time: instantInVietnam(ctx.now()).slice(0, 16).replace('T', ' '),
        person: ctx.actor.name,
      },
      at: ctx.now(),
      standard: 'a-2b',
    },
  })
  return { pdf: marked, papers: papers.length }
}

async function noteCopy(ctx: Context, request: RequestRow, made: { pdf: Buffer; papers: number }): Promise<void> {
  const sha256 = createHash('sha256').update(made.pdf).digest('hex')
  await sql`
    insert into record_copy (facility, request_id, n, at, by_name, want, sha256, papers)
    select ${ctx.facility}, ${request.id}::uuid, coalesce(max(n), 0) + 1, ${ctx.now()}, ${ctx.actor.name}, ${request.want},
      ${sha256}, ${made.papers}
    from record_copy where facility = ${ctx.facility} and request_id = ${request.id}::uuid`.execute(ctx.db)
  const action = request.want === 'read' ? 'view' : 'export'
  await noteRequest(ctx, action, request, {
    number: request.number,
    asker: request.asker,
    want: request.want,
    sha256,
    papers: made.papers,
  })
}
