import type { Kysely } from 'kysely'
import type { Context } from '#platform/context.ts'

/** Where a key is that is not kept here. */
export interface KeyPlace {
  /** What its owner gives for each authentication. */
  readonly asks: readonly ('pin' | 'code' | 'app')[]
  /** Of a remote service: the person's number there and the key's name. */
  readonly user?: string
  readonly credential?: string
  /** Of a PKCS#11 token: its serial number and CKA_ID of the key (hex). */
  readonly token?: string
  readonly key?: string
}

export interface SignerKeyTable {
  facility: number
  id: string
  account_id: string
  practitioner_id: string | null
  kind: 'software' | 'token' | 'remote'
  place: KeyPlace | null
  certificate: Buffer
  chain: Buffer[]
  private_key: Buffer | null
  salt: Buffer | null
  nonce: Buffer | null
  failures: number
  locked_until: Date | null
  created_at: Date
  revoked_at: Date | null
}

export interface SignatureSlotTable {
  facility: number
  document_id: string
  slot: string
  position: number
  /** Places of one turn are signed in any order. */
  turn: number
  role: string
  practitioner_id: string | null
  /** Id of the Organization whose head signs here; null where any may. */
  department: string | null
  state: 'waiting' | 'signed' | 'void'
  signed_by: string | null
  signed_at: Date | null
  provenance_id: string | null
  since: Date
}

type Tables = {
  signer_key: SignerKeyTable
  signature_slot: SignatureSlotTable
}

/** The database with the tables of this module. */
export const tables = (ctx: Context): Kysely<Tables> => ctx.db.withTables<Tables>()
