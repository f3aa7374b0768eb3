import { openServices } from '#app/open-services.ts'
import { selfTest } from '#app/self-test.ts'
import type { Command } from './command.ts'

export const command: Command = {
  usage: 'doctor',
  summary: 'Try every part and say which one fails; also beside a running server.',
  async run({ config, say }) {
    const services = await openServices(config, { beside: true, logToFile: true })
    try {
      const tested = await selfTest(services, ({ part, ok, note, ms }) =>
        say(`  ${ok ? 'ok    ' : 'FAILED'} ${part.padEnd(22)} ${note} (${ms} ms)`),
      )
      const failed = tested.filter((one) => !one.ok).length
      say(`doctor: ${tested.length} expected, ${tested.length - failed} well, ${failed} failed.`)
      return { ok: failed === 0, value: { ok: failed === 0, parts: tested } }
    } finally {
      await services.close()
    }
  },
}
