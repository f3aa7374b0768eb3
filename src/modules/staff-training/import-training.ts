import { parseVietnameseDay } from '#kernel/civil-date.ts'
import { csvRows } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { toAppError } from '#platform/http/problem.ts'
import { errorTexts } from '#platform/messages.ts'
import type { ImportLine, RecordBody } from './contract.ts'
import { trainingErrors } from './errors.ts'
import { checkRecord, noteTraining } from './note-training.ts'

type Column = 'userName' | 'course' | 'heldOn' | 'taughtBy' | 'result'

/** Column names as offices write them, folded. */
const columns: Readonly<Record<string, Column>> = {
  'tên đăng nhập': 'userName',
  'tài khoản': 'userName',
  username: 'userName',
  'user name': 'userName',
  khóa: 'course',
  'khóa học': 'course',
  course: 'course',
  ngày: 'heldOn',
  date: 'heldOn',
  'người dạy': 'taughtBy',
  'giảng viên': 'taughtBy',
  'taught by': 'taughtBy',
  'kết quả': 'result',
  result: 'result',
}
const results: Readonly<Record<string, RecordBody['result']>> = {
  đạt: 'passed',
  passed: 'passed',
  'không đạt': 'failed',
  failed: 'failed',
}
const fold = (text: string) => text.trim().normalize('NFC').toLowerCase()

const textOf = errorTexts()

/** What a file would do, or does: each line for itself, so that a refused one stops no other. */
export async function takeTraining(ctx: Context, text: string, apply: boolean): Promise<readonly ImportLine[]> {
  const [header = [], ...rows] = csvRows(text)
  const names = header.map((cell) => columns[fold(cell)])
  for (const needed of new Set(Object.values(columns))) if (!names.includes(needed)) throw trainingErrors.header()
  const lines: ImportLine[] = []
  for (const [at, cells] of rows.entries()) {
    const cell = (name: Column) => (cells[names.indexOf(name)] ?? '').trim()
    lines.push({
      line: at + 2,
      userName: cell('userName'),
      course: cell('course'),
      ...(await takeLine(ctx, cell, apply)),
    })
  }
  return lines
}

async function takeLine(
  ctx: Context,
  cell: (name: Column) => string,
  apply: boolean,
): Promise<Pick<ImportLine, 'change' | 'reason' | 'told'>> {
  try {
    const result = results[fold(cell('result'))]
    if (!result) throw trainingErrors.result({ result: cell('result') })
    const heldOn = parseVietnameseDay(cell('heldOn')) ?? cell('heldOn')
    const given = {
      userName: cell('userName'),
      course: cell('course'),
      heldOn,
      taughtBy: cell('taughtBy'),
      result,
    }
    const { known } = await checkRecord(ctx, given)
    if (known) return { change: 'same' }
    if (apply) await inTransaction(ctx, (within) => noteTraining(within, given))
    return { change: 'new' }
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.category === 'fault') throw thrown
    const told = textOf(error.code, ctx.language, error.details) ?? error.message
    return { change: 'refused', reason: error.code, told }
  }
}
