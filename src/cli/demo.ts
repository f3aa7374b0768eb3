import { seedDemo } from '#app/demo/seed-demo.ts'
import { resetTraining, trainingConfig } from '#app/demo/training-folder.ts'
import { openServices } from '#app/open-services.ts'
import { startProgram } from '#app/workers/start-workers.ts'
import { listDemoAccounts } from '#modules/identity/index.ts'
import type { Command } from './command.ts'
import { stopSignal, untilStopped } from './until-stopped.ts'

export const command: Command = {
  usage: 'demo',
  summary: 'Start with the invented demo hospital; everything in ./var.',
  options: {
    patients: { type: 'string', summary: 'How many invented patients (60)' },
    training: {
      type: 'boolean',
      summary: 'For training, in the folder training of the data folder: marked, other patients, nothing leaves',
    },
    reset: { type: 'boolean', summary: 'With --training: begin anew, all that was entered is deleted' },
  },
  async run({ config: given, options, progress, say }) {
    const training = options['training'] === true
    if (options['reset'] === true) await resetTraining(given, training)
    const config = training ? trainingConfig(given) : given
    const asked = stopSignal()
    const services = await openServices(config, { demo: true, logToFile: true })
    try {
      const patients = options['patients'] === undefined ? 60 : Math.max(0, Number(options['patients']) || 0)
      const seeding = seedDemo(services, patients, progress.step)
      const whole = await Promise.race([seeding.then(() => true), asked.then(() => false)])
      progress.end()
      if (!whole) {
        seeding.catch(() => {}) // it meets a closed database
        await services.close()
        say('Stopped before the demo hospital was whole.')
        return { ok: false }
      }
      const program = await startProgram(services)
      if (training)
        say(
          'Training: every screen and paper is marked, nothing leaves. Begin anew: lanong demo --training --reset',
        )
      tellAccounts(say)
      say(`lanong ready ${program.url}`)
      return { ok: await untilStopped(program, asked, services.embedded?.ended) }
    } catch (error) {
      await services.close()
      throw error
    }
  },
}

function tellAccounts(say: (line: string) => void): void {
  say('Demo hospital: invented people, known passwords. Never put real data into it.\n')
  for (const account of listDemoAccounts('vi'))
    say(`  ${account.userName.padEnd(11)} ${account.password.padEnd(22)} ${account.title}`)
  say('\nSigning PIN of every demo account: 202611. Stop with Ctrl-C.\n')
}
