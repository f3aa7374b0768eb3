import { SaxesParser, type SaxesTagNS } from 'saxes'
import { AppError } from '#kernel/app-error.ts'
import type { Structures } from '../structure.ts'
import { xmlErrors } from './errors.ts'
import type { Json } from './frames.ts'
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

const charactersPerStep = 64 * 1024

/** The same for long documents: pauses often enough that whoever drives it can let others go on. */
export function* readXmlInSteps(
  structures: Structures,
  text: string,
  order: ElementOrder = 'defined',
): Generator<void, Json> {
  // Line ends are one character for every XML reader, also within the narrative that is taken as it stands.
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  if (!source.isWellFormed()) refuse('half of a character (a lone surrogate)')
  const parser = new SaxesParser({ xmlns: true, position: true, defaultXMLVersion: '1.0', forceXMLVersion: true })
  const reader = new ResourceReader(structures, source, order)
  parser.on('error', (cause) => {
    throw xmlErrors.malformed({ reason: reasonOf(cause) }, cause)
  })
  parser.on('doctype', () => refuse('a document type'))
  parser.on('processinginstruction', () => refuse('a processing instruction'))
  parser.on('xmldecl', (declared) => {
    if (!/^utf-?8$/i.test(declared.encoding ?? 'utf-8')) refuse(`the encoding ${declared.encoding?.slice(0, 40)}`)
  })
  parser.on('opentagstart', () => reader.startTag(source.lastIndexOf('<', parser.position - 1)))
  parser.on('opentag', (tag) => reader.open(tag as SaxesTagNS))
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
    if (cause instanceof AppError) throw cause
    throw xmlErrors.malformed({ reason: reasonOf(cause) }, cause)
  }
  return reader.resource
}

function refuse(what: string): never {
  throw xmlErrors.refused({ what })
}

const reasonOf = (cause: unknown) => (cause as Error).message.replace(/\.$/, '').slice(0, 200)
