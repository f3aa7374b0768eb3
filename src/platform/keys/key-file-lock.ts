import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { keyErrors } from './errors.ts'

/** One change of the key file at a time, so that no key is lost between reading and writing it. */
export async function changingKeys<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  const lock = `${file}.lock`
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  if (!taken(lock)) {
    refuseWhileHeld(lock)
    rmSync(lock, { force: true })
    if (!taken(lock)) refuseWhileHeld(lock)
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function taken(lock: string): boolean {
  try {
    writeFileSync(lock, `${process.pid} ${hostname()}`, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  }
}

/** A process of this machine that is gone holds nothing. */
function refuseWhileHeld(lock: string): void {
  const [pid = '', host = ''] = readFileSync(lock, 'utf8').split(' ')
  if (host === hostname() && !runs(Number(pid))) return
  throw keyErrors.locked({ lock, pid, host })
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
