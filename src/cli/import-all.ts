import { readFile } from 'node:fs/promises'
import { openServices } from '#app/open-services.ts'
import { importAll, schemaOfExport } from '#modules/exit/index.ts'
import { readRoots } from '#modules/signing/index.ts'
import { connect, pool } from '#platform/db/connect.ts'
import { migrate } from '#platform/db/migrate.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import type { CommandLine } from './command.ts'

/** A whole export into an empty installation. */
export async function importWhole(line: CommandLine, folder: string) {
  const pem = line.options['trust']
  const trust = typeof pem === 'string' ? { roots: readRoots(await readFile(pem, 'utf8')), crls: [] } : undefined
  const startedAt = Date.now()
  const services = await openServices(line.config, { logToFile: true, schema: await schemaOfExport(folder) })
  const owners = pool(services.address, 2)
  const owner = connect(owners)
  try {
    const ctx = makeContext(services, { facility: 1, actor: systemActor })
    const taken = await importAll(ctx, owner, folder, {
      trust,
      step: (what, done, of) => line.progress.step(what, done, of),
      async toPresent() {
        for (const name of await migrate(owners)) line.say(`  ${name}`)
      },
    })
    line.progress.end()
    const seconds = Math.round((Date.now() - startedAt) / 100) / 10
    line.say(`${taken.facility}`)
    line.say(
      `import: ${taken.rows} rows expected, ${taken.rows} processed, 0 failed; ${taken.tables} tables, ${taken.documents} documents, ${taken.entries} entries of the ledger; ${seconds} s.`,
    )
    line.say(
      `equal: ${taken.equal} files made again from what is here now, each with the hash that the export tells.`,
    )
    if (taken.trust === 'archive')
      for (const { name, sha256 } of taken.roots)
        line.say(
          `  the seal leads to the root in the export itself: ${name}, SHA-256 ${sha256}; compare it, or give --trust`,
        )
    line.say(
      'Passwords and signing keys did not come: lanong user set-password <name> gives the first administrator one.',
    )
    return { ok: true, value: { ...taken, seconds } }
  } finally {
    await owner.destroy()
    await services.close()
  }
}
