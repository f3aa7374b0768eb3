import type { Organization, Practitioner } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import type { RenderJob } from '#platform/typst/job.ts'
import { qrSvg } from '#platform/typst/symbols.ts'
import { findResource } from '#store/read.ts'
import * as words from './models/words.ts'

/** Name of the system as Decree 137/2024/NĐ-CP art. 5 asks it on paper prints. */
const system = 'Lãn Ông – hệ thống hồ sơ bệnh án điện tử'

async function personOf(ctx: Context): Promise<string> {
  const { practitionerId, name } = ctx.actor
  const person = practitionerId
    ? (await findResource<Practitioner>(ctx, 'Practitioner', practitionerId))?.name?.[0]
    : undefined
  return person?.text ? [...(person.prefix ?? []), person.text].join(' ') : name
}

export interface Converted {
  /** Where the original can be looked up. */
  readonly address: string
  /** What is missing for it to count as signed; null when nothing is. */
  readonly unsigned: string | null
  /** Whether pages are numbered through, as those of a whole record are. */
  readonly numbered: boolean
}

/** The mark that every paper print of an electronic record carries: it says from where, by whom and when it was made. */
export async function conversionMark(ctx: Context, what: Converted): Promise<RenderJob> {
  const owner = await findResource<Organization>(ctx, 'Organization', 'facility')
  const now = ctx.now()
  return {
    template: '_print/conversion.typ',
    data: {
      words: 'Bản giấy chuyển đổi từ hồ sơ bệnh án điện tử',
      system,
      owner: owner?.name ?? '',
      code: what.address.replace(/^lanong:\w+\//, ''),
      qr: qrSvg(what.address),
      time: words.longTime(now.toISOString()),
      person: await personOf(ctx),
      unsigned: what.unsigned,
      numbered: what.numbered,
    },
    at: now,
    standard: 'a-2b',
  }
}
