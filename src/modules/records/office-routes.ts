import type { Api } from '#platform/http/api.ts'
import { accept, sendBack } from './accept.ts'
import { RecordPath } from './contract.ts'
import { askLift, liftHold, listHolds, placeHold } from './holds.ts'
import * as contract from './office-contract.ts'
import { listPlaces, setPlace } from './places.ts'
import { raiseRetention } from './raise-retention.ts'
import { askReopening, decideReopening, reopenFinished } from './reopen.ts'
import { listReopenings } from './reopenings.ts'
import { submit } from './submit.ts'
import { supplement } from './supplement.ts'

const params = RecordPath

export function officeRoutes(api: Api): void {
  handingIn(api)
  supplementing(api)
  reopening(api)
  holding(api)
}

function handingIn(api: Api): void {
  api(
    {
      method: 'POST',
      path: '/records/:id/submit',
      permission: 'records.submit',
      summary: 'Hand a complete record in to the record office',
      params,
    },
    ({ ctx, params: { id } }) => submit(ctx, id),
  )
  api(
    {
      method: 'POST',
      path: '/records/:id/accept',
      permission: 'records.accept',
      summary: 'Take over a record that was handed in',
      params,
    },
    ({ ctx, params: { id } }) => accept(ctx, id),
  )
  api(
    {
      method: 'POST',
      path: '/records/:id/send-back',
      permission: 'records.accept',
      summary: 'Send a record that was handed in back to its department, with the reason',
      params,
      body: contract.Reason,
    },
    ({ ctx, params: { id }, body }) => sendBack(ctx, id, body.reason),
  )
  api(
    {
      method: 'GET',
      path: '/records/:id/office',
      permission: 'records.read',
      summary: 'Legal holds on a record and where its paper lies',
      params,
    },
    async ({ ctx, params: { id } }) => ({
      holds: await listHolds(ctx, id),
      places: await listPlaces(ctx, id),
      reopening: (await listReopenings(ctx, id))[0],
    }),
  )
  api(
    {
      method: 'POST',
      path: '/records/:id/place',
      permission: 'records.archive',
      summary: 'Mark a record paper, electronic or hybrid, with the location code of its paper',
      params,
      body: contract.SetPlace,
    },
    ({ ctx, params: { id }, body }) => setPlace(ctx, id, body),
  )
}

function supplementing(api: Api): void {
  api(
    {
      method: 'POST',
      path: '/records/:id/raise-retention',
      permission: 'records.archive',
      summary: 'Keep an archived record longer because of a later death or accident; never shorter',
      params,
      body: contract.RaiseRetention,
    },
    ({ ctx, params: { id }, body }) => raiseRetention(ctx, id, body),
  )
  api(
    {
      method: 'POST',
      path: '/records/:id/supplements',
      permission: 'records.supplement',
      summary: 'Add what came late to an archived record, as a paper that its author signs',
      params,
      body: contract.AddSupplement,
    },
    ({ ctx, params: { id }, body }) => supplement(ctx, id, body),
  )
}

function reopening(api: Api): void {
  api(
    {
      method: 'POST',
      path: '/records/:id/reopen',
      permission: 'records.reopen',
      summary: 'Open a finished record that is not closed yet again, with the reason',
      params,
      body: contract.Reason,
    },
    ({ ctx, params: { id }, body }) => reopenFinished(ctx, id, body.reason),
  )
  api(
    {
      method: 'POST',
      path: '/records/:id/ask-reopening',
      permission: 'records.askReopening',
      summary: 'Ask for a closed record to be opened again; another person decides',
      params,
      body: contract.Reason,
    },
    ({ ctx, params: { id }, body }) => askReopening(ctx, id, body.reason),
  )
  api(
    {
      method: 'GET',
      path: '/record-reopenings',
      permission: 'records.find',
      summary: 'Requests to open closed records again that wait for a decision',
    },
    async ({ ctx }) => ({ rows: await listReopenings(ctx) }),
  )
  api(
    {
      method: 'POST',
      path: '/record-reopenings/:id/decide',
      permission: 'records.reopen',
      summary: 'Open a closed record on the request of another person, or refuse',
      params: contract.ActPath,
      body: contract.Decide,
    },
    ({ ctx, params: { id }, body }) => decideReopening(ctx, id, body.decision, body.note.trim()),
  )
}

function holding(api: Api): void {
  api(
    {
      method: 'POST',
      path: '/records/:id/hold',
      permission: 'records.hold',
      summary: 'Put a record under legal hold',
      params,
      body: contract.PlaceHold,
    },
    ({ ctx, params: { id }, body }) => placeHold(ctx, id, body),
  )
  api(
    {
      method: 'POST',
      path: '/record-holds/:id/ask-lift',
      permission: 'records.hold',
      summary: 'Ask for a legal hold to be lifted; another person lifts it',
      params: contract.ActPath,
      body: contract.Reason,
    },
    ({ ctx, params: { id }, body }) => askLift(ctx, id, body.reason),
  )
  api(
    {
      method: 'POST',
      path: '/record-holds/:id/lift',
      permission: 'records.liftHold',
      summary: 'Lift a legal hold on the request of another person',
      params: contract.ActPath,
    },
    ({ ctx, params: { id } }) => liftHold(ctx, id),
  )
}
