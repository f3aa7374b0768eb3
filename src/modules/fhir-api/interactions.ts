import type { Context } from '#platform/context.ts'
import type { Answer } from './answer.ts'
import type { Call, CallMethod } from './call.ts'
import { historyAnswer } from './history.ts'
import { isOfJournal, journalPermission, readJournal, refuseJournal, searchJournal } from './journal.ts'
import { readAnswer, versionAnswer } from './read.ts'
import { searchAnswer, searchByForm } from './search.ts'
import { createAnswer, deleteAnswer, patchAnswer, updateAnswer } from './write.ts'

export interface Interaction {
  readonly method: Exclude<CallMethod, 'HEAD'>
  /** As Fastify writes it. */
  readonly path: string
  readonly permission: 'fhir.read' | 'fhir.write'
  run(ctx: Context, call: Call): Promise<Answer>
  /** What an address of the journal answers instead; refused when absent. */
  journal?(ctx: Context, call: Call): Promise<Answer>
}

/** What it needs, and what runs: the journal is read by those who may, and written by none. */
export function interactionFor(one: Interaction, call: Pick<Call, 'type' | 'part'>) {
  if (!isOfJournal(call)) return one
  const { method, permission, journal = refuseJournal(method) } = one
  return { permission: permission === 'fhir.write' ? permission : journalPermission, run: journal }
}

const read = (method: 'GET' | 'POST', path: string, run: Interaction['run']): Interaction => ({
  method,
  path,
  permission: 'fhir.read',
  run,
})
const write = (method: Interaction['method'], path: string, run: Interaction['run']): Interaction => ({
  method,
  path,
  permission: 'fhir.write',
  run,
})

/** What can stand in a request of its own and in an entry of a bundle. http://hl7.org/fhir/R4/http.html#summary */
export const interactions: readonly Interaction[] = [
  read('GET', '/', searchAnswer),
  read('POST', '/_search', searchByForm),
  read('GET', '/_history', historyAnswer),
  { ...read('GET', '/:type', searchAnswer), journal: searchJournal },
  { ...read('POST', '/:type/_search', searchByForm), journal: searchJournal },
  read('GET', '/:type/_history', historyAnswer),
  { ...read('GET', '/:type/:id', readAnswer), journal: readJournal },
  read('GET', '/:type/:id/_history', historyAnswer),
  read('GET', '/:type/:id/_history/:version', versionAnswer),
  { ...read('GET', '/:type/:id/:part', searchAnswer), journal: searchJournal },
  read('POST', '/:type/:id/_search', searchByForm),
  { ...read('POST', '/:type/:id/:part/_search', searchByForm), journal: searchJournal },
  write('POST', '/:type', createAnswer),
  write('PUT', '/:type', updateAnswer),
  write('PUT', '/:type/:id', updateAnswer),
  write('PATCH', '/:type', patchAnswer),
  write('PATCH', '/:type/:id', patchAnswer),
  write('DELETE', '/:type', deleteAnswer),
  write('DELETE', '/:type/:id', deleteAnswer),
]
