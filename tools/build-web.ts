// Builds the web application into dist/web when something of it changed: `node tools/build-web.ts [--force]`.
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const root = join(import.meta.dirname, '..')
const out = join(root, 'dist/web')
const hashFile = join(out, '.hash')
/** Initial JavaScript, compressed: issue 2 asks for 300, 242 are reached. */
const initialLimitKb = 250

const inputs = [
  'src/web/**/*.{ts,tsx,css,svg}',
  'src/web/public/*.{js,webmanifest}',
  'src/modules/*/web/**/*.{ts,tsx,css,svg}',
  'src/modules/*/contract.ts',
  'src/modules/*/*-contract.ts',
  'src/modules/*/domain/**/*.ts',
  'src/kernel/**/*.ts',
  'src/fhir/**/*.ts',
  'data/messages/*.json',
  // Dated lists that screens and their pure parts import.
  'data/{burns,fhir,growth,identity,labour,nursing,rules,scores,ucum}/**/*.json',
  'index.html',
  'vite.config.ts',
  'tools/{vite,web}-texts.ts',
  'package-lock.json',
]

function hashOfInputs(): string {
  const hash = createHash('sha256')
  for (const file of globSync(inputs, { cwd: root }).sort()) {
    if (file.endsWith('.test.ts')) continue
    hash.update(`${file}\0`).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

/** Tells the service worker its build and the files to keep; a typeface's older format is for no browser that has one. */
function stampServiceWorker(buildId: string): void {
  const path = join(out, 'service-worker.js')
  const files = globSync('assets/*', { cwd: out }).filter((file) => !/\.(br|gz|woff)$/.test(file))
  const code = readFileSync(path, 'utf8')
    .replace("const build = 'development'", `const build = '${buildId}'`)
    .replace('const files = []', `const files = ${JSON.stringify(files.sort().map((file) => `/${file}`))}`)
  writeFileSync(path, code)
}

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/** Writes .br and .gz beside every text asset, so that the server compresses nothing. */
async function compressAssets(): Promise<void> {
  const files = globSync('**/*.{js,css,svg,html,json,wasm,md}', { cwd: out })
  await Promise.all(
    files.map(async (file) => {
      const bytes = readFileSync(join(out, file))
      if (bytes.length < 1024) return
      const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: bytes.length > 500_000 ? 9 : 11 } }
      writeFileSync(join(out, `${file}.br`), await brotli(bytes, quality))
      writeFileSync(join(out, `${file}.gz`), await zip(bytes, { level: 9 }))
    }),
  )
}

/** Scripts that the page loads before anything is shown: those in index.html and all they import at once. */
function initialScripts(): Set<string> {
  const found = new Set<string>()
  const look = (file: string) => {
    if (found.has(file)) return
    found.add(file)
    const code = readFileSync(join(out, 'assets', file), 'utf8')
    for (const [, name] of code.matchAll(/(?:from|^import|[;}]import)\s*"\.\/([\w.-]+\.js)"/g))
      if (name) look(name)
  }
  const page = readFileSync(join(out, 'index.html'), 'utf8')
  for (const [, name] of page.matchAll(/\/assets\/([\w.-]+\.js)"/g)) if (name) look(name)
  const texts = globSync('vi-start-*.js', { cwd: join(out, 'assets') })
  for (const file of texts) found.add(file)
  return found
}

async function initialKb(): Promise<number> {
  let bytes = 0
  for (const file of initialScripts())
    bytes += (await zip(readFileSync(join(out, 'assets', file)), { level: 9 })).length
  return bytes / 1000
}

async function build(hash: string): Promise<void> {
  const started = performance.now()
  process.env['LANONG_BUILD'] = hash.slice(0, 8)
  const { build: viteBuild } = await import('vite')
  await viteBuild({ root, configFile: join(root, 'vite.config.ts'), logLevel: 'warn' })
  writeFileSync(join(out, 'version.json'), JSON.stringify({ build: hash.slice(0, 8) }))
  stampServiceWorker(hash.slice(0, 8))
  await compressAssets()
  const kb = await initialKb()
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(
    `web: built in ${seconds} s, initial JavaScript ${kb.toFixed(0)} kB compressed (gzip), limit ${initialLimitKb}`,
  )
  if (kb > initialLimitKb) throw new Error(`initial JavaScript ${kb.toFixed(0)} kB is over ${initialLimitKb} kB`)
  writeFileSync(hashFile, hash)
}

const hash = hashOfInputs()
const current = existsSync(hashFile) && readFileSync(hashFile, 'utf8') === hash
if (!current || process.argv.includes('--force')) {
  try {
    await build(hash)
  } catch (error) {
    console.error(`web: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  }
}
