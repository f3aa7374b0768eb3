import { sql } from 'kysely'
import { ensureDemoSigners } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { readTable } from '#platform/read-table.ts'
import { readFacility } from './hospital-resources.ts'

interface Row {
  readonly id: string
  readonly name: string
  readonly practitioner_id: string | null
}

/** A signing key for each demo account that stands for a member of staff. */
export async function ensureStaffSigners(ctx: Context): Promise<void> {
  const { rows } =
    await sql<Row>`select id, name, practitioner_id from account where facility = ${ctx.facility} and practitioner_id is not null order by user_name`.execute(
      ctx.db,
    )
  const staff = readTable(new URL('../../../data/demo/staff.tsv', import.meta.url))
  const signers = rows.map((row) => {
    const title = staff.find((one) => one['id'] === row.practitioner_id)?.['position']
    return {
      accountId: row.id,
      practitionerId: row.practitioner_id ?? undefined,
      name: row.name,
      ...(title ? { title } : {}),
    }
  })
  await ensureDemoSigners(ctx, signers, readFacility().name)
}
