/** What a code that was scanned says: a wristband, or a pack of a medicine. */
export type Scan =
  | { readonly kind: 'band'; readonly encounterId?: string; readonly mrn?: string }
  | { readonly kind: 'own'; readonly drugCode: string; readonly lot: string }
  | { readonly kind: 'pack'; readonly gtin: string; readonly lot?: string; readonly expiresOn?: string }
  | { readonly kind: 'other'; readonly code: string }

const band = /^LOVT:([A-Za-z0-9.-]{1,64})(?::(\d{10}))?$/
const own = /^LOT:([^:]{1,60}):([^:]{1,40})$/
const groupEnd = '\u001d'

/** What the QR code of a wristband holds: the stay first, so that the band of an earlier stay is told apart. */
export const bandCode = (encounterId: string, mrn: string | undefined): string =>
  mrn === undefined ? `LOVT:${encounterId}` : `LOVT:${encounterId}:${mrn}`

/** What the label of a lot in the ward holds. */
export const lotCode = (drugCode: string, lot: string): string => `LOT:${drugCode}:${lot}`

/** Length of the GS1 elements that have one; the rest end with a group separator. GS1 General Specifications, 7.8.5. */
const fixed: Readonly<Record<string, number>> = {
  '00': 18,
  '01': 14,
  '02': 14,
  '11': 6,
  '13': 6,
  '15': 6,
  '17': 6,
  '20': 2,
}

/** YYMMDD of GS1 as a day; day 00 is the last of its month. GS1 General Specifications, 3.4.7. */
export function gs1Day(text: string): string {
  const [year, month, day] = [2000 + Number(text.slice(0, 2)), text.slice(2, 4), text.slice(4, 6)]
  const last = new Date(Date.UTC(year, Number(month), 0)).getUTCDate()
  return `${year}-${month}-${day === '00' ? String(last).padStart(2, '0') : day}`
}

function withBrackets(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...text.matchAll(/\((\d{2,4})\)([^(]*)/g)].map((one) => [one[1] ?? '', one[2] ?? '']))
}

/** Elements of a GS1 code, with brackets as printed or with separators as scanned. */
function elements(text: string): Readonly<Record<string, string>> | undefined {
  const plain = text.replace(/^\](d2|C1|Q3|e0)/, '')
  if (plain.startsWith(groupEnd)) return elements(plain.slice(1))
  if (plain.startsWith('(')) return withBrackets(plain)
  const found: Record<string, string> = {}
  for (let at = 0; at < plain.length; ) {
    const name = plain.slice(at, at + 2)
    const length = fixed[name]
    if (length === undefined && !['10', '21', '30', '37'].includes(name)) return undefined
    const end = length === undefined ? plain.indexOf(groupEnd, at) : at + 2 + length
    const stop = end === -1 ? plain.length : end
    if (stop > plain.length) return undefined
    found[name] = plain.slice(at + 2, stop)
    at = plain[stop] === groupEnd ? stop + 1 : stop
  }
  return found
}

/** Whether the last digit of a GTIN checks. GS1 General Specifications, 7.9.1. */
export function isGtin(code: string): boolean {
  if (!/^(\d{8}|\d{12}|\d{13}|\d{14})$/.test(code)) return false
  const digits = [...code].map(Number).reverse()
  const sum = digits.slice(1).reduce((total, digit, at) => total + digit * (at % 2 === 0 ? 3 : 1), 0)
  return (10 - (sum % 10)) % 10 === digits[0]
}

function readPack(text: string): Scan | undefined {
  const { '01': gtin, '10': lot, '17': expiry } = elements(text) ?? {}
  if (!gtin || !isGtin(gtin)) return undefined
  const expiresOn = expiry && /^\d{6}$/.test(expiry) ? gs1Day(expiry) : undefined
  return {
    kind: 'pack',
    gtin: gtin.padStart(14, '0'),
    ...(lot ? { lot } : {}),
    ...(expiresOn ? { expiresOn } : {}),
  }
}

/** Reads a code. Ten digits are the number of a patient: no GTIN has ten. */
export function readScan(given: string): Scan {
  const text = given.trim()
  const [, encounterId, mrn] = band.exec(text) ?? []
  if (encounterId) return { kind: 'band', encounterId, ...(mrn ? { mrn } : {}) }
  if (/^\d{10}$/.test(text)) return { kind: 'band', mrn: text }
  const [, drugCode, lot] = own.exec(text) ?? []
  if (drugCode && lot) return { kind: 'own', drugCode, lot }
  if (isGtin(text)) return { kind: 'pack', gtin: text.padStart(14, '0') }
  return readPack(text) ?? { kind: 'other', code: text }
}
