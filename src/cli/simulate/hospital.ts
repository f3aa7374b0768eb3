import type { DayReport } from '../../app/hospital-day/hospital-day.ts'
import { playDay } from '../../app/hospital-day/hospital-day.ts'
import type { CommandLine } from '../command.ts'

function numberOption({ options }: CommandLine, name: string, otherwise: number): number {
  const given = Number(options[name] ?? otherwise)
  return Number.isFinite(given) && given > 0 ? given : otherwise
}

/** A table for people: how often, and how long half and nineteen of twenty waited. */
function lines({ actions, patients, seconds, users, failures }: DayReport): readonly string[] {
  const width = Math.max(...actions.map((row) => row.action.length))
  const cells = (cell: readonly (string | number)[]) => cell.map((one) => String(one).padStart(9)).join('')
  return [
    `${'milliseconds'.padEnd(width)}${cells(['done', 'refused', 'p50', 'p95', 'max'])}`,
    ...actions.map(
      ({ action, done, refused, p50, p95, max }) =>
        `${action.padEnd(width)}${cells([done, refused, p50, p95, max])}`,
    ),
    `${users} people at screens, ${seconds} s. Patients: expected ${patients.expected}, processed ${patients.processed}, failed ${patients.failed}.`,
    ...failures.map((failure) => `failed: ${failure}`),
  ]
}

/** Plays a day of a running demo hospital through its real API and tells how long everybody waited. */
export async function simulateHospital(line: CommandLine): Promise<{ ok: boolean; value: DayReport }> {
  const { config, options, progress } = line
  const value = await playDay(
    {
      url: String(options['url'] ?? `http://${config.host}:${config.port}`).replace(/\/$/, ''),
      patients: Math.round(numberOption(line, 'patients', 60)),
      users: Math.round(numberOption(line, 'users', 20)),
      speed: numberOption(line, 'speed', 60),
      thinkSeconds: numberOption(line, 'think', 8),
    },
    (what, done, of) => progress.step(what, done, of),
  )
  progress.end()
  for (const text of lines(value)) line.say(text)
  return { ok: value.patients.failed === 0 && value.failures.length === 0, value }
}
