/** Small builder of SVG text: every attribute and every text goes through the same escape. */
export type Svg = string & { readonly svg: unique symbol }

const asSvg = (text: string) => text as Svg

// What XML 1.0 forbids, and the marks that turn the direction of a line: neither prints.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that are taken out
const unprintable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/g

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text that is safe between tags and inside attributes, in NFC. */
export function escapeText(text: string): Svg {
  const clean = text.toWellFormed().normalize('NFC').replace(unprintable, '')
  return asSvg(clean.replace(/[&<>"']/g, (sign) => entities[sign] ?? ''))
}

type Attributes = Readonly<Record<string, string | number | undefined>>

/** A number with at most two decimals: enough for paper, short to store. */
export function round(value: number): number {
  return Math.round(value * 100) / 100
}

function attribute([name, value]: readonly [string, string | number | undefined]): string {
  if (value === undefined) return ''
  return ` ${name}="${typeof value === 'number' ? round(value) : escapeText(value)}"`
}

export function el(name: string, attributes: Attributes, ...children: readonly Svg[]): Svg {
  const head = `<${name}${Object.entries(attributes).map(attribute).join('')}`
  return asSvg(children.length === 0 ? `${head}/>` : `${head}>${children.join('')}</${name}>`)
}

export function group(attributes: Attributes, children: readonly Svg[]): Svg {
  return children.length === 0 ? asSvg('') : el('g', attributes, ...children)
}

export function join(children: readonly Svg[]): Svg {
  return asSvg(children.join(''))
}

export function textAt(x: number, y: number, text: string, attributes: Attributes = {}): Svg {
  return el('text', { x, y, ...attributes }, escapeText(text))
}

/** Width of a letter against its size: more than the mean of the typefaces that papers and screens use. */
const letterWidth = 0.6
/** Other letters than these may stand on paper as their code point: `[U+1F600]`. */
const known = /[\u0020-\u024f\u1ea0-\u1ef9\u2010-\u2027]/
const lettersOf = (sign: string): number => (known.test(sign) ? 1 : 9)
const lengthOf = (text: string): number => [...text].reduce((sum, sign) => sum + lettersOf(sign), 0)

/** A word in pieces of at most so many letters. */
function piecesOf(word: string, most: number): string[] {
  const pieces: string[] = []
  for (const sign of word) {
    const longer = `${pieces.at(-1) ?? ''}${sign}`
    if (pieces.length > 0 && lengthOf(longer) <= most) pieces[pieces.length - 1] = longer
    else pieces.push(sign)
  }
  return pieces
}

/** A text in lines of a width; a word that is longer is cut into pieces. */
export function linesOf(text: string, width: number, fontSize: number): string[] {
  const most = Math.max(9, Math.floor(width / (fontSize * letterWidth)))
  const lines: string[] = []
  for (const piece of text.split(/\s+/).flatMap((word) => piecesOf(word, most))) {
    const longer = `${lines.at(-1) ?? ''} ${piece}`
    if (lines.length > 0 && lengthOf(longer) <= most) lines[lines.length - 1] = longer
    else lines.push(piece)
  }
  return lines
}

export function line(x1: number, y1: number, x2: number, y2: number, attributes: Attributes = {}): Svg {
  return el('line', { x1, y1, x2, y2, ...attributes })
}

export function path(d: string, attributes: Attributes = {}): Svg {
  return el('path', { d, ...attributes })
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** The whole picture on white, so that it reads the same on paper and on a dark screen. */
export function picture({ width, height }: Size, title: string, children: readonly Svg[]): string {
  const root = el(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      'font-family': "'Noto Sans', 'Be Vietnam Pro', 'Noto Serif', sans-serif",
      'font-size': 12,
      fill: 'none',
      stroke: 'none',
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
    },
    el('title', {}, escapeText(title)),
    el('rect', { width, height, fill: '#fff' }),
    ...children,
  )
  return root
}
