import { sid } from '#fhir/systems.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { changeState } from './change-state.ts'
import { archiveNumberOf } from './encounter-record.ts'
import { recordErrors } from './errors.ts'
import { readMembers } from './record-members.ts'
import { takeArchiveNumber } from './repository.ts'
import { recordRetention, withRetention } from './retention.ts'

/** Takes a complete record into the archive: its number, how long it is kept and by which rule. */
export async function archive(
  ctx: Context,
  id: string,
): Promise<{ readonly archiveNumber: string; readonly keptUntil: string }> {
  const record = await readMembers(ctx, id)
  const retention = recordRetention(ctx, record)
  if (!retention) throw recordErrors.archiveNumberMissing({ number: record.number })
  const { encounter } = record
  // A record that was reopened keeps the number it was first archived under.
  const value =
    archiveNumberOf(encounter) ?? (await takeArchiveNumber(ctx, Number(dayInVietnam(ctx.now()).slice(0, 4))))
  const identifier = [
    ...(encounter.identifier ?? []).filter((one) => one.system !== sid.archive),
    { system: sid.archive, value },
  ]
  await changeState(ctx, withRetention({ ...encounter, identifier }, retention), 'archived', {
    authority: { permission: 'records.archive', reason: value },
  })
  return { archiveNumber: value, keptUntil: retention.until }
}
