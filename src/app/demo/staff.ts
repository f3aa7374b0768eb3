import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { accountCommands, makePassword } from '#modules/identity/index.ts'
import type { Actor, Context } from '#platform/context.ts'
import { readTable } from '#platform/read-table.ts'

interface AccountRow {
  readonly id: string
  readonly user_name: string
  readonly name: string
  readonly practitioner_id: string | null
  readonly roles: string[]
  readonly departments: string[]
}

const staff = () => readTable(new URL('../../../data/demo/staff.tsv', import.meta.url))

/**
 * Accounts of the doctors beside the twelve demo accounts, so that every room has one who signs. Nobody knows
 * their passwords; the administrator can give new ones.
 */
export async function ensureDoctorAccounts(ctx: Context): Promise<void> {
  const { rows } = await sql<{ practitioner_id: string }>`
    select practitioner_id from account where facility = ${ctx.facility} and practitioner_id is not null`.execute(
    ctx.db,
  )
  const known = new Set(rows.map((row) => row.practitioner_id))
  for (const row of staff()) {
    const id = row['id'] ?? ''
    if (!id || row['userName'] || known.has(id) || row['role'] !== 'doctor' || !row['room']) continue
    await accountCommands.add(ctx, {
      userName: id.replace('practitioner-', 'bs.'),
      name: row['name'] ?? '',
      password: makePassword(),
      roles: ['doctor'],
      departments: (row['departments'] ?? '').split(';').filter(Boolean),
      practitionerId: id,
    })
  }
}

function permissionsOf(role: string): readonly string[] {
  const file = new URL(`../../../data/roles/${role}.json`, import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { permissions: string[] }).permissions
}

export interface DemoStaff {
  readonly reception: Actor
  readonly nurse: Actor
  readonly laboratory: Actor
  readonly recordOffice: Actor
  /** The doctor of a room. */
  doctorOf(roomId: string): Actor
}

/** The people of the demo hospital with what their roles allow. */
export async function readStaff(ctx: Context): Promise<DemoStaff> {
  const { rows } = await sql<AccountRow>`
    select id, user_name, name, practitioner_id, roles, departments from account where facility = ${ctx.facility}`.execute(
    ctx.db,
  )
  const actors = new Map(rows.map((row) => [row.user_name, actorOf(row)]))
  const named = (userName: string): Actor => {
    const actor = actors.get(userName)
    if (!actor) throw new Error(`the demo account ${userName} is missing`)
    return actor
  }
  return {
    reception: named('tiepdon'),
    nurse: named('dieuduong'),
    laboratory: named('xetnghiem'),
    recordOffice: named('luutru'),
    doctorOf(roomId) {
      const row = staff().find((one) => one['room'] === roomId && one['role'] === 'doctor')
      return named(row?.['userName'] || (row?.['id'] ?? '').replace('practitioner-', 'bs.'))
    },
  }
}

function actorOf(row: AccountRow): Actor {
  return {
    id: row.id,
    kind: 'person',
    userName: row.user_name,
    name: row.name,
    ...(row.practitioner_id ? { practitionerId: row.practitioner_id } : {}),
    departments: row.departments,
    roles: row.roles,
    permissions: new Set(row.roles.flatMap(permissionsOf)),
  }
}
