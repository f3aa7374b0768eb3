/**
 * Value sets whose members are rules: languages (BCP 47), media types (BCP 13), currencies (ISO 4217).
 * Answers are remembered, because a hospital uses few of them.
 */
const mostRemembered = 1000

/** language[-extlang][-script][-region][-variant…][-extension…][-x-private], or x-private, or the old irregular ones. */
const language =
  /^(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wy-z\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?|x(?:-[a-z\d]{1,8})+|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu))$/i

/** type/subtype and parameters: https://www.rfc-editor.org/rfc/rfc6838#section-4.2 */
const mediaType =
  /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}(?:\s*;\s*[a-z0-9!#$&^_.+-]+\s*=\s*(?:[^\s;"]+|"[^"]*"))*\s*;?$/i

/** What CapabilityStatement.format and TestScript say for the formats of FHIR itself. */
const shortFormats = new Set(['xml', 'json', 'ttl'])

const currencies = new Set(Intl.supportedValuesOf('currency'))

/** ISO 4217 codes that are no money of a country and so not in the list of the runtime. */
for (const code of ['XAU', 'XAG', 'XBA', 'XBB', 'XBC', 'XBD', 'XDR', 'XPD', 'XPT', 'XSU', 'XTS', 'XUA', 'XXX'])
  currencies.add(code)

const rules: Readonly<Record<string, (code: string) => boolean>> = {
  'all-languages': (code) => code.length <= 100 && language.test(code),
  mimetypes: (code) => shortFormats.has(code) || (code.length <= 300 && mediaType.test(code)),
  currencies: (code) => currencies.has(code),
}

/** What decides over the codes of such a value set; undefined when it is a plain list. */
export function codeRule(valueSet: string): ((code: string) => boolean) | undefined {
  const rule = rules[valueSet]
  if (!rule) return undefined
  const known = new Map<string, boolean>()
  return (code) => {
    const before = known.get(code)
    if (before !== undefined) return before
    const answer = rule(code)
    if (known.size < mostRemembered) known.set(code, answer)
    return answer
  }
}
