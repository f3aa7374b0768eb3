import type { Organization } from '@medplum/fhirtypes'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { canSeal, sealPaper } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { paperRenderer } from '#platform/typst/forms-folder.ts'
import { writeAudit } from '#store/audit.ts'
import { findResource } from '#store/read.ts'
import type { DrillMinutes } from './contract.ts'
import { keepDrill } from './drill-rows.ts'

const minute = (iso: string | undefined) =>
  iso ? instantInVietnam(new Date(iso)).slice(0, 19).replace('T', ' ') : ''

/** Keeps the minutes of a drill, as a paper under the seal of the facility where it has one. */
export async function writeMinutes(ctx: Context, minutes: DrillMinutes): Promise<{ readonly sealed: boolean }> {
  const id = ctx.newId()
  const paper = (await canSeal(ctx)) ? await sealedMinutes(ctx, id, minutes) : undefined
  await keepDrill(ctx, { id, minutes, paper })
  await writeAudit(ctx, {
    action: 'backup.drill',
    outcome: minutes.ok ? 'success' : 'failed',
    detail: { copy: minutes.copy, checks: minutes.checks.length },
  })
  return { sealed: paper !== undefined }
}

async function sealedMinutes(ctx: Context, id: string, minutes: DrillMinutes): Promise<string> {
  const owner = (await findResource<Organization>(ctx, 'Organization', 'facility'))?.name ?? ''
  const { pdf, marks } = await paperRenderer().render({
    template: '_print/drill-minutes.typ',
    data: {
      ...minutes,
      owner,
      startedAt: minute(minutes.startedAt),
      until: minute(minutes.until),
      base: minutes.base ?? '',
      rpoSeconds: minutes.rpoSeconds?.toFixed(1) ?? '–',
      rtoSeconds: minutes.rtoSeconds?.toFixed(1) ?? '–',
      megabytes: minutes.megabytes ?? '–',
    },
    at: ctx.now(),
    standard: 'a-2b',
  })
  const place = marks.find((one) => one.slot === 'seal')
  if (!place) throw new Error('the minutes have no place for the seal')
  const { width, height } = place
  const empty = await paperRenderer().render({
    template: '_print/signature.typ',
    data: { signed: false, width, height },
    at: new Date(0),
    standard: 'a-2b',
  })
  const title = 'Chữ ký số của cơ quan, tổ chức'
  const sealed = await sealPaper(ctx, pdf, { id, place: { name: 'seal', ...place }, title, empty: empty.pdf })
  return ctx.blobs.put(sealed.bytes)
}
