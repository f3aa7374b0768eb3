import { SaxesParser } from 'saxes'
import { xmlErrors } from './errors.ts'
import { xhtmlNamespace } from './frames.ts'

/**
 * The narrative as it may be written into a document: one well-formed `div` of XHTML. Whatever else a stored
 * resource holds there would break out of its element.
 */
export function checkNarrative(value: unknown): string {
  if (typeof value !== 'string') throw faulty('it is not text')
  const text = value.trim()
  const parser = new SaxesParser({ xmlns: true })
  let outermost = true
  parser.on('error', () => {
    throw faulty('it is not well-formed')
  })
  parser.on('doctype', () => {
    throw faulty('it holds a document type')
  })
  parser.on('xmldecl', () => {
    throw faulty('it holds an XML declaration')
  })
  parser.on('processinginstruction', () => {
    throw faulty('it holds a processing instruction')
  })
  parser.on('opentag', (tag) => {
    if (outermost && (tag.name !== 'div' || tag.uri !== xhtmlNamespace)) throw faulty('it is not a div of XHTML')
    outermost = false
  })
  parser.write(text).close()
  return text
}

const faulty = (reason: string) => xmlErrors.notWritable({ path: 'text.div', reason })
