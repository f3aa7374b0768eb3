import assert from 'node:assert/strict'
import { it } from 'node:test'
import { encounters } from '#modules/encounters/index.ts'
import { patients } from '#modules/patients/index.ts'
import { admit, ward } from '#modules/ward/index.ts'
import { inTransaction } from '#platform/http/command.ts'
import { givenPatient, givenWard } from '#tests/support/beds.ts'
import { withServer } from '#tests/support/server.ts'
import { systemContext } from '#tests/support/visit.ts'
import { environmentOf } from './environment.ts'
import { forms } from './index.ts'

it('a paper of a stay names the bed and the room around it', () =>
  withServer([forms, ward, patients, encounters], async ({ services }) => {
    const ctx = systemContext(services)
    await givenWard(ctx, 'noi', 2)
    const patientId = await givenPatient(ctx)
    const body = { patientId, departmentId: 'dept-noi', bedId: 'bed-noi-2' }
    const { encounterId } = await inTransaction(ctx, (tx) =>
      admit(tx, { ...body, source: 'direct', reason: 'Sốt cao', payer: 'self' }),
    )
    const { facts } = await environmentOf(ctx, encounterId)
    const { room, bed } = facts as { readonly room?: string; readonly bed?: string }
    assert.deepEqual([room, bed], ['Phòng 1', 'Giường 2'])
  }))
