/** Writes data/fhir/local/unsupported.json: published search parameters that do not run, each with its reason. */
import { writeFileSync } from 'node:fs'
import { parameters } from '#store/definitions.ts'

const target = new URL('../data/fhir/local/unsupported.json', import.meta.url)
const lines = parameters.unsupported().map((one) => `  ${JSON.stringify(one)}`)
writeFileSync(target, `[\n${lines.join(',\n')}\n]\n`)
