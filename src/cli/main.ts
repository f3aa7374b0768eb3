import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { AppError } from '#kernel/app-error.ts'
import { readConfig } from '#platform/config.ts'
import { diskFull } from '#platform/disk-room.ts'
import type { Command } from './command.ts'
import { makeProgress } from './progress.ts'

// Compiled code is kept between starts: half the time of a start. Without the right to write it, nothing is kept.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/compile', import.meta.url)))

/** Every command, loaded when it is asked for. */
const commands: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  serve: () => import('./serve.ts'),
  demo: () => import('./demo.ts'),
  migrate: () => import('./migrate.ts'),
  database: () => import('./database.ts'),
  doctor: () => import('./doctor.ts'),
  import: () => import('./import.ts'),
  export: () => import('./export.ts'),
  backup: () => import('./backup.ts'),
  restore: () => import('./restore.ts'),
  upgrade: () => import('./upgrade.ts'),
  'delete-all': () => import('./delete-all.ts'),
  verify: () => import('./verify.ts'),
  simulate: () => import('./simulate.ts'),
  drill: () => import('./drill.ts'),
  view: () => import('./view.ts'),
  user: () => import('./user.ts'),
  tls: () => import('./tls.ts'),
  keys: () => import('./keys.ts'),
  emergency: () => import('./emergency.ts'),
}

const common = {
  help: { type: 'boolean', summary: 'Say what the command does' },
  json: { type: 'boolean', summary: 'Print one JSON value' },
} as const

async function usage(): Promise<string> {
  const rows = await Promise.all(Object.values(commands).map(async (load) => (await load()).command))
  const width = Math.max(...rows.map((row) => row.usage.length))
  return [
    'Usage: lanong <command>',
    '',
    ...rows.map((row) => `  ${row.usage.padEnd(width)}  ${row.summary}`),
    '',
    'Every command has --help and --json.',
  ].join('\n')
}

function help(command: Command): string {
  const options = { ...command.options, ...common }
  return [
    `Usage: lanong ${command.usage}`,
    '',
    command.summary,
    '',
    ...Object.entries(options).map(([name, option]) => `  --${name.padEnd(14)} ${option.summary}`),
  ].join('\n')
}

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv
  const load = name === undefined ? undefined : commands[name]
  if (!load) {
    const asked = name === undefined || name === '--help' || name === 'help'
    process[asked ? 'stdout' : 'stderr'].write(
      `${asked ? '' : `lanong: there is no command ${name}.\n`}${await usage()}\n`,
    )
    return asked && name !== undefined ? 0 : 1
  }
  const { command } = await load()
  const options = Object.fromEntries(
    Object.entries({ ...command.options, ...common }).map(([key, option]) => [key, { type: option.type }]),
  )
  const { values, positionals } = parseArgs({ args: [...rest], options, allowPositionals: true })
  if (values['help']) {
    process.stdout.write(`${help(command)}\n`)
    return 0
  }
  const json = values['json'] === true
  const progress = makeProgress(json)
  const outcome = await command.run({
    config: readConfig(process.env),
    words: positionals,
    options: values as Record<string, string | boolean | undefined>,
    json,
    progress,
    say: (line) => void (json || process.stdout.write(`${line}\n`)),
  })
  progress.end()
  if (json) process.stdout.write(`${JSON.stringify(outcome.value ?? { ok: outcome.ok })}\n`)
  return outcome.ok ? 0 : 1
}

/** One clear line for people; a stack trace only for a fault of ours, and only at debug level. */
function explain(error: unknown): string {
  const { code, message, stack } = error as NodeJS.ErrnoException
  if (error instanceof AppError) return `${error.message} [${error.code}]`
  if (code === 'ENOSPC' || code === '53100') return `${diskFull().message} [disk.full]`
  if (code?.startsWith('ERR_PARSE_ARGS')) return `${message} Try --help.`
  if (process.env['LANONG_LOG_LEVEL'] === 'debug' && stack) return stack
  return message ?? String(error)
}

process.on('unhandledRejection', (error) => {
  process.stderr.write(`lanong: ${explain(error)}\n`)
  process.exit(1)
})

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`lanong: ${explain(error)}\n`)
  process.exitCode = 1
}
