import { tokensOf } from '../fhirpath/tokens.ts'

/** Items of the response by their linkIds, wherever they stand in groups. */
export interface Found {
  /** Name in the expression: `%_items0`. */
  readonly name: string
  readonly linkIds: readonly string[]
}

const search =
  /^%resource\s*\.\s*repeat\(\s*item\s*\)\s*\.\s*where\(\s*(linkId\s*=\s*'[^'\\]*'(?:\s+or\s+linkId\s*=\s*'[^'\\]*')*)\s*\)/

/**
 * Takes the searches `%resource.repeat(item).where(linkId='a' or linkId='b')` out of an expression: going through a
 * whole response for each of them is most of what a form costs, and the items are known by their linkIds.
 */
export function findItems(expression: string): { text: string; found: readonly Found[] } {
  const found: Found[] = []
  let text = ''
  let offset = 0
  let until = 0
  for (const token of tokensOf(expression)) {
    const start = offset
    offset += token.text.length
    if (start < until) continue
    const match = token.text === '%' ? search.exec(expression.slice(start)) : null
    const name = `_items${found.length}`
    text += match ? `%${name}` : token.text
    if (!match) continue
    until = start + match[0].length
    found.push({ name, linkIds: [...(match[1] ?? '').matchAll(/'([^']*)'/g)].map((one) => one[1] ?? '') })
  }
  return { text, found }
}
