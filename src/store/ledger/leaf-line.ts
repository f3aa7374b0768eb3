/**
 * What a leaf of the ledger says, as one line of text; its hash is SHA-256(0x00 || line in UTF-8).
 * The functions of migrations/0004 write the same lines; `lanong verify` makes them again from an export.
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
