import { createHash } from 'node:crypto'
import type { ConfirmationMethod } from '../contract.ts'
import { ownerOf } from './passkey-holder.ts'

/** What is confirmed, by whom, before whom. Its bytes are the question that a device or a code answers. */
export interface Statement {
  readonly kind: 'urn:lanong:confirmation'
  readonly id: string
  readonly paper: { readonly id: string; readonly version: number; readonly sha256: string; readonly form: string }
  readonly place: string
  readonly method: ConfirmationMethod
  readonly patient: string
  readonly by: {
    readonly name: string
    readonly relation?: string
    readonly identity?: string
    readonly phone?: string
    /** Account of a person who confirms with their own passkey. */
    readonly account?: string
  }
  readonly witness?: string
  readonly takenBy: { readonly account: string; readonly name: string; readonly practitioner?: string }
  readonly begunAt: string
}

/** The statement with its answer, as it is sealed. */
export interface Confirmed extends Statement {
  readonly challenge: string
  readonly evidence: Readonly<Record<string, unknown>>
  readonly confirmedAt: string
}

/** Whose passkey answers: the account's, or that of the person who stands before the member of staff. */
export const holderOf = ({ by, patient }: Statement): string => by.account ?? ownerOf(patient, by.name)

export const challengeOf = (statement: string): Buffer => createHash('sha256').update(statement).digest()
