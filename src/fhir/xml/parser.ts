import { SaxesParser } from 'saxes'
import { AppError } from '#kernel/app-error.ts'
import type { Steps } from '#kernel/steps.ts'
import { xmlErrors } from './errors.ts'

export type XmlParser = SaxesParser<{ xmlns: true; position: true }>

/** Line ends are one character for every XML reader, also in text that is taken as it stands. */
export function normalSource(text: string): string {
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  if (!source.isWellFormed()) refuse('half of a character (a lone surrogate)')
  return source
}

/** A parser that refuses whatever FHIR XML has no use for: document types, their entities, processing instructions. */
export function makeParser(): XmlParser {
  const parser: XmlParser = new SaxesParser({
    xmlns: true,
    position: true,
    defaultXMLVersion: '1.0',
    forceXMLVersion: true,
  })
  parser.on('error', (cause) => {
    throw malformed(cause)
  })
  parser.on('doctype', () => refuse('a document type'))
  parser.on('processinginstruction', () => refuse('a processing instruction'))
  parser.on('xmldecl', (declared) => {
    if (!/^utf-?8$/i.test(declared.encoding ?? 'utf-8')) refuse(`the encoding ${declared.encoding?.slice(0, 40)}`)
  })
  return parser
}

const charactersPerStep = 16 * 1024

/** Gives the parser its whole text, step by step. */
export function* feed(parser: XmlParser, source: string): Steps<void> {
  try {
    for (let at = 0; at < source.length; at += charactersPerStep) {
      parser.write(source.slice(at, at + charactersPerStep))
      yield
    }
    parser.close()
  } catch (cause) {
    throw malformed(cause)
  }
}

function refuse(what: string): never {
  throw xmlErrors.refused({ what })
}

/** Whatever a parser threw, as an error of ours. */
function malformed(cause: unknown): AppError {
  if (cause instanceof AppError) return cause
  return xmlErrors.malformed({ reason: (cause as Error).message.replace(/\.$/, '').slice(0, 200) }, cause)
}
