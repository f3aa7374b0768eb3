import { writeFile } from 'node:fs/promises'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Grade } from '#modules/drills/index.ts'
import type { Command, CommandLine } from './command.ts'
import { logIn, stageDrill } from './drill/stage.ts'

const urlOf = ({ config, options }: CommandLine) =>
  String(options['url'] ?? `http://${config.host}:${config.port}`).replace(/\/$/, '')
const whoOf = ({ options }: CommandLine) => String(options['as'] ?? 'quantri')

export const command: Command = {
  usage: 'drill <stage|grade> [scenario]',
  summary:
    'Stage an incident on a demo hospital (stolen-laptop, ransomware, insider, leaked-token), then grade what was done about it.',
  options: {
    url: { type: 'string', summary: 'Where the demo hospital answers (the address of LANONG_PORT)' },
    as: { type: 'string', summary: 'Demo account that runs the drill (quantri)' },
    drill: { type: 'string', summary: 'grade: id of the drill; the last one when absent' },
    minutes: { type: 'string', summary: 'grade: file for the minutes (PDF)' },
  },
  async run(line) {
    const [act, scenario = '', ...more] = line.words
    if (act === 'stage' && scenario !== '' && more.length === 0) return stage(line, scenario)
    if (act === 'grade' && scenario === '') return grade(line)
    throw commonErrors.invalid({ reason: 'say lanong drill stage <scenario> or lanong drill grade' })
  },
}

async function stage(line: CommandLine, scenario: string) {
  const { config, say } = line
  const value = await stageDrill({ url: urlOf(line), config, as: whoOf(line), say }, scenario)
  say(`Đã dàn dựng ${scenario}, mã ${value.id}. Đồng hồ phản ứng chạy từ bây giờ.`)
  say(`Staged ${scenario}. The clock of the reaction runs. Afterwards: lanong drill grade --drill ${value.id}`)
  return { ok: true, value }
}

const marks = { done: 'ok  ', late: 'late', missed: 'MISS' } as const

async function grade(line: CommandLine) {
  const { options, say } = line
  const officer = await logIn(urlOf(line), whoOf(line))
  const id = String(options['drill'] ?? 'last')
  const value = (await officer.must('POST', `/api/drills/${id}/grade`)).json<Grade>()
  say(`${value.title}: ${value.points}/100 (${value.verdict})`)
  for (const one of value.checks)
    say(
      `  ${marks[one.state]} ${String(one.got).padStart(3)}/${String(one.points).padEnd(3)} ${one.minutes === undefined ? '' : `${one.minutes} / `}${one.withinMinutes} min  ${one.title}`,
    )
  if (typeof options['minutes'] === 'string') {
    await writeFile(options['minutes'], (await officer.must('GET', `/api/drills/${value.id}/minutes`)).bytes)
    say(options['minutes'])
  }
  return { ok: value.verdict !== 'poor', value }
}
