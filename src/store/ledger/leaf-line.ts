/**
 * What a leaf of the ledger says, as one line of text; its hash is SHA-256(0x00 || line in UTF-8).
 * The functions of migrations/0240 write the same lines; `lanong verify` makes them again from an export.
 */
export function versionLine(of: {
  readonly facility: number
  readonly type: string
  readonly id: string
  readonly version: number
  /** SHA-256 of the stored bytes; of no bytes when the version is a deletion. */
  readonly hash: Uint8Array
}): string {
  return `version ${of.facility} ${of.type}/${of.id}/_history/${of.version} ${Buffer.from(of.hash).toString('hex')}`
}

export function auditLine(of: {
  readonly facility: number
  readonly id: string
  readonly hash: Uint8Array
}): string {
  return `audit ${of.facility} ${of.id} ${Buffer.from(of.hash).toString('hex')}`
}

/** Events that came at the same moment. */
export function packLine(of: {
  readonly facility: number
  /** The id of its first event. */
  readonly id: string
  /** SHA-256 of the events as canonical JSON in UTF-8, one in a line. */
  readonly hash: Uint8Array
}): string {
  return `events ${of.facility} ${of.id} ${Buffer.from(of.hash).toString('hex')}`
}

export const leafKinds = ['version', 'audit', 'events', 'signature', 'file', 'archived'] as const
export type LeafKind = (typeof leafKinds)[number]

/** A line taken apart: every kind tells its facility, a name and a SHA-256. */
export interface LeafLine {
  readonly kind: LeafKind
  readonly facility: number
  readonly name: string
  /** Hex. */
  readonly sha256: string
}

const shape = /^(\w+) (\d+) (\S+) ([0-9a-f]{64})$/

/** Undefined when it is no line of a leaf. */
export function readLeafLine(line: string): LeafLine | undefined {
  const [, word, facility, name, sha256] = shape.exec(line) ?? []
  const kind = leafKinds.find((one) => one === word)
  return kind && name && sha256 ? { kind, facility: Number(facility), name, sha256 } : undefined
}
