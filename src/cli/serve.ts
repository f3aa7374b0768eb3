import { noteConfiguration } from '#app/note-configuration.ts'
import { openServices } from '#app/open-services.ts'
import { prepareProduction } from '#app/production.ts'
import { refuseHalfImport } from '#app/start.ts'
import { startProgram } from '#app/workers/start-workers.ts'
import type { Command } from './command.ts'
import { stopSignal, untilStopped } from './until-stopped.ts'

export const command: Command = {
  usage: 'serve',
  summary: 'Start the server for production: no demo data, unsafe settings are refused.',
  async run({ config, say, progress }) {
    const services = await openServices(config, { step: (...at) => progress.step(...at) })
    progress.end()
    if (services.migrated.length > 0)
      say(`${services.migrated.length} changes of the schema were made; lanong upgrade --rollback goes back.`)
    const { program, code } = await startOrClose(services)
    const asked = stopSignal()
    if (code) say(`First start: open ${program.url}/setup and give the setup code ${code}`)
    say(`lanong ready ${program.url}`)
    return { ok: await untilStopped(program, asked, services.embedded?.ended) }
  },
}

async function startOrClose(services: Awaited<ReturnType<typeof openServices>>) {
  try {
    await refuseHalfImport(services)
    const code = await prepareProduction(services)
    await noteConfiguration(services)
    return { program: await startProgram(services), code }
  } catch (error) {
    await services.close()
    throw error
  }
}
