import type { Parameters, Resource } from '@medplum/fhirtypes'
import type { Context } from './context.ts'

export type OperationLevel = 'system' | 'type' | 'instance'

/** One input of an operation that no published OperationDefinition describes. */
export interface OperationInput {
  readonly name: string
  readonly min: number
  readonly max: '1' | '*'
  /** FHIR type; `Resource` for any resource; empty where it has parts. */
  readonly type: string
  readonly parts?: readonly OperationInput[]
}

export interface OperationSpec {
  /** Without the `$`. */
  readonly name: string
  readonly levels: readonly OperationLevel[]
  /** Resource types of the levels `type` and `instance`; all when absent. */
  readonly types?: readonly string[]
  /** It changes something, so it is called by POST only. */
  readonly affectsState: boolean
  /** `area.verb`, or `public`. */
  readonly permission: string
  /** Canonical URL of its OperationDefinition; inputs are checked against data/fhir/r4/operations.json. */
  readonly definition: string
  /** Inputs that the definition does not have, or all of them when it is not one of R4. */
  readonly inputs?: readonly OperationInput[]
  /** Takes the search parameters of the type as further inputs: `$lastn`. */
  readonly takesSearch?: boolean
  /** What a client should know beside the definition: told in the capability statement. */
  readonly documentation?: string
}

/** One call of an operation, its inputs checked. */
export interface OperationCall {
  readonly ctx: Context
  readonly level: OperationLevel
  readonly method: 'GET' | 'POST'
  /** Present at the levels `type` and `instance`. */
  readonly type: string | undefined
  /** Present at the level `instance`. */
  readonly id: string | undefined
  /** From the query of a GET or the body of a POST, or both. Read it with #fhir/parameters.ts. */
  readonly parameters: Parameters
  /** Address of the FHIR interface, without a slash at its end. */
  readonly base: string
  /** Address of this call as the client wrote it, below `base`: `/Patient/1/$everything?_count=5`. */
  readonly url: string
  header(name: string): string | undefined
}

/** Bytes are sent as they are: canonical JSON of one resource, unless `content-type` says otherwise. */
export interface OperationReply {
  readonly status: number
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Resource | Uint8Array | undefined
}

export type OperationAnswer = Resource | Uint8Array | OperationReply

export interface FhirOperation extends OperationSpec {
  handle(call: OperationCall): Promise<OperationAnswer>
}
