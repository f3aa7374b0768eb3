/**
 * Signs that the typefaces of the papers show: Noto Serif, and from the engine itself Libertinus Serif and DejaVu Sans
 * Mono. PDF/A refuses a text with a sign that no typeface shows.
 */
const shown =
  '\\u0020-\\u007e\\u00a0-\\u02ff\\u0370-\\u0377\\u037a-\\u037f\\u0384-\\u038a\\u038c\\u038e-\\u03a1\\u03a3-\\u03e1\\u03f0-\\u0482\\u048a-\\u052f' +
  '\\u05d0-\\u05ea\\u1d00-\\u1dbf\\u1e00-\\u1f15' +
  '\\u1f18-\\u1f1d\\u1f20-\\u1f45\\u2000-\\u200a\\u2010-\\u2027\\u202f-\\u205e\\u2070-\\u2071\\u2074-\\u208e\\u2090-\\u209c' +
  '\\u20a0-\\u20c0\\u2100-\\u2184\\u2190-\\u2220\\u2223-\\u222d\\u2234-\\u223d\\u2241-\\u226b\\u226d-\\u228b\\u228d-\\u22a5' +
  '\\u2300-\\u2306\\u2308-\\u2315\\u2460-\\u2473\\u24ea\\u24ff-\\u262f\\u2638-\\u268b\\u2701-\\u2704\\u2706-\\u2709' +
  '\\u270c-\\u2727\\u2729-\\u274b\\u2758-\\u275e\\u2761-\\u277f\\u2794\\u2798-\\u27af\\ufb00-\\ufb06'

/** Signs without width that carry no meaning in our languages: joiners, byte order marks. */
const empty = /[\u200b-\u200d\u2060\ufeff]|[\ufe00-\ufe0f]/g
const unshown = new RegExp(`[^${shown}\\n]`, 'gu')
/** What Noto Serif shows whatever stands beside it. */
const plain = /[^\u0020-\u007e\u00a0-\u024f\u1ea0-\u1ef9\u2010-\u2027\n]/gu
/** A run of letters longer than a line: it may break anywhere after so many. */
const endless = /[^\s\u200b-]{40}(?=[^\s-])/gu

const pointOf = (sign: string): string =>
  `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`

/**
 * A text as a paper can show it: composed letters, no control signs. What no typeface shows stands there as its code
 * point, and so do signs that turn the direction of writing, which could make a paper read otherwise than it is stored.
 *
 * @param plainly only letters of the first typeface, for a text whose signs the engine could not put together
 */
export function showable(text: string, plainly = false): string {
  return text
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(empty, '')
    .replace(plainly ? plain : unshown, pointOf)
}

/**
 * Data of a paper as JSON for its template. No word is longer than a line; pictures keep their marks, what is attached
 * keeps every byte.
 */
export function printableJson(data: unknown, plainly = false): string {
  return JSON.stringify(data, (key, value: unknown) => {
    if (typeof value !== 'string' || key === 'fhir') return value
    const text = showable(value, plainly)
    return value.startsWith('<svg') ? text : text.replace(endless, '$&\u200b')
  })
}
