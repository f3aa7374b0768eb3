import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type OpenServices, openServices } from '#app/open-services.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { exportAll, exportDeidentified } from '#modules/exit/index.ts'
import { exportHospital } from '#modules/ledger/index.ts'
import type { Context } from '#platform/context.ts'
import { connect, pool } from '#platform/db/connect.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import type { Command, CommandLine } from './command.ts'

export const command: Command = {
  usage: 'export <folder>',
  summary:
    'Write every version with the ledger into an empty folder; --all everything that the installation holds. lanong verify <folder> checks it.',
  options: {
    all: {
      type: 'boolean',
      summary:
        'Everything in open formats, to leave with or to lanong import elsewhere; one that was broken off goes on',
    },
    deidentified: {
      type: 'boolean',
      summary: 'Patients without who they are, for research or support, by data/deidentify; with a report',
    },
  },
  async run(line) {
    const [folder, ...more] = line.words
    if (folder === undefined || more.length > 0)
      throw commonErrors.invalid({ reason: 'say one folder: lanong export <folder>' })
    const all = line.options['all'] === true
    await mkdir(folder, { recursive: true })
    if (!(await mayWrite(folder, all))) throw commonErrors.invalid({ reason: `${folder} is not empty` })
    const services = await openServices(line.config, { beside: true, logToFile: true })
    try {
      const ctx = makeContext(services, { facility: 1, actor: systemActor })
      if (line.options['deidentified'] === true) return await deidentified(ctx, services, folder, line)
      return all ? await everything(ctx, services, folder, line) : await withLedger(ctx, folder, line)
    } finally {
      await services.close()
    }
  },
}

/** An export of everything goes on in the folder that it was begun in. */
async function mayWrite(folder: string, all: boolean): Promise<boolean> {
  const names = await readdir(folder)
  return names.length === 0 || (all && names.includes('under-way.ndjson'))
}

async function everything(ctx: Context, { address }: OpenServices, folder: string, line: CommandLine) {
  const startedAt = Date.now()
  const owner = connect(pool(address, 2))
  try {
    const result = await exportAll(ctx, owner, folder, (what, done, of) => line.progress.step(what, done, of))
    line.progress.end()
    const { size, rows, files, bytes, kept, tables, absent } = result
    const seconds = Math.round((Date.now() - startedAt) / 100) / 10
    line.say(
      `export: ${rows} rows of ${Object.keys(tables).length} tables, ${tables['resource_version'] ?? 0} versions of resources, ${size} entries of the ledger; ${files} files, ${Math.round(bytes / 2 ** 20)} MB; ${seconds} s.`,
    )
    if (kept > 0) line.say(`  went on after ${kept} stretches of the ledger that were there`)
    for (const hash of absent) line.say(`  a file that a document names is not kept here: ${hash}`)
    line.say(`Check it: lanong verify ${folder}. What it holds: ${join(folder, 'README.txt')}, schema.json.`)
    return { ok: absent.length === 0, value: { ...result, seconds } }
  } finally {
    await owner.destroy()
  }
}

async function withLedger(ctx: Context, folder: string, line: CommandLine) {
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
}

async function deidentified(ctx: Context, { address }: OpenServices, folder: string, line: CommandLine) {
  const owner = connect(pool(address, 1))
  try {
    const report = await exportDeidentified(ctx, owner, folder, {
      step: (what, done, of) => line.progress.step(what, done, of),
    })
    line.progress.end()
    for (const { type, expected, processed, left } of report.types)
      if (expected > 0)
        line.say(`  ${type}: ${expected} expected, ${processed} processed, 0 failed; ${left} stay here`)
    const { k, smallestClass, suppressed, patients } = report.anonymity
    line.say(
      `${patients} patients, ${suppressed} of them stay here: no class of ${k} could be found. Smallest class that leaves: ${smallestClass}.`,
    )
    line.say(
      'It is de-identified, not anonymous for all time: whoever gets it signs that he does not look for persons.',
    )
    return { ok: true, value: report }
  } finally {
    await owner.destroy()
  }
}
