import type { Context } from './context.ts'
import type { FhirOperation } from './fhir-operation.ts'
import type { Finding } from './finding.ts'
import type { Guard } from './guard.ts'
import type { Api } from './http/api.ts'

/** One capability of the hospital, as `src/app/module-list.ts` lists it. */
export interface HospitalModule {
  readonly name: string
  /** Permission name to its English text; roles in data/roles/*.json name them. */
  readonly permissions: Readonly<Record<string, string>>
  /** HTTP routes below /api. */
  routes?(api: Api): void
  /** Rules asked before every write of a resource type. */
  readonly guards?: readonly Guard[]
  readonly jobs?: readonly Job[]
  /** Operations below /fhir/R4, made with `fhirOperation` of the module fhir-api: `$everything`. */
  readonly fhirOperations?: readonly FhirOperation[]
  /** How what it keeps stands, for the page of the installation; asked every half minute, so it must be cheap. */
  findings?(ctx: Context): Promise<readonly Finding[]>
}

/** Background work, run by one process at a time. */
export interface Job {
  readonly name: string
  readonly everySeconds: number
  /** Runs as the system actor. Returns counts for the log. */
  run(ctx: Context): Promise<{ readonly expected: number; readonly processed: number; readonly failed: number }>
}
