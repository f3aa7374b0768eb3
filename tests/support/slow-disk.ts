import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installPackages } from './debian.ts'
import { until } from './status.ts'

/** A disk of its own. Root on Debian only: a loop device is mounted. */
export interface SlowDisk {
  readonly folder: string
  /** Each read and write of the device takes so long from now on. */
  slow(readMs: number, writeMs: number): Promise<void>
  close(): Promise<void>
}

const run = (program: string, ...words: readonly string[]) =>
  execFileSync(program, [...words], { stdio: 'ignore' })

export function openSlowDisk(megabytes: number): SlowDisk {
  if (!existsSync('/usr/bin/nbdfuse')) installPackages('nbdkit', 'libnbd-bin', 'fuse3', 'e2fsprogs')
  const root = mkdtempSync(join(tmpdir(), 'lanong-slow-'))
  chmodSync(root, 0o755)
  const [image, folder, device] = [join(root, 'image'), join(root, 'disk'), join(root, 'device')]
  writeFileSync(image, '')
  truncateSync(image, megabytes * 1024 * 1024)
  run('mkfs.ext4', '-q', '-F', image)
  for (const one of [folder, device]) mkdirSync(one)
  const mount = (from: string) => {
    run('mount', '-o', 'loop', from, folder)
    chmodSync(folder, 0o755)
  }
  mount(image)
  let served: ChildProcess | undefined
  return {
    folder,
    async slow(readMs, writeMs) {
      run('umount', folder)
      const delays = ['--filter=delay', `rdelay=${readMs}ms`, `wdelay=${writeMs}ms`]
      const words = [device, '--command', 'nbdkit', '-s', 'file', image, ...delays]
      served = spawn('nbdfuse', words, { stdio: 'ignore' })
      await until('the slow device is there', async () => existsSync(join(device, 'nbd')))
      mount(join(device, 'nbd'))
    },
    async close() {
      run('umount', folder)
      if (served) {
        const gone = new Promise((settle) => served?.once('exit', settle))
        run('fusermount3', '-u', device)
        await gone
      }
      rmSync(root, { recursive: true, force: true })
    },
  }
}
