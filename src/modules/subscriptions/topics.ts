import { readFileSync } from 'node:fs'
import { type CompiledPath, compilePath } from '#fhir/fhirpath/index.ts'

/** What can be subscribed to by name; data/subscription-topics. */
export interface Topic {
  readonly url: string
  readonly title: { readonly vi: string; readonly en: string }
  readonly resource: string
  readonly interactions: readonly ('create' | 'update' | 'delete')[]
  /** FHIRPath over %previous and %current; the topic fires when it is true. */
  readonly criteria?: string
  readonly filterBy: readonly string[]
}

const file = new URL('../../../data/subscription-topics/topics.json', import.meta.url)
const list = (JSON.parse(readFileSync(file, 'utf8')) as { topics: readonly Topic[] }).topics
const paths = new Map<string, CompiledPath>()

export const topics: ReadonlyMap<string, Topic> = new Map(list.map((topic) => [topic.url, topic]))

/** Compiled when the topic is first met. */
export function criteriaOf(topic: Topic): CompiledPath | undefined {
  if (topic.criteria === undefined) return undefined
  const known = paths.get(topic.url) ?? compilePath(topic.criteria)
  paths.set(topic.url, known)
  return known
}
