import type { HospitalModule } from '#platform/module.ts'
import { catalogueRoutes } from './catalogue-routes.ts'
import { listFindings } from './findings.ts'
import { terminologyRoutes } from './routes.ts'

/** Code lists with their validity, search as people type, and the hospital's catalogues. */
export const terminology: HospitalModule = {
  name: 'terminology',
  permissions: {},
  findings: listFindings,
  routes(api) {
    terminologyRoutes(api)
    catalogueRoutes(api)
  },
}

export { readOrderSets, readServices } from './catalogue-routes.ts'
export type { Concept } from './concept.ts'
export type { Drug, FoundConcept, LabPanel, LabTest, OrderSet, Service, Specimen } from './contract.ts'
/** Notes that codes were chosen here; call it in the command that saved them. */
export { countUse } from './count-use.ts'
/** The range of a test for a patient's sex and age; pure. */
export { pickRange, type RangeFor, type ReferenceRange, type Sex } from './domain/pick-range.ts'
/** Search as people type, over any list of one's own. */
export { type Hit, search } from './domain/search.ts'
export { buildSearchIndex, type Searchable, type SearchIndex } from './domain/search-index.ts'
/** Drugs, allergy classes and routes in force today. */
export { type AllergyClass, type DrugCatalogue, readDrugCatalogue } from './drug-catalogue.ts'
/** What a code meant on a day. */
export { findConcept } from './find-concept.ts'
/** `lanong import` of a TSV, CSV, NDJSON or Excel list. */
export { type ImportOptions, type ImportReport, importTable } from './import-table.ts'
/** Tests, panels, ranges, specimens and groups in force today. */
export { type LabCatalogue, readLabCatalogue } from './lab-catalogue.ts'
/** `lanong import` of a FHIR package. */
export { isPackage, type PreparedPackage, preparePackage } from './prepare-package.ts'
/** Codes as people type. */
export { type ConceptQuery, searchConcepts } from './search-concepts.ts'
/** The lists that ship with the program; call it at start, after the migrations. */
export { loadStarterCatalogues } from './starter-catalogues.ts'
