import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { createInterface } from 'node:readline'
import { openServices } from '#app/open-services.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { endEmergency, openEmergency, prepareEmergency, readEmergencies } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import type { Command, CommandLine } from './command.ts'

type Work = (ctx: Context, line: CommandLine) => Promise<unknown>

const works: Readonly<Record<string, Work>> = {
  async prepare(ctx, line) {
    const { 'secret-file': file } = line.options
    const prepared = await prepareEmergency(ctx, {
      holders: line.words.slice(1),
      secret: typeof file === 'string' ? readFileSync(file, 'utf8') : undefined,
      by: whoRuns(),
    })
    for (const { number, holder, code } of prepared.envelopes)
      for (const text of paper(number, holder, code)) line.say(text)
    return prepared
  },
  async open(ctx, line) {
    const reason = String(line.options['reason'] ?? '')
    const opened = await openEmergency(ctx, { reason, codes: await codesOf(line), by: whoRuns() })
    line.say(`Tài khoản / account:  ${opened.userName}`)
    line.say(`Mật khẩu / password:  ${opened.password}`)
    line.say(`Mở đến / open until:  ${opened.endsAt.toISOString()}`)
    if (opened.secret !== undefined) line.say(`Mật khẩu máy chủ / password of the machine:  ${opened.secret}`)
    line.say('Hai phong bì đã dùng. Chuẩn bị bộ mới: lanong emergency prepare')
    return opened
  },
  async end(ctx, line) {
    await endEmergency(ctx)
    line.say('Đã kết thúc truy cập khẩn cấp. / The emergency access is over.')
    return {}
  },
  async status(ctx, line) {
    const state = await readEmergencies(ctx)
    for (const { number, holder, openedAt } of state.envelopes)
      line.say(`  ${number}. ${holder}: ${openedAt ? `đã mở / used ${openedAt}` : 'còn niêm phong / whole'}`)
    for (const { openedAt, endedAt, holders, reason } of state.openings)
      line.say(`  ${openedAt} – ${endedAt ?? 'đang mở / open'}: ${holders.join(', ')}: ${reason}`)
    return state
  },
}

/** Who is responsible at the machine: the one before sudo, where there is one. */
function whoRuns(): string {
  return (process.env['SUDO_USER'] ?? userInfo().username).slice(0, 64)
}

function paper(number: number, holder: string, code: string): readonly string[] {
  return [
    '',
    '- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -',
    `PHONG BÌ KHẨN CẤP SỐ ${number} – EMERGENCY ENVELOPE ${number}`,
    `Người giữ / holder:  ${holder}`,
    `Mã / code:           ${code}`,
    'Chỉ mở khi không ai đăng nhập được và có người giữ thứ hai. Trên máy chủ:',
    'Open only when nobody can log in, with a second holder. On the server:',
    '    lanong emergency open --reason "…"',
    'Mã chỉ dùng một lần. Mỗi lần mở đều được ghi vào sổ cái và phải giải trình.',
    '- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -',
  ]
}

/** The codes never stand on the line, where other users of the machine can read them. */
async function codesOf(line: CommandLine): Promise<readonly string[]> {
  const { 'codes-file': file } = line.options
  if (typeof file === 'string') return readFileSync(file, 'utf8').split(/\r?\n/).filter(Boolean)
  const typed = createInterface({ input: process.stdin })
  const lines = typed[Symbol.asyncIterator]()
  const ask = async (question: string): Promise<string> => {
    process.stderr.write(question)
    const line = await lines.next()
    return line.done ? '' : line.value
  }
  try {
    return [
      await ask('Mã của người giữ thứ nhất / code of the first holder: '),
      await ask('Mã của người giữ thứ hai / code of the second holder: '),
    ]
  } finally {
    typed.close()
  }
}

export const command: Command = {
  usage: 'emergency <prepare|open|end|status> [holders]',
  summary:
    'Access when nobody can log in: sealed envelopes of at least three holders, any two of them open an administrator for an hour; also beside a running server, without a network.',
  options: {
    reason: { type: 'string', summary: 'Why it is opened; stands in the ledger (open)' },
    'codes-file': { type: 'string', summary: 'File with two lines, a code each; asked for when absent (open)' },
    'secret-file': {
      type: 'string',
      summary: 'File with the password of the machine, told only to two holders together (prepare)',
    },
  },
  async run(line) {
    const [verb = 'status'] = line.words
    const work = works[verb]
    if (!work)
      throw commonErrors.invalid({
        reason: `there is no "emergency ${verb}"; use ${Object.keys(works).join(', ')}`,
      })
    const services = await openServices(line.config, { beside: true })
    try {
      return { ok: true, value: await work(makeContext(services, { facility: 1, actor: systemActor }), line) }
    } finally {
      await services.close()
    }
  },
}
