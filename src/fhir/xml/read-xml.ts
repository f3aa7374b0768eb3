import { finish, type Steps } from '#kernel/steps.ts'
import type { Structures } from '../structure.ts'
import type { Json } from './frames.ts'
import { feed, makeParser, normalSource } from './parser.ts'
import { type ElementOrder, ResourceReader } from './resource-reader.ts'

/**
 * Reads a resource from FHIR XML into the value it has in JSON. Numbers keep their digits, the narrative its
 * characters; comments are dropped; document types, entities and processing instructions are refused.
 * @see http://hl7.org/fhir/R4/xml.html
 */
export function readXml(structures: Structures, text: string, order: ElementOrder = 'defined'): Json {
  return finish(readXmlInSteps(structures, text, order))
}

/** The same for long documents. */
export function* readXmlInSteps(
  structures: Structures,
  text: string,
  order: ElementOrder = 'defined',
): Steps<Json> {
  const source = normalSource(text)
  const parser = makeParser()
  const reader = new ResourceReader(structures, source, order)
  parser.on('opentagstart', () => reader.startTag(source.lastIndexOf('<', parser.position - 1)))
  parser.on('opentag', (tag) => reader.open(tag))
  parser.on('closetag', () => reader.close(parser.position))
  parser.on('text', (found) => reader.text(found))
  parser.on('cdata', (found) => reader.text(found))
  yield* feed(parser, source)
  return reader.resource
}
