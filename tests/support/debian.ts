import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Installs packages where that is possible: on Debian, as root. Files of tests that run beside each other take turns. */
export function installPackages(...names: readonly string[]): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  const run = (...args: readonly string[]) =>
    execFileSync(
      'flock',
      [join(tmpdir(), 'apt.lock'), 'apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=300', ...args],
      {
        stdio: 'ignore',
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      },
    )
  run('update')
  run('install', '-y', '--no-install-recommends', ...names)
}
