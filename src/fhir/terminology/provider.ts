import type { ValueSetComposeIncludeFilter } from '@medplum/fhirtypes'
import type { CodeSystemHead, Concept } from './concept.ts'

/** R4 filters and `child-of` of R5. */
export interface Filter {
  readonly property: string
  readonly op: ValueSetComposeIncludeFilter['op'] | 'child-of' | 'descendent-leaf'
  readonly value: string
}

/** Concepts wanted of one code system. */
export interface Selection {
  /** All must hold. */
  readonly filters: readonly Filter[]
  /** Typed text; each word must begin a word of display, designation or code, accents aside. */
  readonly text?: string | undefined
  readonly activeOnly?: boolean
  /** Without concepts that are groups only. */
  readonly selectableOnly?: boolean
  readonly offset?: number
  /** No more than this many are given. */
  readonly limit: number
}

export interface Selected {
  readonly concepts: readonly Concept[]
  /** How many fit in all; undefined when that was too much to count. */
  readonly total: number | undefined
}

/** One version of a code system, in memory or in the database. */
export interface CodeProvider {
  readonly head: CodeSystemHead
  /** Concepts are read page by page, so that a large system is never held whole. */
  readonly paged: boolean
  find(code: string): Promise<Concept | undefined>
  findAll(codes: readonly string[]): Promise<ReadonlyMap<string, Concept>>
  /** In the order of the code system. */
  select(selection: Selection): Promise<Selected>
  /** Whether a concept fits all filters. */
  fits(concept: Concept, filters: readonly Filter[]): Promise<boolean>
  /** Codes above a code, without itself. */
  ancestors(code: string): Promise<ReadonlySet<string>>
}
