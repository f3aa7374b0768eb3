import type { Api } from '#platform/http/api.ts'
import { holdBed, releaseBed, setBedState } from './beds.ts'
import { readBoard } from './board.ts'
import { Board, BoardQuery, Census, CensusQuery } from './board-contract.ts'
import { readCensus } from './census.ts'
import { BedParams, BedStateBody, HoldBody, SwapBody } from './contract.ts'
import { swapBeds } from './move.ts'

/** The board of a ward, its beds and its numbers. */
export function boardRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/ward/board',
      permission: 'ward.read',
      summary: 'Beds of a department with who lies in them, now or at a past minute',
      query: BoardQuery,
      response: Board,
    },
    ({ ctx, query }) => readBoard(ctx, query),
  )
  api(
    {
      method: 'GET',
      path: '/ward/census',
      permission: 'ward.read',
      summary: 'Patients by department: the midnight census of a day, or between two moments',
      query: CensusQuery,
      response: Census,
    },
    ({ ctx, query }) => readCensus(ctx, query),
  )
  api(
    {
      method: 'POST',
      path: '/ward/swap',
      permission: 'ward.place',
      summary: 'Two patients of a department change beds',
      body: SwapBody,
    },
    ({ ctx, body }) => swapBeds(ctx, body),
  )
  const params = BedParams
  api(
    {
      method: 'PUT',
      path: '/ward/beds/:bedId',
      permission: 'ward.place',
      summary: 'A bed is clean, to be cleaned, isolated, closed or contaminated',
      params,
      body: BedStateBody,
    },
    ({ ctx, params: { bedId }, body }) => setBedState(ctx, bedId, body),
  )
  api(
    {
      method: 'POST',
      path: '/ward/beds/:bedId/hold',
      permission: 'ward.place',
      summary: 'Keep a free bed for somebody',
      params,
      body: HoldBody,
    },
    ({ ctx, params: { bedId }, body }) => holdBed(ctx, bedId, body),
  )
  api(
    {
      method: 'POST',
      path: '/ward/beds/:bedId/release',
      permission: 'ward.place',
      summary: 'Keep a bed no more',
      params,
    },
    ({ ctx, params: { bedId } }) => releaseBed(ctx, bedId),
  )
}
