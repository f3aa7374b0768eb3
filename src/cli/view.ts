import { readFile } from 'node:fs/promises'
import { openServices } from '#app/open-services.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { type ViewFormat, writeViewFile } from '#modules/sql-on-fhir/index.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import type { Command } from './command.ts'

const formats: readonly string[] = ['csv', 'ndjson', 'json', 'parquet']

export const command: Command = {
  usage: 'view <definition.json> <output>',
  summary: 'Write a table over all resources by a ViewDefinition (SQL on FHIR): .csv, .ndjson, .json or .parquet.',
  async run(line) {
    const [definition, output] = line.words
    const format = output?.split('.').at(-1) ?? ''
    if (!definition || !output || !formats.includes(format))
      throw commonErrors.invalid({
        reason: `say which view and which file: lanong view v.json v.csv (${formats.join(', ')})`,
      })
    const text = await readFile(definition, 'utf8').catch(() => {
      throw commonErrors.notFound({ type: 'File', id: definition })
    })
    const services = await openServices(line.config, { beside: true, logToFile: true })
    try {
      const ctx = makeContext(services, { facility: 1, actor: systemActor })
      const rows = await writeViewFile(ctx, JSON.parse(text), output, format as ViewFormat, (count) => {
        if (count % 1000 === 0) line.progress.step('rows', count, 0)
      })
      line.progress.end()
      line.say(`${output}: expected ${rows}, processed ${rows}, failed 0`)
      return { ok: true, value: { file: output, expected: rows, processed: rows, failed: 0 } }
    } finally {
      await services.close()
    }
  },
}
