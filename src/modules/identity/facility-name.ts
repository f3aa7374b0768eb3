import type { Context } from '#platform/context.ts'
import { tables } from './tables.ts'

/** Code and name of the facility; empty before the setup. */
export async function readFacility(ctx: Context): Promise<{ code: string; name: string }> {
  const row = await tables(ctx)
    .selectFrom('facility')
    .select(['code', 'name'])
    .where('id', '=', ctx.facility)
    .executeTakeFirst()
  return row ?? { code: '', name: '' }
}
