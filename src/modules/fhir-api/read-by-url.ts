import type { Context } from '#platform/context.ts'
import { structures } from '#store/definitions.ts'
import { pairsOf } from '#store/search/request.ts'
import type { Answer } from './answer.ts'
import { fhirApiErrors } from './errors.ts'
import { historyAnswer } from './history.ts'
import { readAnswer, versionAnswer } from './read.ts'
import { searchAnswer } from './search.ts'

/** Answers a GET entry of a bundle: `Patient/1`, `Patient/1/_history/2`, `Observation?code=…`. */
export async function readByUrl(ctx: Context, base: string, url: string): Promise<Answer> {
  const relative = url.startsWith(base) ? url.slice(base.length) : url
  const [path = '', query = ''] = relative.replace(/^\//, '').split('?', 2)
  const [type = '', id, history, version, ...more] = path.split('/')
  const unreadable = () => fhirApiErrors.notReadable({ url: url.slice(0, 120) })
  if (!structures.isResource(type) || more.length > 0) throw unreadable()
  if (id === undefined || id === '') return searchAnswer(ctx, { base, type, pairs: pairsOf(query), strict: false })
  if (id === '_history') return historyAnswer(ctx, base, { type }, Object.fromEntries(pairsOf(query)))
  if (history === undefined) return readAnswer(ctx, type, id)
  if (history !== '_history') throw unreadable()
  if (version === undefined) return historyAnswer(ctx, base, { type, id }, Object.fromEntries(pairsOf(query)))
  return versionAnswer(ctx, type, id, version)
}
