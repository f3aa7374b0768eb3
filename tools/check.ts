// Everything that can be said of the code without running it; the cheap fails first.
import { spawnSync } from 'node:child_process'

const node = process.execPath
const biome = 'node_modules/@biomejs/cli-linux-x64/biome'
const steps: readonly (readonly [string, readonly string[]])[] = [
  ['format and lint', [biome, 'check', '--max-diagnostics=60', '.']],
  ['types of the server', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']],
  ['types of the screens', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.web.json']],
  [
    'layers',
    [
      'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
      'src',
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err',
    ],
  ],
  ['sizes', ['tools/check-size.ts']],
  ['safe code', ['tools/check-security.ts']],
  ['what comes from others', ['tools/check-supply.ts']],
  ['security requirements', ['tools/check-asvs.ts']],
  ['texts', ['tools/check-messages.ts']],
  ['forms', ['tools/check-forms.ts']],
  ['schema.sql', ['tools/generate-schema.ts', '--check']],
  ['generated documents', ['tools/generate-docs.ts', '--check']],
]

let failed = 0
for (const [name, args] of steps) {
  const at = Date.now()
  const { status } =
    args[0] === biome
      ? spawnSync(biome, args.slice(1), { stdio: 'inherit' })
      : spawnSync(node, [...args], { stdio: 'inherit' })
  process.stdout.write(
    `${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - at) / 1000).toFixed(1)} s)\n`,
  )
  if (status !== 0) failed += 1
}
process.exitCode = failed === 0 ? 0 : 1
