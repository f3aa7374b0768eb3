import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { type DatabaseAddress, pool } from '#platform/db/connect.ts'

/** Runs `work`, as the owner, on a database without any table. */
export async function withEmptyDatabase(work: (owner: pg.Pool) => Promise<void>): Promise<void> {
  const address = JSON.parse(process.env['LANONG_TEST_DATABASE'] ?? '{}') as DatabaseAddress
  const name = `test_${randomBytes(6).toString('hex')}`
  const admin = pool(address, 1)
  await admin.query(`create database ${name}`)
  const owner = pool({ ...address, database: name }, 4)
  try {
    await work(owner)
  } finally {
    await owner.end()
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  }
}
