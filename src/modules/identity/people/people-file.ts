import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { toAppError } from '#platform/http/problem.ts'
import { errorTexts } from '#platform/messages.ts'
import { findAccountByName } from '../account-store.ts'
import { foldUserName } from '../domain/user-name.ts'
import { identityErrors } from '../errors.ts'
import {
  applyPerson,
  type Change,
  changeFor,
  type Person,
  requireChangeable,
  requireProvisionable,
} from './apply-person.ts'

/** Column names as personnel departments write them, folded. */
const columns: Readonly<Record<string, keyof Person>> = {
  username: 'userName',
  'tên đăng nhập': 'userName',
  name: 'name',
  'họ và tên': 'name',
  'họ tên': 'name',
  roles: 'roles',
  'vai trò': 'roles',
  departments: 'departments',
  khoa: 'departments',
  'khoa phòng': 'departments',
  state: 'active',
  'trạng thái': 'active',
  externalid: 'externalId',
  'mã nhân viên': 'externalId',
}

const left = new Set(['left', 'nghỉ', 'nghỉ việc', 'thôi việc', 'no', '0', 'false'])

export interface PlannedLine {
  readonly line: number
  readonly userName: string
  readonly change: Change | 'refused'
  readonly reason?: string
  readonly told?: string
}

interface FileLine {
  readonly line: number
  readonly person: Person
}

/** Reads the rows of a personnel file: a header, then a person a line. */
export function peopleOf(rows: readonly (readonly string[])[]): readonly FileLine[] {
  const [header = [], ...body] = rows
  const names = header.map((cell) => columns[cell.trim().normalize('NFC').toLowerCase()])
  if (!names.includes('userName')) throw identityErrors.peopleHeader()
  return body.flatMap((cells, at) => {
    const found = new Map(names.flatMap((name, i) => (name ? [[name, (cells[i] ?? '').trim()] as const] : [])))
    const userName = found.get('userName') ?? ''
    return userName === '' ? [] : [{ line: at + 2, person: personOf(userName, found) }]
  })
}

function personOf(userName: string, cells: ReadonlyMap<keyof Person, string>): Person {
  const words = (name: 'roles' | 'departments') =>
    cells
      .get(name)
      ?.split(/[;,\s]+/)
      .filter(Boolean)
  const state = cells.get('active')?.toLowerCase()
  return {
    userName,
    name: cells.get('name') || undefined,
    roles: words('roles'),
    departments: words('departments'),
    active: state === undefined ? undefined : !left.has(state),
    externalId: cells.get('externalId') || undefined,
  }
}

/** Cells of comma- or semicolon-separated text. @see RFC 4180 */
export function csvRows(text: string): string[][] {
  const plain = text.replace(/^\uFEFF/, '')
  const separator = /^[^\n,]*;/.test(plain) ? ';' : ','
  const rows: string[][] = [[]]
  const token = new RegExp(`"((?:[^"]|"")*)"|([^"${separator}\\r\\n]+)|(${separator})|(\\r?\\n)`, 'g')
  let cell = ''
  const push = () => {
    rows.at(-1)?.push(cell)
    cell = ''
  }
  for (const [, quoted, bare, comma, end] of plain.matchAll(token)) {
    if (comma !== undefined) push()
    else if (end !== undefined) {
      push()
      rows.push([])
    } else cell += quoted?.replaceAll('""', '"') ?? bare ?? ''
  }
  push()
  return rows.filter((row) => row.some((one) => one.trim() !== ''))
}

const textOf = errorTexts()

/** What a file would do, or does: each person for themselves, so that one refused line stops no other. */
export async function takePeople(
  ctx: Context,
  rows: readonly (readonly string[])[],
  apply: boolean,
): Promise<PlannedLine[]> {
  const lines: PlannedLine[] = []
  for (const { line, person } of peopleOf(rows)) {
    const userName = foldUserName(person.userName).slice(0, 64)
    try {
      const change = apply
        ? (await inTransaction(ctx, (within) => applyPerson(within, person))).change
        : await plan(ctx, person)
      lines.push({ line, userName, change })
    } catch (thrown) {
      const error = toAppError(thrown)
      if (error.category === 'fault') throw thrown
      const told = textOf(error.code, ctx.language, error.details) ?? error.message
      lines.push({ line, userName, change: 'refused', reason: error.code, told })
    }
  }
  return lines
}

async function plan(ctx: Context, person: Person): Promise<Change> {
  if (person.roles) requireProvisionable(person.roles)
  const account = await findAccountByName(ctx, foldUserName(person.userName).replaceAll('\0', ''))
  if (account) requireChangeable(account)
  return changeFor(account, person)
}
