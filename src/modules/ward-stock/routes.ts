import Type from 'typebox'
import type { Api } from '#platform/http/api.ts'
import * as contract from './contract.ts'
import { count, sendAway } from './count.ts'
import { lotLabels } from './labels.ts'
import { readBook, readStock } from './read-stock.ts'
import { receive } from './receive.ts'
import { ask, cancelRequisition, listRequisitions, supply, takeInRequisition } from './requisitions.ts'
import { askSecondPerson } from './second-person.ts'

export function stockRoutes(api: Api): void {
  reading(api)
  moving(api)
  requisitions(api)
}

function reading(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/ward-stock',
      permission: 'wardStock.read',
      summary: 'What a ward holds, by medicine and lot',
      query: contract.PlaceQuery,
      response: contract.StockView,
    },
    ({ ctx, query }) => readStock(ctx, query.place),
  )
  api(
    {
      method: 'GET',
      path: '/ward-stock/book',
      permission: 'wardStock.read',
      summary: 'The book of one medicine: moves, balance, signatures',
      query: contract.BookQuery,
      response: contract.BookView,
    },
    ({ ctx, query }) => readBook(ctx, query),
  )
  api(
    {
      method: 'GET',
      path: '/ward-stock/labels',
      permission: 'wardStock.read',
      summary: 'Printable labels of a lot, HTML',
      query: contract.LabelQuery,
    },
    async ({ ctx, query, reply }) => reply.type('text/html; charset=utf-8').send(await lotLabels(ctx, query)),
  )
}

function moving(api: Api): void {
  api(
    {
      method: 'POST',
      path: '/second-person',
      permission: 'login',
      summary: 'A second person proves who they are at the screen of who gives doses or moves stock',
      body: contract.AskSecondPerson,
      response: contract.SecondPersonView,
      command: false,
    },
    ({ ctx, body, request }) =>
      askSecondPerson(ctx, body, {
        address: request.ip,
        userAgent: String(request.headers['user-agent'] ?? ''),
        origin: new URL(ctx.config.publicUrl ?? `${request.protocol}://${request.host}`),
      }),
  )
  api(
    {
      method: 'POST',
      path: '/ward-stock/receive',
      permission: 'wardStock.move',
      summary: 'Take a lot into the stock of a ward',
      body: contract.ReceiveBody,
    },
    ({ ctx, body }) => receive(ctx, body),
  )
  api(
    {
      method: 'POST',
      path: '/ward-stock/return',
      permission: 'wardStock.move',
      summary: 'Give back to the pharmacy what was not used',
      body: contract.GiveBackBody,
    },
    ({ ctx, body }) => sendAway(ctx, 'return', body),
  )
  api(
    {
      method: 'POST',
      path: '/ward-stock/destroy',
      permission: 'wardStock.move',
      summary: 'Write off what expired or broke',
      body: contract.GiveBackBody,
    },
    ({ ctx, body }) => sendAway(ctx, 'destroy', body),
  )
  api(
    {
      method: 'POST',
      path: '/ward-stock/count',
      permission: 'wardStock.move',
      summary: 'Count a lot; a difference is a move with its reason',
      body: contract.CountBody,
    },
    ({ ctx, body }) => count(ctx, body),
  )
}

function requisitions(api: Api): void {
  const path = '/ward-stock/requisitions'
  api(
    {
      method: 'GET',
      path,
      permission: 'wardStock.read',
      summary: 'What wards asked of the pharmacy',
      query: Type.Partial(contract.PlaceQuery),
      response: contract.RequisitionList,
    },
    ({ ctx, query }) => listRequisitions(ctx, query.place),
  )
  api(
    {
      method: 'POST',
      path,
      permission: 'wardStock.move',
      summary: 'Ask the pharmacy for medicines; controlled ones apart',
      body: contract.AskBody,
    },
    ({ ctx, body }) => ask(ctx, body),
  )
  api(
    {
      method: 'POST',
      path: `${path}/:id/supply`,
      permission: 'wardStock.supply',
      summary: 'The pharmacy says which lots go to the ward',
      params: contract.RequisitionPath,
      body: contract.SupplyBody,
    },
    ({ ctx, params, body }) => supply(ctx, params.id, body),
  )
  api(
    {
      method: 'POST',
      path: `${path}/:id/receive`,
      permission: 'wardStock.move',
      summary: 'The ward takes in what was supplied',
      params: contract.RequisitionPath,
      body: contract.TakeInBody,
    },
    ({ ctx, params, body }) => takeInRequisition(ctx, params.id, body.secondPersonId),
  )
  api(
    {
      method: 'POST',
      path: `${path}/:id/cancel`,
      permission: 'wardStock.move',
      summary: 'Take back a requisition that was not supplied yet',
      params: contract.RequisitionPath,
    },
    ({ ctx, params }) => cancelRequisition(ctx, params.id),
  )
}
