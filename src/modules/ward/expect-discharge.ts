import { ext } from '#fhir/systems.ts'
import { dayInVietnam, isDay } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import { holdRunning, writeStays } from './change-stay.ts'
import { wardErrors } from './errors.ts'

/** The day on which the patient is expected to leave, so that the ward knows which beds come free. */
export async function expectDischarge(ctx: Context, id: string, day: string | null): Promise<void> {
  const stay = await holdRunning(ctx, id)
  if (day !== null && !isDay(day)) throw commonErrors.notADay({ value: day })
  if (day !== null && day < dayInVietnam(ctx.now())) throw wardErrors.dayIsOver()
  const others = (stay.extension ?? []).filter((one) => one.url !== ext.expectedDischarge)
  const expected = day === null ? [] : [{ url: ext.expectedDischarge, valueDate: day }]
  await writeStays(ctx, [{ ...stay, extension: [...others, ...expected] }])
}
