import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { DrugKind } from '#kernel/drug/drug-kind.ts'
import type { Context } from '#platform/context.ts'
import { makePrescriptionCode } from './domain/prescription-code.ts'
import { prescriptionErrors } from './errors.ts'

/** 36⁷ codes per facility and kind: one collision is rare, five in a row say that something is broken. */
const attempts = 5

interface Issue {
  readonly kind: DrugKind
  readonly encounterId: string
  readonly patientId: string
  readonly replaces: string | undefined
}

/** A new code that nobody else in the facility has, kept in the transaction of the issue. */
export async function takeCode(ctx: Context, issue: Issue): Promise<string> {
  const { rows } = await sql<{ code: string }>`select code from facility where id = ${ctx.facility}`.execute(
    ctx.db,
  )
  const facilityCode = rows[0]?.code ?? ''
  for (let attempt = 0; attempt < attempts; attempt++) {
    const code = makePrescriptionCode(facilityCode, issue.kind, (count) => randomBytes(count))
    const taken = await sql`
      insert into prescription_code (facility, code, encounter_id, patient_id, issued_at, issued_by, replaces)
      values (${ctx.facility}, ${code}, ${issue.encounterId}, ${issue.patientId}, ${ctx.now()}, ${ctx.actor.id},
              ${issue.replaces ?? null})
      on conflict do nothing returning code`.execute(ctx.db)
    if (taken.rows.length > 0) return code
  }
  throw prescriptionErrors.noFreeCode()
}
