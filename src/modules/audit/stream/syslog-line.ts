/** An event of the journal as it goes out: no names, ids and codes only. */
export interface OutgoingEvent {
  readonly id: string
  readonly at: string
  readonly facility: number
  readonly action: string
  readonly outcome: string
  readonly actor: string
  readonly userName: string
  readonly patient?: string
  readonly patients?: readonly string[]
  readonly source?: string
  readonly requestId?: string
  readonly detail?: Readonly<Record<string, unknown>>
}

/** RFC 5424 §6.2.1: facility 13 is the log of audit; a refusal is a warning, all else information. */
const auditFacility = 13
const severities: Readonly<Record<string, number>> = { success: 6, refused: 4, failed: 3 }
/** CEF's own scale, 0 to 10. */
const cefSeverities: Readonly<Record<string, number>> = { success: 2, refused: 6, failed: 7 }
const version = '0.1.0'
const byteOrderMark = '\uFEFF'

/**
 * One message of RFC 5424 with a body in CEF. The id of the event lets the receiver drop what came twice.
 * @see https://www.rfc-editor.org/rfc/rfc5424
 */
export function syslogLine(event: OutgoingEvent, host: string): string {
  const priority = auditFacility * 8 + (severities[event.outcome] ?? severities['failed'] ?? 3)
  const name = /^[\x21-\x7e]{1,255}$/.test(host) ? host : '-'
  const messageId = event.action.replace(/[^\x21-\x7e]/g, '').slice(0, 32) || '-'
  const data = `[origin software="lanong" swVersion="${version}"]`
  return `<${priority}>1 ${event.at} ${name} lanong - ${messageId} ${data} ${byteOrderMark}${cef(event)}`
}

function cef(event: OutgoingEvent): string {
  const { address, port } = endpointOf(event.source ?? '')
  const extension: readonly (readonly [string, string | undefined])[] = [
    ['externalId', event.id],
    ['rt', String(Date.parse(event.at))],
    ['outcome', event.outcome],
    ['suid', event.actor],
    ['suser', event.userName],
    ['src', address],
    ['spt', port],
    ['duid', event.patient ?? event.patients?.join(',')],
    ['cs1Label', 'facility'],
    ['cs1', String(event.facility)],
    ['cs2Label', event.requestId && 'request'],
    ['cs2', event.requestId],
    ['msg', event.detail && JSON.stringify(event.detail)],
  ]
  const head = [event.action, event.action, cefSeverities[event.outcome] ?? cefSeverities['failed']].map(inHead)
  const members = extension.flatMap(([key, value]) => (value ? `${key}=${inExtension(value)}` : []))
  return `CEF:0|Lan Ong|lanong|${version}|${head.join('|')}|${members.join(' ')}`
}

const inHead = (value: string | number | undefined) =>
  String(value)
    .replace(/[\\|]/g, '\\$&')
    .replace(/[\r\n]/g, ' ')
const inExtension = (value: string) => value.replace(/[\\=]/g, '\\$&').replace(/\r?\n/g, '\\n')

/** `10.0.0.5:51034`, `[fd00::5]:51034`, or an address alone. */
function endpointOf(source: string): { readonly address: string | undefined; readonly port: string | undefined } {
  const found = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(source)
  if (!found) return { address: source || undefined, port: undefined }
  return { address: found[1] ?? found[2], port: found[3] }
}

/** Octet counting of RFC 5425 §4.3: the length in bytes, a space, the message. */
export function framed(line: string): string {
  return `${Buffer.byteLength(line)} ${line}`
}
