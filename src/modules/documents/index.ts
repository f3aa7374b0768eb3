import type { HospitalModule } from '#platform/module.ts'
import { routes } from './routes.ts'

/** Statutory papers: laid out from the store, kept as files, corrected by a new one. */
export const documents: HospitalModule = {
  name: 'documents',
  permissions: {
    'documents.read': 'See the papers of a record and check their signatures',
    'documents.prepare': 'Lay out papers and correct signed ones',
    'documents.print': 'Print and save papers',
  },
  routes,
}

export { correctPaper } from './correct-paper.ts'
export { codeNames } from './models/code-names.ts'
export { formData } from './models/form-data.ts'
export { sharedModel } from './models/shared-model.ts'
export { readVisit, type VisitSources } from './models/sources.ts'
export { listPaperFacts, listPaperFiles, type PaperFact, type PaperFile } from './paper-facts.ts'
/** For papers that are laid out elsewhere: what the places are called, and the fields for signatures. */
export { placeTitles } from './paper-resource.ts'
export { type PaperRequest, preparePaper } from './prepare-paper.ts'
export { previewForm } from './preview-form.ts'
export { bindRecord } from './print-record.ts'
export { withPlaces } from './render-paper.ts'
export { type Supplement, writeSupplement } from './supplement-paper.ts'
