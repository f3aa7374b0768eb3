import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { test } from 'node:test'

const aliases = (
  JSON.parse(readFileSync('package.json', 'utf8')) as { readonly imports: Readonly<Record<string, string>> }
).imports

function target(from: string, name: string): string | undefined {
  if (name.startsWith('.')) return resolve(dirname(from), name)
  const alias = Object.keys(aliases).find((key) => name.startsWith(key.slice(0, -1)))
  return alias && resolve((aliases[alias] ?? '').replace('*', name.slice(alias.length - 1)))
}

/** Everything that a program loads: own files, and packages and parts of Node.js by name. Types are not loaded. */
function reached(main: string): { readonly files: ReadonlySet<string>; readonly others: ReadonlySet<string> } {
  const files = new Set<string>()
  const others = new Set<string>()
  const left = [resolve(main)]
  for (let file = left.pop(); file; file = left.pop()) {
    if (files.has(file)) continue
    files.add(file)
    assert.ok(existsSync(file), file)
    const text = readFileSync(file, 'utf8')
    for (const [, what = '', name = ''] of text.matchAll(/^(?:im|ex)port\b([^'"`;]*?)from '([^']+)'/gms)) {
      if (/^\s*type\s/.test(what)) continue
      const next = target(file, name)
      if (next) left.push(next)
      else others.add(name)
    }
    assert.doesNotMatch(text, /\bimport\(|\brequire\(/, `${file} loads something that cannot be foreseen`)
  }
  return { files, others }
}

/** Reads XML for the seal of the ministry's file: pure, with no dependency but tables of characters (decision 0038). */
const pureParser = 'saxes'

test('the verifier reaches nothing but pure code and the files it is given', () => {
  const { files, others } = reached('src/cli/verify/main.ts')
  const names = [...files].map((file) => relative('src', file)).sort()
  const pure =
    /^(kernel|fhir)\/|^cli\/(verify\/|language)|^store\/ledger\/(growing-tree|head-text|leaf-line|merkle|verify-proof)\.ts$|^modules\/signing\/|^platform\/(messages\.ts$|pdf\/)/
  assert.deepEqual(
    names.filter((name) => !pure.test(name)),
    [],
  )
  assert.deepEqual(
    [...others]
      .sort()
      .filter((name) => name !== pureParser && !/^node:(crypto|fs|path|util|zlib|url)$/.test(name)),
    [],
  )
  assert.ok(names.length > 20, 'the walk found the program')
})

test('the verifier runs where it may read nothing but itself and the file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lanong-verify-'))
  const file = join(folder, 'paper.txt')
  writeFileSync(file, 'no paper')
  const asked = spawnSync(
    process.execPath,
    [
      '--permission',
      `--allow-fs-read=${resolve('.')}/*`,
      `--allow-fs-read=${folder}/*`,
      'src/cli/verify/main.ts',
      '--lang',
      'en',
      file,
    ],
    { encoding: 'utf8' },
  )
  assert.equal(asked.status, 1, asked.stderr)
  assert.match(asked.stdout, /whole: 0, failed: 1|1 .*0 .*1/)
})
