import type { Api } from '#platform/http/api.ts'
import { Phrase, PhraseList, PhraseQuery } from './contract.ts'
import { listPhrases, removePhrase, savePhrase } from './phrases.ts'

export function phraseRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/phrases',
      permission: 'forms.read',
      response: PhraseList,
      summary: "Abbreviations that expand: one's own and the facility's",
    },
    async ({ ctx }) => ({ phrases: await listPhrases(ctx) }),
  )
  api(
    {
      method: 'PUT',
      path: '/phrases',
      permission: 'forms.fill',
      body: Phrase,
      response: Phrase,
      summary: "Write a phrase; the facility's need the permission to manage forms",
    },
    ({ ctx, body }) => savePhrase(ctx, body),
  )
  api(
    {
      method: 'DELETE',
      path: '/phrases',
      permission: 'forms.fill',
      query: PhraseQuery,
      summary: 'Remove a phrase',
    },
    ({ ctx, query }) => removePhrase(ctx, query.short, query.scope),
  )
}
