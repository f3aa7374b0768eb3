import { openServices } from '#app/open-services.ts'
import { start } from '#app/start.ts'
import type { Command } from './command.ts'
import { untilStopped } from './until-stopped.ts'

export const command: Command = {
  usage: 'serve',
  summary: 'Start the server for production: no demo data, unsafe settings are refused.',
  async run({ config, say }) {
    const services = await openServices(config)
    const program = await startOrClose(services)
    say(`lanong ready ${program.url}`)
    return { ok: await untilStopped(program, services.embedded?.ended) }
  },
}

async function startOrClose(services: Awaited<ReturnType<typeof openServices>>) {
  try {
    return await start(services)
  } catch (error) {
    await services.close()
    throw error
  }
}
