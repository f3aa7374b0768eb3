import type { CodeSystem, ConceptMap, ValueSet } from '@medplum/fhirtypes'
import type { CodeProvider } from './provider.ts'

/** Where code systems, value sets and maps come from: the database, the published ones, those of a request. */
export interface TerminologySource {
  /** Every known version; supplements are not among them. */
  codeSystems(url: string): Promise<readonly CodeProvider[]>
  supplement(url: string, version: string | undefined): Promise<CodeSystem | undefined>
  valueSets(url: string): Promise<readonly ValueSet[]>
  conceptMaps(url: string): Promise<readonly ConceptMap[]>
}
