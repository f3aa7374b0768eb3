import { defineErrors } from '#kernel/app-error.ts'

/** Failures of subscriptions. Texts for people are in data/messages/subscriptions.*.json. */
export const subscriptionErrors = defineErrors('subscriptions', {
  channel: {
    category: 'business-rule',
    text: 'The channel {type} is not supported; rest-hook and websocket are.',
  },
  endpoint: {
    category: 'business-rule',
    text: 'Notifications to {endpoint} are not allowed. The administrator allows addresses by LANONG_SUBSCRIPTION_ENDPOINTS.',
  },
  payload: {
    category: 'business-rule',
    text: 'The payload {payload} is not supported; application/fhir+json or none is.',
  },
  header: { category: 'business-rule', text: 'The header {header} is not allowed.' },
  criteria: { category: 'business-rule', text: 'The criteria {criteria} are no search of a type: {reason}' },
  filter: { category: 'business-rule', text: 'The topic cannot be filtered by {filter}.' },
  ended: { category: 'business-rule', text: 'The subscription ends in the past.' },
  noToken: { category: 'unauthenticated', text: 'The binding token is not valid or has expired.' },
  crossOrigin: {
    category: 'forbidden',
    text: 'This page may not open a websocket here. The administrator allows its origin by LANONG_CORS_ORIGINS.',
  },
  notWebsocket: { category: 'business-rule', text: 'Subscription {id} has no websocket channel.' },
})
