import { instantInVietnam } from '#kernel/civil-date.ts'
import { isUuid } from '#kernel/ids.ts'
import type { Context } from '#platform/context.ts'
import { paperRenderer } from '#platform/typst/forms-folder.ts'
import { audit } from '../audit.ts'
import { identityErrors } from '../errors.ts'
import { readFacility } from '../facility-name.ts'
import { titleOfRole } from '../roles.ts'
import { departmentNames } from '../staff/departments.ts'
import { tables } from '../tables.ts'
import type { ReviewMinutes } from './reviews.ts'

const words = { keep: 'Giữ nguyên', change: 'Yêu cầu thay đổi', end: 'Chấm dứt' } as const

/** `10:42 ngày 23/11/2026` */
const momentText = (at: string) => {
  const text = instantInVietnam(new Date(at))
  return `${text.slice(11, 16)} ngày ${text.slice(0, 10).split('-').reverse().join('/')}`
}

/** The minutes of a closed review on paper, with places to sign. In Vietnamese: they go to who reads that. */
export async function minutesPaper(ctx: Context, id: string): Promise<Buffer> {
  const minutes = await minutesOf(ctx, id)
  const { content, hash } = minutes
  const names = await namesOf(ctx)
  const department = await departmentNames({ ...ctx, language: 'vi' })
  const name = (account: string | null) => (account === null ? '' : (names.get(account) ?? account))
  const count = (decision: string | null) => content.items.filter((item) => item.decision === decision).length
  const { pdf } = await paperRenderer().render({
    template: '_print/access-review.typ',
    data: {
      facility: (await readFacility(ctx)).name,
      started: momentText(content.startedAt),
      startedBy: name(content.startedBy),
      signed: momentText(content.signedAt),
      signedBy: name(content.signedBy),
      kept: count('keep'),
      changed: count('change'),
      ended: count('end'),
      open: count(null),
      hash,
      items: content.items.map((item) => ({
        name: name(item.account),
        userName: item.userName,
        roles: item.roles.map((role) => titleOfRole(role, 'vi')).join('; '),
        departments: item.departments.map(department).join(', '),
        decision: item.decision === null ? 'Chưa quyết định' : words[item.decision],
        note: item.note ?? '',
        by: name(item.decidedBy),
      })),
    },
    at: ctx.now(),
    standard: 'a-2b',
  })
  await audit(ctx, 'review-print', 'success', { review: id, hash })
  return pdf
}

async function minutesOf(ctx: Context, id: string): Promise<ReviewMinutes> {
  const row = isUuid(id)
    ? await tables(ctx)
        .selectFrom('access_review')
        .select('minutes')
        .where('facility', '=', ctx.facility)
        .where('id', '=', id)
        .executeTakeFirst()
    : undefined
  if (!row) throw identityErrors.reviewNotFound({ id: id.slice(0, 64) })
  if (!row.minutes) throw identityErrors.reviewStillOpen()
  return row.minutes as ReviewMinutes
}

async function namesOf(ctx: Context): Promise<ReadonlyMap<string, string>> {
  const rows = await tables(ctx)
    .selectFrom('account')
    .select(['id', 'name'])
    .where('facility', '=', ctx.facility)
    .execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
