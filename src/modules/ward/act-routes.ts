import { cs } from '#fhir/systems.ts'
import { present } from '#kernel/present.ts'
import { readLacks } from '#modules/records/index.ts'
import type { Context } from '#platform/context.ts'
import type { Api } from '#platform/http/api.ts'
import { cancelAdmission } from './cancel-admission.ts'
import { readStay } from './change-stay.ts'
import {
  AcceptBody,
  Admitted,
  BedBody,
  DischargeBody,
  type Disposition,
  ExpectedBody,
  Lacks,
  LacksQuery,
  LeaveBody,
  NewbornBody,
  ReasonBody,
  StayParams,
  TransferBody,
  UndoBody,
} from './contract.ts'
import { discharge, undoDischarge } from './discharge.ts'
import { expectDischarge } from './expect-discharge.ts'
import { comeBack, leave } from './leave.ts'
import { moveToBed } from './move.ts'
import { admitNewborn } from './newborn.ts'
import { acceptTransfer, askTransfer, refuseTransfer, withdrawTransfer } from './transfer.ts'

const params = StayParams
const post = { method: 'POST', params } as const

/** What is done with one stay: beds, leave, transfer. */
export function moveRoutes(api: Api): void {
  api(
    {
      ...post,
      path: '/stays/:encounterId/bed',
      permission: 'ward.place',
      summary: 'Give the patient a bed of the same department, or another one',
      body: BedBody,
    },
    ({ ctx, params: { encounterId }, body }) => moveToBed(ctx, encounterId, body),
  )
  api(
    {
      ...post,
      path: '/stays/:encounterId/leave',
      permission: 'ward.transfer',
      summary: 'The patient goes on leave and keeps the bed',
      body: LeaveBody,
    },
    ({ ctx, params: { encounterId }, body }) => leave(ctx, encounterId, body),
  )
  api(
    {
      method: 'PUT',
      params,
      path: '/stays/:encounterId/expected-discharge',
      permission: 'ward.place',
      summary: 'The day on which the patient is expected to leave',
      body: ExpectedBody,
    },
    ({ ctx, params: { encounterId }, body }) => expectDischarge(ctx, encounterId, body.day),
  )
  api(
    {
      ...post,
      path: '/stays/:encounterId/return',
      permission: 'ward.place',
      summary: 'The patient is back from leave',
    },
    ({ ctx, params: { encounterId } }) => comeBack(ctx, encounterId),
  )
  api(
    {
      ...post,
      path: '/stays/:encounterId/transfer',
      permission: 'ward.transfer',
      summary: 'Ask another department to take the patient; he stays until it accepts',
      body: TransferBody,
    },
    ({ ctx, params: { encounterId }, body }) => askTransfer(ctx, encounterId, body),
  )
  api(
    {
      ...post,
      path: '/stays/:encounterId/transfer/accept',
      permission: 'ward.receive',
      summary: 'Take the patient, and give a bed',
      body: AcceptBody,
    },
    ({ ctx, params: { encounterId }, body }) => acceptTransfer(ctx, encounterId, body),
  )
  api(
    {
      ...post,
      path: '/stays/:encounterId/transfer/refuse',
      permission: 'ward.receive',
      summary: 'Send a transfer back, with the reason',
      body: ReasonBody,
    },
    ({ ctx, params: { encounterId }, body }) => refuseTransfer(ctx, encounterId, body.reason),
  )
  api(
    {
      ...post,
      path: '/stays/:encounterId/transfer/withdraw',
      permission: 'ward.transfer',
      summary: 'Withdraw a transfer that was asked for',
      body: ReasonBody,
    },
    ({ ctx, params: { encounterId }, body }) => withdrawTransfer(ctx, encounterId, body.reason),
  )
}

/** How a stay ends, what undoes it, and newborns. */
export function endRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/stays/:encounterId/lacks',
      permission: 'ward.read',
      summary: 'What the record would lack, were the stay to end so',
      params,
      query: LacksQuery,
      response: Lacks,
    },
    ({ ctx, params: { encounterId }, query }) => lacks(ctx, encounterId, query.disposition),
  )
  api(
    {
      ...post,
      path: '/stays/:encounterId/discharge',
      permission: 'ward.discharge',
      summary: 'End the stay: home, against advice, to another hospital, death',
      body: DischargeBody,
    },
    ({ ctx, params: { encounterId }, body }) => discharge(ctx, encounterId, body),
  )
  api(
    {
      ...post,
      path: '/stays/:encounterId/discharge/undo',
      permission: 'ward.discharge',
      summary: 'Undo a discharge while the record is not completed',
      body: UndoBody,
    },
    ({ ctx, params: { encounterId }, body }) => undoDischarge(ctx, encounterId, body),
  )
  api(
    {
      ...post,
      path: '/stays/:encounterId/cancel',
      permission: 'ward.admit',
      summary: 'Cancel an admission in which nothing was written',
      body: ReasonBody,
    },
    ({ ctx, params: { encounterId }, body }) => cancelAdmission(ctx, encounterId, body.reason),
  )
  api(
    {
      ...post,
      path: '/stays/:encounterId/newborns',
      permission: 'ward.newborn',
      summary: 'Register and admit a child born in this stay, linked to its mother',
      body: NewbornBody,
      response: Admitted,
    },
    ({ ctx, params: { encounterId }, body }) => admitNewborn(ctx, encounterId, body),
  )
}

async function lacks(ctx: Context, id: string, disposition: Disposition | undefined): Promise<Lacks> {
  const stay = await readStay(ctx, id)
  const missing = await readLacks(ctx, id, disposition && { system: cs.disposition, code: disposition })
  return {
    diagnosed: (stay.diagnosis ?? []).some((one) => one.rank === 1),
    missing: missing.map(({ text, name, who, source, place, target }) => ({
      ...{ text, name, source, place },
      ...present({ who, target }),
    })),
  }
}
