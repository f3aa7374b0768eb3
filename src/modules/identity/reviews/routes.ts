import Type from 'typebox'
import type { Api } from '#platform/http/api.ts'
import { DecideBody, ItemParams, ReviewItem, ReviewList, ReviewParams } from './contract.ts'
import { minutesPaper } from './minutes-paper.ts'
import { closeReview, decideItem, listItems, listReviews, startReview } from './reviews.ts'

/** The six-monthly review of accounts and rights. */
export function reviewRoutes(api: Api): void {
  const path = '/accounts/reviews'
  api(
    {
      method: 'GET',
      path,
      permission: 'users.review',
      summary: 'Access reviews, and when the next is due',
      response: ReviewList,
    },
    ({ ctx }) => listReviews(ctx),
  )
  api({ method: 'POST', path, permission: 'users.reviewAll', summary: 'Begin an access review' }, ({ ctx }) =>
    startReview(ctx),
  )
  api(
    {
      method: 'GET',
      path: `${path}/:review`,
      permission: 'users.review',
      summary: 'Accounts of a review that one may decide about',
      params: ReviewParams,
      response: Type.Array(ReviewItem),
    },
    ({ ctx, params }) => listItems(ctx, params.review),
  )
  api(
    {
      method: 'PUT',
      path: `${path}/:review/accounts/:account`,
      permission: 'users.review',
      summary: 'Decide about an account',
      params: ItemParams,
      body: DecideBody,
    },
    ({ ctx, params, body }) => decideItem(ctx, params, body),
  )
  api(
    {
      method: 'POST',
      path: `${path}/:review/close`,
      permission: 'users.signReview',
      summary: 'Sign a review off',
      params: ReviewParams,
    },
    ({ ctx, params }) => closeReview(ctx, params.review),
  )
  api(
    {
      method: 'GET',
      path: `${path}/:review/minutes`,
      permission: 'users.reviewAll',
      summary: 'The minutes of a closed review on paper, with places to sign',
      params: ReviewParams,
    },
    async ({ ctx, params, reply }) =>
      reply
        .type('application/pdf')
        .header('content-disposition', 'inline; filename="bien-ban-ra-soat-quyen.pdf"')
        .header('cache-control', 'private, no-store')
        .send(await minutesPaper(ctx, params.review)),
  )
}
