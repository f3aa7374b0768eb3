import { openServices } from '#app/open-services.ts'
import type { Command } from './command.ts'

export const command: Command = {
  usage: 'migrate',
  summary: 'Bring the database to this version.',
  async run({ config, say, progress }) {
    const services = await openServices(config, { migrates: true, step: (...at) => progress.step(...at) })
    progress.end()
    await services.close()
    for (const name of services.migrated) say(`  ${name}`)
    say(`${services.migrated.length} migrations run, 0 failed.`)
    return {
      ok: true,
      value: {
        expected: services.migrated.length,
        processed: services.migrated.length,
        failed: 0,
        migrations: services.migrated,
      },
    }
  },
}
