import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { freshFolder, type Program, runProgram, startProgram } from './support/program.ts'

const holders = ['giamdoc', 'Nguyễn Thị An Toàn', 'Phạm Văn Ca Trực']
const reason = 'Mất toàn bộ khóa bảo mật của quản trị viên'

/** The codes as they are printed for the envelopes. */
const codesIn = (out: string): readonly string[] =>
  [...out.matchAll(/^Mã \/ code: +(\S+)$/gm)].map(([, code = '']) => code)
const passwordIn = (out: string): string => /^Mật khẩu \/ password: +(\S+)$/m.exec(out)?.[1] ?? ''

async function logIn(url: string, password: string): Promise<number> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ userName: 'khan-cap', password }),
  })
  await answer.arrayBuffer()
  return answer.status
}

/** What two holders type after each other, or a file is piped in. */
async function typed(dataDir: string, words: readonly string[], lines: string) {
  const child = spawn(process.execPath, ['src/cli/main.ts', ...words], {
    env: { ...process.env, LANONG_DATA_DIR: dataDir },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk) => {
    out += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    err += String(chunk)
  })
  child.stdin.end(lines)
  const code = await new Promise<number | null>((settle) => child.once('close', settle))
  return { code, out, err }
}

describe('lanong emergency', { timeout: 1_200_000 }, () => {
  const folder = freshFolder('lanong-emergency-')
  const data = join(folder, 'data')
  const [secret, codesFile] = [join(folder, 'secret'), join(folder, 'codes')]
  const run = (...words: string[]) => runProgram(['emergency', ...words], data)
  let program: Program
  let codes: readonly string[] = []
  before(async () => {
    chmodSync(folder, 0o755)
    writeFileSync(secret, 'mật khẩu root: Kx2-9\n')
    program = await startProgram(['demo', '--patients', '0'], data)
  })
  after(async () => {
    await program.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('prints an envelope for each of at least three holders, and never what is sealed in them', async () => {
    assert.match((await run('prepare', 'giamdoc')).err, /\[identity\.emergencyHolders\]/)
    const prepared = await run('prepare', ...holders, '--secret-file', secret)
    assert.equal(prepared.code, 0, prepared.err)
    codes = codesIn(prepared.out)
    assert.equal(new Set(codes).size, 3)
    assert.ok(!prepared.out.includes('Kx2-9'))
  })

  it('opens beside a running server on the codes of a file, tells who opened, and ends', async () => {
    writeFileSync(codesFile, `${codes[0]}\n${codes[0]}\n`)
    const open = () => run('open', '--reason', reason, '--codes-file', codesFile)
    const same = await open()
    assert.deepEqual([same.code, /\[identity\.emergencySamePerson\]/.test(same.err)], [1, true], same.err)

    writeFileSync(codesFile, `${codes[0]}\n${codes[2]}\n`)
    const opened = await open()
    assert.equal(opened.code, 0, opened.err)
    assert.match(opened.out, /mật khẩu root: Kx2-9/)
    assert.equal(await logIn(program.url, passwordIn(opened.out)), 200)
    const told = await run('status')
    assert.match(told.out, /2\. Nguyễn Thị An Toàn: còn niêm phong/)
    assert.match(told.out, new RegExp(`đang mở / open: .*: ${reason}`))
    assert.equal((await run('end')).code, 0)
    assert.equal(await logIn(program.url, passwordIn(opened.out)), 401)
  })

  it('asks for the codes, typed or piped in, also where no server runs', async () => {
    codes = codesIn((await run('prepare', ...holders)).out)
    await program.stop()
    const words = ['emergency', 'open', '--reason', reason]
    const half = await typed(data, words, `${codes[0]}\n`)
    assert.deepEqual([half.code, /\[identity\.emergencyCodes\]/.test(half.err)], [1, true], half.err)
    const opened = await typed(data, words, `${codes[0]}\n${codes[1]}\n`)
    assert.equal(opened.code, 0, opened.err)
    program = await startProgram(['demo', '--patients', '0'], data)
    assert.equal(await logIn(program.url, passwordIn(opened.out)), 200)
  })
})
