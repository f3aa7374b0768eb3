import { commonErrors } from '#kernel/common-errors.ts'
import type { Command, CommandLine } from './command.ts'

type Simulate = (line: CommandLine) => ReturnType<Command['run']>

/** Everything that can be simulated, loaded when it is asked for. */
const simulations: Readonly<Record<string, () => Promise<Simulate>>> = {
  'remote-signing': async () => (await import('./simulate/remote-signing.ts')).simulateRemoteSigning,
  hospital: async () => (await import('./simulate/hospital.ts')).simulateHospital,
}

export const command: Command = {
  usage: 'simulate <remote-signing|hospital>',
  summary: 'A simulated remote signing service (CSC API v2), or a day of the demo hospital played over HTTP.',
  options: {
    port: { type: 'string', summary: 'remote-signing: TCP port on this machine (8090)' },
    url: { type: 'string', summary: 'hospital: where the demo hospital answers (the address of LANONG_PORT)' },
    patients: { type: 'string', summary: 'hospital: how many come in the day (60)' },
    speed: { type: 'string', summary: 'hospital: minutes of the day in a minute (60)' },
    users: { type: 'string', summary: 'hospital: people at screens at the same time (20)' },
    think: { type: 'string', summary: 'hospital: seconds between two screens of one person (8)' },
  },
  async run(line) {
    const load = simulations[line.words[0] ?? '']
    if (!load) throw commonErrors.notFound({ type: 'Simulator', id: line.words[0] ?? '' })
    return (await load())(line)
  },
}
