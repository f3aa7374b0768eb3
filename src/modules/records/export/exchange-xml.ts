import type { Field } from './hosobenhan.ts'

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
/** Characters that XML 1.0 has no form for are left out. */
const notXml = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu
export const escapeXml = (text: string): string =>
  text.replace(notXml, '').replace(/[&<>"]/g, (one) => escapes[one] ?? '')

/** Fields as XML: a list repeats its tag, an empty text is an empty element. */
function element(name: string, value: Field, indent: string): string {
  if (typeof value === 'string')
    return value ? `${indent}<${name}>${escapeXml(value)}</${name}>\n` : `${indent}<${name}/>\n`
  if (isList(value)) return value.map((one) => element(name, one, indent)).join('')
  const inside = Object.entries(value)
    .map(([key, one]) => element(key, one, `${indent}  `))
    .join('')
  return `${indent}<${name}>\n${inside}${indent}</${name}>\n`
}

const isList = (value: Field): value is readonly Field[] => Array.isArray(value)

export function exchangeXml(root: Readonly<Record<string, Field>>): string {
  const body = Object.entries(root).map(([name, value]) => element(name, value, ''))
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body.join('')}`
}
