import type { Structures } from '../structure.ts'
import type { Json } from './frames.ts'
import { makeParser, malformed, normalSource } from './parser.ts'
import { type ElementOrder, ResourceReader } from './resource-reader.ts'

/**
 * Reads a resource from FHIR XML into the value it has in JSON. Numbers keep their digits, the narrative its
 * characters; comments are dropped; document types, entities and processing instructions are refused.
 * @see http://hl7.org/fhir/R4/xml.html
 */
export function readXml(structures: Structures, text: string, order: ElementOrder = 'defined'): Json {
  const reading = readXmlInSteps(structures, text, order)
  let step = reading.next()
  while (!step.done) step = reading.next()
  return step.value
}

const charactersPerStep = 16 * 1024

/** The same for long documents: pauses often enough that whoever drives it can let others go on. */
export function* readXmlInSteps(
  structures: Structures,
  text: string,
  order: ElementOrder = 'defined',
): Generator<void, Json> {
  const source = normalSource(text)
  const parser = makeParser()
  const reader = new ResourceReader(structures, source, order)
  parser.on('opentagstart', () => reader.startTag(source.lastIndexOf('<', parser.position - 1)))
  parser.on('opentag', (tag) => reader.open(tag))
  parser.on('closetag', () => reader.close(parser.position))
  parser.on('text', (found) => reader.text(found))
  parser.on('cdata', (found) => reader.text(found))
  try {
    for (let at = 0; at < source.length; at += charactersPerStep) {
      parser.write(source.slice(at, at + charactersPerStep))
      yield
    }
    parser.close()
  } catch (cause) {
    throw malformed(cause)
  }
  return reader.resource
}
