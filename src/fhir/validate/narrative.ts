import { type Reason, type ReasonKind, reason } from '../reason.ts'
import { rowOf } from './walk.ts'

/** Elements of txt-1: HTML 4.0 chapters 7-11 (except section 4 of chapter 9) and 15, links and images. */
const elements = new Set(
  (
    'p br div h1 h2 h3 h4 h5 h6 a span b em i strong small big tt dfn q var abbr acronym cite blockquote hr ' +
    'address bdo kbd sub sup ul ol li dl dt dd pre table caption colgroup col thead tr tfoot tbody th td code ' +
    'samp img map area ins del'
  ).split(' '),
)

const everywhere = new Set(
  (
    'title style class id lang xml:lang dir accesskey tabindex span width align valign char charoff abbr axis ' +
    'headers scope rowspan colspan xmlns xml:space'
  ).split(' '),
)

const special: Readonly<Record<string, ReadonlySet<string>>> = {
  a: new Set('href name charset type hreflang rel rev shape coords'.split(' ')),
  img: new Set('src alt border longdesc height width usemap ismap'.split(' ')),
  map: new Set(['name']),
  area: new Set('shape coords href nohref alt'.split(' ')),
  blockquote: new Set(['cite']),
  q: new Set(['cite']),
  ins: new Set(['cite', 'datetime']),
  del: new Set(['cite', 'datetime']),
  table: new Set('summary width border frame rules cellspacing cellpadding bgcolor'.split(' ')),
  td: new Set(['nowrap', 'bgcolor', 'height']),
  th: new Set(['nowrap', 'bgcolor', 'height']),
  tr: new Set(['bgcolor']),
  pre: new Set(['space']),
  ol: new Set(['start', 'type']),
  ul: new Set(['type']),
  li: new Set(['value']),
  br: new Set(['clear']),
  hr: new Set(['size', 'noshade']),
}

const active = /^\s*(?:javascript|vbscript|data:text)/i
const activeStyle = /expression\s*\(|javascript:|behaviou?r\s*:|@import/i
const entity = /&(?!(?:lt|gt|amp|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)/
const tag =
  /<(?:(\/)([A-Za-z][\w:.-]*)\s*|([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/)?)>/y
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/** A broken rule of narrative and what breaks it. */
export interface NarrativeFault {
  readonly key: 'txt-1' | 'txt-2'
  readonly fault: Reason
}

const bad = (kind: ReasonKind, values?: Reason['values']): NarrativeFault => ({
  key: 'txt-1',
  fault: reason(kind, values),
})
const mostDepth = 200

interface Reading {
  readonly text: string
  readonly open: string[]
  at: number
  content: boolean
}

/**
 * Why a text is not the narrative of a resource; undefined when it is.
 * @see http://hl7.org/fhir/R4/narrative.html rules txt-1 (elements, attributes) and txt-2 (content)
 */
export function narrativeFault(text: string): NarrativeFault | undefined {
  const start = text.length - text.trimStart().length
  if (!/^<(?:\w{1,20}:)?div[\s/>]/.test(text.slice(start, start + 80))) return bad('notDiv')
  const wrong = entity.exec(text)
  if (wrong) return bad('entity', { entity: text.slice(wrong.index, wrong.index + 12) })
  const reading: Reading = { text, open: [], at: start, content: false }
  while (reading.at < text.length) {
    const fault = readPiece(reading, reading.at > start && reading.open.length === 0)
    if (fault) return fault
  }
  if (reading.open.length > 0) return bad('tagOpen', { tag: reading.open.at(-1) ?? '' })
  return reading.content ? undefined : { key: 'txt-2', fault: reason('noContent') }
}

/** Reads a run of words, a comment or a tag. */
function readPiece(reading: Reading, outside: boolean): NarrativeFault | undefined {
  const { text, at } = reading
  if (text.startsWith('<!--', at)) return readComment(reading)
  if (text.charCodeAt(at) !== 60) {
    const next = text.indexOf('<', at)
    reading.at = next < 0 ? text.length : next
    if (text.slice(at, reading.at).trim().length === 0) return undefined
    reading.content = true
    return outside ? bad('notOneDiv') : undefined
  }
  tag.lastIndex = at
  const match = outside ? null : tag.exec(text)
  if (!match) return outside ? bad('notOneDiv') : bad('notWellFormed', { text: text.slice(at, at + 20) })
  reading.at = tag.lastIndex
  reading.content ||= match[3] === 'img'
  return takeTag(match, reading.open)
}

function readComment(reading: Reading): NarrativeFault | undefined {
  const end = reading.text.indexOf('-->', reading.at + 4)
  if (end < 0) return bad('commentOpen')
  reading.at = end + 3
  return undefined
}

function takeTag(match: RegExpExecArray, open: string[]): NarrativeFault | undefined {
  const [, closing, closed = '', opened, attributes = '', selfClosing] = match
  if (closing) return open.pop() === closed ? undefined : bad('closesNothing', { tag: closed })
  if (opened === undefined) return undefined
  if (open.length >= mostDepth) return bad('narrativeDeep', { most: mostDepth })
  const name = opened.replace(/^\w+:/, '')
  if (!elements.has(name)) return bad('tagRefused', { tag: opened.slice(0, 40) })
  const fault = attributes ? attributesFault(name, attributes) : undefined
  if (fault) return fault
  if (!selfClosing) open.push(opened)
  return undefined
}

function attributesFault(element: string, text: string): NarrativeFault | undefined {
  for (const [, name = '', double, single] of text.matchAll(attribute)) {
    if (!everywhere.has(name) && !rowOf(special, element)?.has(name) && !name.startsWith('xmlns:'))
      return bad('attributeRefused', { attribute: name.slice(0, 40), tag: element })
    const value = double ?? single ?? ''
    if ((name === 'href' || name === 'src') && active.test(value)) return bad('activeContent')
    if (name === 'style' && activeStyle.test(value)) return bad('activeContent')
  }
  return undefined
}
