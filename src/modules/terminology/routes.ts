import { dayInVietnam, isDay } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Api } from '#platform/http/api.ts'
import { ConceptAnswer, ConceptAnswers, FoundConcepts, ListQuery, LookupQuery, SearchQuery } from './contract.ts'
import { terminologyErrors } from './errors.ts'
import { findConcept } from './find-concept.ts'
import { conceptIndex, searchConcepts } from './search-concepts.ts'

/** Lists that are short enough to be sent whole. */
const longest = 1500

export function terminologyRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/terminology/search',
      permission: 'login',
      summary: 'Find codes by code, abbreviation or words, with or without accents',
      query: SearchQuery,
      response: FoundConcepts,
    },
    async ({ ctx, query: { q, ...query } }) => ({ items: await searchConcepts(ctx, { ...query, text: q }) }),
  )
  api(
    {
      method: 'GET',
      path: '/terminology/lookup',
      permission: 'login',
      summary: 'What a code meant on a day',
      query: LookupQuery,
      response: ConceptAnswer,
    },
    async ({ ctx, query }) => {
      const day = query.day ?? dayInVietnam(ctx.now())
      if (!isDay(day)) throw commonErrors.notADay({ value: day })
      const found = await findConcept(ctx, query.system, query.code, day)
      if (!found) throw terminologyErrors.conceptNotFound({ system: query.system, code: query.code, day })
      return found
    },
  )
  api(
    {
      method: 'GET',
      path: '/terminology/list',
      permission: 'login',
      summary: 'A short code list, whole and in order',
      query: ListQuery,
      response: ConceptAnswers,
    },
    async ({ ctx, query }) => {
      const { entries } = await conceptIndex(ctx, query.system)
      if (entries.length === 0) throw terminologyErrors.listEmpty({ system: query.system })
      return { items: entries.slice(0, longest).map((entry) => entry.item.concept) }
    },
  )
}
