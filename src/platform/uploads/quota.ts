import { sql } from 'kysely'
import { dayInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '../context.ts'
import { readLimits } from '../http/rate-limits.ts'
import { uploadErrors } from './errors.ts'

/** Counts a file of a person or patient; throws when the day has room for no more of them. Programs are not limited. */
export async function countUpload(ctx: Context, bytes: number): Promise<void> {
  const { kind, id } = ctx.actor
  const most = kind === 'system' ? null : readLimits().uploads[kind]
  if (most === null) return
  const { rows } = await sql<{ files: number; bytes: number }>`
    insert into upload_day as kept (facility, account, day, files, bytes)
    values (${ctx.facility}, ${id}, ${dayInVietnam(ctx.now())}, 1, ${bytes})
    on conflict (facility, account, day) do update set files = kept.files + 1, bytes = kept.bytes + excluded.bytes
    returning files, bytes`.execute(ctx.db)
  const [so] = rows
  if (!so || (so.files <= most.filesPerDay && so.bytes <= most.megabytesPerDay * 2 ** 20)) return
  throw uploadErrors.quota({ files: most.filesPerDay, megabytes: most.megabytesPerDay })
}

/** Forgets the days before. */
export async function forgetUploads(ctx: Context): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from upload_day where facility = ${ctx.facility} and day < ${dayInVietnam(ctx.now())}`.execute(ctx.db)
  return Number(numAffectedRows)
}
