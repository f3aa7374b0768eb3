import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openServices } from '#app/open-services.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { exportHospital } from '#modules/ledger/index.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import type { Command } from './command.ts'

export const command: Command = {
  usage: 'export <folder>',
  summary: 'Write the whole hospital with its ledger into an empty folder; lanong verify <folder> checks it.',
  async run(line) {
    const [folder, ...more] = line.words
    if (folder === undefined || more.length > 0)
      throw commonErrors.invalid({ reason: 'say one folder: lanong export <folder>' })
    await mkdir(folder, { recursive: true })
    if ((await readdir(folder)).length > 0) throw commonErrors.invalid({ reason: `${folder} is not empty` })
    const services = await openServices(line.config, { beside: true, logToFile: true })
    try {
      const ctx = makeContext(services, { facility: 1, actor: systemActor })
      const result = await exportHospital(
        ctx,
        async (path, bytes) => {
          await mkdir(dirname(join(folder, path)), { recursive: true })
          await writeFile(join(folder, path), bytes)
        },
        (done, of) => line.progress.step('entries', done, of),
      )
      line.progress.end()
      line.say(`export: ${result.entries} entries of the ledger, ${result.files} files.`)
      for (const hash of result.absent) line.say(`  a file that a document names is not kept here: ${hash}`)
      return { ok: result.absent.length === 0, value: result }
    } finally {
      await services.close()
    }
  },
}
