import { fhirApiErrors } from './errors.ts'

export type FhirFormat = 'json' | 'xml'

/** The form a client wants its answer in. */
export interface Wanted {
  readonly format: FhirFormat
  /** It named FHIR, not just anything: a Binary is then sent as a resource, otherwise as what it holds. */
  readonly explicit: boolean
  /** What it accepts has no FHIR form; all but the content of a Binary is refused with it. */
  readonly refused: string | undefined
}

const formats: Readonly<Record<string, FhirFormat>> = {
  json: 'json',
  'application/fhir+json': 'json',
  'application/json+fhir': 'json',
  'application/json': 'json',
  'text/json': 'json',
  xml: 'xml',
  'application/fhir+xml': 'xml',
  'application/xml+fhir': 'xml',
  'application/xml': 'xml',
  'text/xml': 'xml',
}
const anything: Readonly<Record<string, FhirFormat>> = { '*/*': 'json', 'application/*': 'json', 'text/*': 'json' }

/** `application/fhir+json; charset=utf-8` taken apart; names in small letters. */
export function mediaType(text: string): { readonly type: string; readonly options: ReadonlyMap<string, string> } {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim())
  const options = rest.map((part): [string, string] => {
    const [name = '', value = ''] = part.split('=', 2)
    return [name.trim().toLowerCase(), value.trim().replace(/^"|"$/g, '').toLowerCase()]
  })
  return { type: type.toLowerCase(), options: new Map(options) }
}

/** Which FHIR form a media type names. */
export function formatOf(type: string): FhirFormat | undefined {
  return Object.hasOwn(formats, type) ? formats[type] : undefined
}

const usual: Wanted = { format: 'json', explicit: false, refused: undefined }
const fhirVersions: readonly string[] = ['4.0', '4.0.1']
const known = new Map<string, Wanted>()
const mostKnown = 200

/** Reads Accept; what a client sends once it sends again, so the answer is kept. */
export function readAccept(accept: string | undefined): Wanted {
  if (accept === undefined || accept === '' || accept === '*/*') return usual
  const found = known.get(accept)
  if (found) return found
  const made = rankAccept(accept)
  if (known.size >= mostKnown) known.clear()
  known.set(accept, made)
  return made
}

function rankAccept(accept: string): Wanted {
  const ranges = accept
    .split(',')
    .slice(0, 40)
    .map((part, at) => ({ ...mediaType(part), at }))
    .filter(({ options }) => fits(options))
    .map((one) => ({ ...one, weight: Number(one.options.get('q') ?? '1') }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.at - b.at)
  for (const { type } of ranges) {
    const format = formatOf(type)
    if (format) return { format, explicit: /^application\/(fhir\+|.*\+fhir)/.test(type), refused: undefined }
    if (Object.hasOwn(anything, type)) return usual
  }
  return { format: 'json', explicit: false, refused: accept.slice(0, 120) }
}

/** `fhirVersion` must be the one spoken here, and text is UTF-8. http://hl7.org/fhir/R4/http.html#version-parameter */
function fits(options: ReadonlyMap<string, string>): boolean {
  const version = options.get('fhirversion')
  const charset = options.get('charset')
  return (version === undefined || fhirVersions.includes(version)) && (charset === undefined || isUtf8(charset))
}

export const isUtf8 = (charset: string) => charset === 'utf-8' || charset === 'utf8'

/** `_format` overrides Accept. A plus sign that was not escaped arrives as a space. */
export function readFormat(format: string): Wanted {
  const { type, options } = mediaType(format.replace(/ /g, '+').replace(/\+*;\+*/g, ';'))
  const found = formatOf(type) ?? (Object.hasOwn(anything, type) ? 'json' : undefined)
  if (!found || !fits(options)) throw fhirApiErrors.notAcceptable({ format: format.slice(0, 60) })
  return { format: found, explicit: true, refused: undefined }
}
