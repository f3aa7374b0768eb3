import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Installs packages where that is possible: on Debian, as root. */
export function installPackages(...names: readonly string[]): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  const run = (args: readonly string[]) =>
    execFileSync('apt-get', [...args], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  run(['update', '-qq'])
  run(['install', '-y', '-qq', '--no-install-recommends', ...names])
}
