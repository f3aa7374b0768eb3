import { readFileSync } from 'node:fs'
import { openServices } from '#app/open-services.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { accountCommands, csvRows } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import { readWorkbook } from '#platform/uploads/read-workbook.ts'
import type { Command, CommandLine } from './command.ts'

type Work = (ctx: Context, line: CommandLine, userName: string) => Promise<unknown>

/** A password from a file (never from the line, which other users of the machine can read), or a new one. */
function passwordOf(line: CommandLine): { password: string; made: boolean } {
  const file = line.options['password-file']
  if (typeof file === 'string') return { password: readFileSync(file, 'utf8').replace(/\r?\n$/, ''), made: false }
  return { password: accountCommands.makePassword(), made: true }
}

const told = (line: CommandLine, userName: string, given: { password: string; made: boolean }) => {
  if (given.made) line.say(`Password of ${userName}: ${given.password}`)
  return given.made ? { userName, password: given.password } : { userName }
}

const works: Readonly<Record<string, Work>> = {
  async list(ctx, line) {
    const accounts = await accountCommands.list(ctx)
    for (const account of accounts)
      line.say(
        `  ${account.userName.padEnd(16)} ${account.active ? 'active  ' : 'disabled'} ${account.roles.join(', ')}`,
      )
    return accounts
  },
  async add(ctx, line, userName) {
    const given = passwordOf(line)
    const text = (name: string) => (typeof line.options[name] === 'string' ? line.options[name] : '')
    await accountCommands.add(ctx, {
      userName,
      name: text('name') || userName,
      password: given.password,
      roles: text('roles').split(',').filter(Boolean),
      departments: text('departments').split(',').filter(Boolean),
    })
    return told(line, userName, given)
  },
  async 'set-password'(ctx, line, userName) {
    const given = passwordOf(line)
    await accountCommands.setPassword(ctx, userName, given.password)
    return told(line, userName, given)
  },
  async breached(ctx, line, file) {
    const count = await accountCommands.takeBreached(ctx, file, (lines) =>
      line.progress.step('passwords', lines, lines),
    )
    line.say(`breached passwords: ${count} kept in the data folder`)
    return { count }
  },
  async people(ctx, line, file) {
    const rows = /\.xlsx$/i.test(file)
      ? (await readWorkbook(file)).map((row) => row.map((cell) => String(cell ?? '')))
      : csvRows(readFileSync(file, 'utf8'))
    const lines = await accountCommands.people(ctx, rows, line.options['apply'] === true)
    for (const one of lines) line.say(`  ${one.line}: ${one.userName} ${one.change} ${one.reason ?? ''}`.trimEnd())
    return lines
  },
  lock: (ctx, _, userName) => accountCommands.lock(ctx, userName),
  unlock: (ctx, _, userName) => accountCommands.unlock(ctx, userName),
  roles: (ctx, line, userName) => accountCommands.setRoles(ctx, userName, line.words.slice(2)),
}

export const command: Command = {
  usage: 'user <list|add|set-password|lock|unlock|roles|breached|people> [name or file]',
  summary:
    'Accounts of people: list, add, new password, lock, unlock, roles; joiners, movers and leavers by a file (.csv, .xlsx); a list of leaked passwords (SHA-1 ordered by hash, or plain).',
  options: {
    name: { type: 'string', summary: 'Name of the person (add)' },
    roles: { type: 'string', summary: 'Roles, with commas: doctor,nurse (add)' },
    departments: { type: 'string', summary: 'Department codes, with commas (add)' },
    apply: {
      type: 'boolean',
      summary: 'Carries out what the file says; without it the file is only read (people)',
    },
    'password-file': {
      type: 'string',
      summary: 'File that holds the password; a new one is made and printed when absent',
    },
  },
  async run(line) {
    const [verb = 'list', userName = ''] = line.words
    const work = works[verb]
    if (!work)
      throw commonErrors.invalid({ reason: `there is no "user ${verb}"; use ${Object.keys(works).join(', ')}` })
    if (verb !== 'list' && !userName)
      throw commonErrors.invalid({ reason: `say whose account: lanong user ${verb} <name>` })
    const services = await openServices(line.config, { beside: true })
    try {
      const value = await work(makeContext(services, { facility: 1, actor: systemActor }), line, userName)
      line.say(`user ${verb}: 1 expected, 1 processed, 0 failed.`)
      return { ok: true, value: value ?? { userName } }
    } finally {
      await services.close()
    }
  },
}
