import { execFileSync } from 'node:child_process'
import { chmodSync, rmdirSync, statfsSync, writeFileSync } from 'node:fs'
import type { TestContext } from 'node:test'
import { freshFolder } from './program.ts'

/** Runs `work` in a folder that is a disk of its own of this size. */
export async function withDisk(
  t: TestContext,
  megabytes: number,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = freshFolder('lanong-disk-')
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    t.skip('no disk of its own: this user may not mount (root may)')
    return rmdirSync(folder)
  }
  try {
    chmodSync(folder, 0o755)
    await work(folder)
  } finally {
    execFileSync('umount', ['-l', folder])
    rmdirSync(folder)
  }
}

function freeMb(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return Math.floor((bavail * bsize) / 1024 / 1024)
}

/** Takes all room of a disk but so much. */
export function fill(folder: string, file: string, leave: number): void {
  writeFileSync(file, Buffer.alloc((freeMb(folder) - leave) * 1024 * 1024, 1))
}
