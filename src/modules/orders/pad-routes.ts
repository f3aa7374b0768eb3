import type { Api } from '#platform/http/api.ts'
import { lineToChange } from './change-line.ts'
import { ActView, StayParams } from './contract.ts'
import { copyForward, ordersToCopy } from './copy-forward.ts'
import { findDoctors } from './find-doctors.ts'
import {
  CopyBody,
  CopyView,
  DayQuery,
  Doctors,
  FavouriteBody,
  LineParams,
  OwnSetBody,
  OwnSetParams,
  PadItems,
  PadLineView,
  PadQuery,
  SetParams,
  SetsView,
  SetView,
} from './office-contract.ts'
import { deleteOwnSet, listSets, readSet, saveOwnSet } from './order-sets.ts'
import { searchPad } from './search-pad.ts'
import { setFavourite } from './uses.ts'

const permission = 'orders.place'

/** What fills the pad: search, favourites, sets and protocols, the orders of yesterday. */
export function padRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/order-pad/search',
      permission,
      query: PadQuery,
      response: PadItems,
      summary: 'Everything that can be ordered, as people type; favourites when nothing is typed',
    },
    ({ ctx, query }) => searchPad(ctx, query.q),
  )
  api(
    {
      method: 'GET',
      path: '/order-pad/doctors',
      permission,
      query: PadQuery,
      response: Doctors,
      summary: 'Doctors who may have given an order by word',
    },
    ({ ctx, query }) => findDoctors(ctx, query.q),
  )
  api(
    {
      method: 'POST',
      path: '/order-pad/favourites',
      permission,
      body: FavouriteBody,
      summary: 'Keep something as a favourite, or no longer',
    },
    ({ ctx, body }) => setFavourite(ctx, body.kind === 'infusion' ? { ...body, kind: 'drug' } : body, body.on),
  )
  api(
    {
      method: 'GET',
      path: '/stays/:encounterId/order-sets',
      permission,
      params: StayParams,
      response: SetsView,
      summary: 'Own sets, protocols and sets of the hospital, those that apply first',
    },
    ({ ctx, params }) => listSets(ctx, params.encounterId),
  )
  api(
    {
      method: 'GET',
      path: '/stays/:encounterId/order-sets/:code',
      permission,
      params: SetParams,
      response: SetView,
      summary: 'A set as lines, with what applies to this patient',
    },
    ({ ctx, params }) => readSet(ctx, params.encounterId, params.code),
  )
  api(
    {
      method: 'POST',
      path: '/order-pad/sets',
      permission,
      body: OwnSetBody,
      summary: 'Keep lines as a set of one’s own',
    },
    ({ ctx, body }) => saveOwnSet(ctx, body),
  )
  api(
    {
      method: 'DELETE',
      path: '/order-pad/sets/:id',
      permission,
      params: OwnSetParams,
      summary: 'Drop a set of one’s own',
    },
    ({ ctx, params }) => deleteOwnSet(ctx, params.id),
  )
  api(
    {
      method: 'GET',
      path: '/stays/:encounterId/orders/MedicationRequest/:id/line',
      permission,
      params: LineParams,
      response: PadLineView,
      summary: 'A placed drug as a line of the pad, to change it',
    },
    ({ ctx, params }) => lineToChange(ctx, params.encounterId, params.id),
  )
  api(
    {
      method: 'GET',
      path: '/stays/:encounterId/orders-to-copy',
      permission,
      params: StayParams,
      query: DayQuery,
      response: CopyView,
      summary: 'Orders of a day, yesterday’s unless told, as lines to place again',
    },
    ({ ctx, params, query }) => ordersToCopy(ctx, params.encounterId, query.day),
  )
  api(
    {
      method: 'POST',
      path: '/stays/:encounterId/orders-to-copy',
      permission: 'orders.write',
      params: StayParams,
      body: CopyBody,
      response: ActView,
      summary: 'Place orders of the stay again, from now on',
    },
    ({ ctx, params, body }) => copyForward(ctx, params.encounterId, body),
  )
}
