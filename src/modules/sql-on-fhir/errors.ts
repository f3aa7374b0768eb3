import { defineErrors } from '#kernel/app-error.ts'

export const sqlOnFhirErrors = defineErrors('sqlOnFhir', {
  format: { category: 'invalid', text: '{format} is not a format of views; json, ndjson, csv and parquet are.' },
  viewNoJson: { category: 'invalid', text: 'The view must be a ViewDefinition as JSON text.' },
})
