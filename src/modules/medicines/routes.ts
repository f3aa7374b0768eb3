import type { Api } from '#platform/http/api.ts'
import { seeEffect, vomited, withdraw } from './change-dose.ts'
import { bandOf, checkCode } from './check-code.ts'
import * as contract from './contract.ts'
import { giveDoses } from './give-doses.ts'
import { infusionEvent } from './infusions.ts'
import { needs } from './needs.ts'
import { NeedsQuery, NeedsView } from './needs-contract.ts'
import { notGiven } from './not-given.ts'
import { stayMedicines } from './stay-medicines.ts'
import { wardMedicines } from './ward-medicines.ts'
import { wristband } from './wristband.ts'

export function medicineRoutes(api: Api): void {
  reading(api)
  scanning(api)
  giving(api)
  changing(api)
}

function reading(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/stays/:id/medicines',
      permission: 'medicines.read',
      summary: 'Medicines of a stay on a day: what is due, what was given',
      params: contract.StayPath,
      query: contract.MedicinesQuery,
      response: contract.MedicinesView,
    },
    ({ ctx, params, query }) => stayMedicines(ctx, params.id, query.day),
  )
  api(
    {
      method: 'GET',
      path: '/ward/medicines',
      permission: 'medicines.read',
      summary: 'Doses of a department that are due now or late',
      query: contract.WardQuery,
      response: contract.WardView,
    },
    ({ ctx, query }) => wardMedicines(ctx, query.department),
  )
  api(
    {
      method: 'GET',
      path: '/ward/medicines/needs',
      permission: 'wardStock.read',
      summary: 'What a department needs of the pharmacy for a day',
      query: NeedsQuery,
      response: NeedsView,
    },
    ({ ctx, query }) => needs(ctx, query.department, query.day),
  )
}

function scanning(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/stays/:id/wristband',
      permission: 'medicines.read',
      summary: 'Printable wristband, HTML',
      params: contract.StayPath,
    },
    async ({ ctx, params, reply }) => reply.type('text/html; charset=utf-8').send(await wristband(ctx, params.id)),
  )
  api(
    {
      method: 'GET',
      path: '/wristbands',
      permission: 'medicines.read',
      summary: 'Whose wristband was scanned',
      query: contract.BandQuery,
      response: contract.BandView,
    },
    ({ ctx, query }) => bandOf(ctx, query.code),
  )
  api(
    {
      method: 'POST',
      path: '/stays/:id/medicines/check',
      permission: 'medicines.read',
      summary: 'Which order a scanned pack is for, or which right fails',
      params: contract.StayPath,
      body: contract.CheckBody,
      response: contract.CheckView,
      command: false,
    },
    ({ ctx, params, body }) => checkCode(ctx, params.id, body),
  )
}

function giving(api: Api): void {
  api(
    {
      method: 'POST',
      path: '/stays/:id/doses',
      permission: 'medicines.give',
      summary: 'Give doses: five rights checked, stock moved, all or none',
      params: contract.StayPath,
      body: contract.GiveBody,
    },
    ({ ctx, params, body }) => giveDoses(ctx, params.id, body),
  )
  api(
    {
      method: 'POST',
      path: '/stays/:id/doses/not-given',
      permission: 'medicines.give',
      summary: 'Write down why a dose was not given',
      params: contract.StayPath,
      body: contract.NotGivenBody,
    },
    ({ ctx, params, body }) => notGiven(ctx, params.id, body),
  )
}

function changing(api: Api): void {
  api(
    {
      method: 'POST',
      path: '/doses/:id/vomited',
      permission: 'medicines.give',
      summary: 'The patient vomited a dose that was given',
      params: contract.DosePath,
      body: contract.VomitedBody,
    },
    ({ ctx, params, body }) => vomited(ctx, params.id, body),
  )
  api(
    {
      method: 'POST',
      path: '/doses/:id/withdraw',
      permission: 'medicines.give',
      summary: 'Strike out a dose that was written in error; its stock goes back',
      params: contract.DosePath,
      body: contract.WithdrawBody,
    },
    ({ ctx, params, body }) => withdraw(ctx, params.id, body),
  )
  api(
    {
      method: 'POST',
      path: '/doses/:id/effect',
      permission: 'medicines.give',
      summary: 'What a dose given when needed did',
      params: contract.DosePath,
      body: contract.EffectBody,
    },
    ({ ctx, params, body }) => seeEffect(ctx, params.id, body),
  )
  api(
    {
      method: 'POST',
      path: '/doses/:id/infusion',
      permission: 'medicines.give',
      summary: 'Rate, pause, bag or end of a running infusion',
      params: contract.DosePath,
      body: contract.InfusionBody,
    },
    ({ ctx, params, body }) => infusionEvent(ctx, params.id, body),
  )
}
