import type { Context } from '#platform/context.ts'
import { isTraining } from '#platform/training.ts'
import { tables } from './tables.ts'

/** Code and name of the facility, empty before the setup, and whether all of it is for training. */
export async function readFacility(ctx: Context): Promise<{ code: string; name: string; training: boolean }> {
  const row = await tables(ctx)
    .selectFrom('facility')
    .select(['code', 'name'])
    .where('id', '=', ctx.facility)
    .executeTakeFirst()
  return { ...(row ?? { code: '', name: '' }), training: isTraining() }
}
