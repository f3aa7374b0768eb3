/** Repairs what scanners do to the text of a code before anything reads it. */

const windows1252: Readonly<Record<string, number>> = Object.fromEntries(
  [...'€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'].map((letter, at) => [letter, 0x80 + at]),
)

/** `Tráº§n`, UTF-8 read as Windows-1252, back to `Trần`; other text stays as it is. */
export function repairEncoding(text: string): string {
  if (!/[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/.test(text)) return text
  const bytes = [...text].map((letter) => windows1252[letter] ?? letter.codePointAt(0) ?? 0)
  if (bytes.some((byte) => byte > 0xff)) return text
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes))
  } catch {
    return text
  }
}

/** Without the scanner's prefix (AIM `]Q1`), byte order mark, control characters and line ends; composed letters. */
export function cleanScan(text: string): string {
  const plain = text
    .replace(/^\ufeff/, '')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: scanners send STX, ETX, CR and LF around the text
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .trim()
    .replace(/^\][A-Za-z]\d/, '')
  return repairEncoding(plain).normalize('NFC').trim()
}

/** Letters were lost on the way: `Tr?n Th? M?u`, a replacement sign, or nothing but digits where a name stands. */
export function isGarbled(name: string): boolean {
  return name.length === 0 || /[?\ufffd\d|]/.test(name) || !/\p{L}/u.test(name)
}

/** UTF-8 text written in hexadecimal, as the insurance card has names; undefined when it is not that. */
export function fromHex(hex: string): string | undefined {
  if (!/^([0-9a-fA-F]{2})+$/.test(hex)) return undefined
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).normalize('NFC').trim()
  } catch {
    return undefined
  }
}
