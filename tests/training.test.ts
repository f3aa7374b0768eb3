import assert from 'node:assert/strict'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { readConfig } from '#platform/config.ts'
import { sendMail } from '#platform/outbound/mail.ts'
import { sendOut } from '#platform/outbound/send.ts'
import { isTraining, learnTraining, markTraining } from '#platform/training.ts'
import { formsFolder } from '#platform/typst/forms-folder.ts'
import { createRenderer } from '#platform/typst/renderer.ts'
import { withMail } from '#tests/support/mail.ts'
import { pdfTexts } from '#tests/support/pdf-text.ts'
import { freshFolder, runProgram, startProgram } from '#tests/support/program.ts'

const paper = {
  template: '_print/drill-minutes.typ',
  data: {
    owner: 'Bệnh viện',
    startedAt: '',
    copy: 'here',
    where: 'x',
    base: '',
    until: '',
    megabytes: '1',
    rpoSeconds: '1',
    rtoSeconds: '1',
    ok: true,
    checks: [],
  },
  at: new Date(0),
  standard: 'a-2b',
} as const

async function marked(): Promise<boolean> {
  const renderer = createRenderer(formsFolder)
  try {
    const { pdf } = await renderer.render(paper)
    const [text = ''] = await pdfTexts(pdf)
    return text.includes('NGƯỜI BỆNH KHÔNG CÓ THẬT')
  } finally {
    renderer.close()
  }
}

const code = (thrown: unknown) => (thrown as { code?: string }).code
const outgoing = {
  url: 'http://127.0.0.1:9/x',
  allowed: { listed: ['http://127.0.0.1:9/'], inside: undefined },
  timeoutMs: 1000,
}

describe('an installation for training', () => {
  after(() => learnTraining(freshFolder()))

  it('is told by its folder: papers are marked and nothing is sent, and not so elsewhere', async () => {
    const folder = freshFolder()
    assert.equal(learnTraining(folder), false)
    assert.equal(await marked(), false)
    assert.notEqual(code(await sendOut(outgoing).catch((error: unknown) => error)), 'outbound.training')
    markTraining(folder, new Date())
    assert.equal(learnTraining(folder), true)
    assert.equal(isTraining(), true)
    assert.equal(await marked(), true)
    assert.equal(code(await sendOut(outgoing).catch((error: unknown) => error)), 'outbound.training')
  })

  it('sends no letter, where the same letter leaves elsewhere', () =>
    withMail(async (file, letters) => {
      const config = readConfig({ LANONG_MAIL_SERVER_FILE: file, LANONG_ALARM_MAIL_FROM: 'lanong@here.test' })
      const letter = { to: 'truc@here.test', subject: 'Báo động', text: 'Đĩa sắp đầy' }
      const folder = freshFolder()
      learnTraining(folder)
      await sendMail(config, letter)
      assert.equal(letters.length, 1)
      markTraining(folder, new Date())
      learnTraining(folder)
      await assert.rejects(sendMail(config, letter), { code: 'outbound.training' })
      assert.equal(letters.length, 1)
    }))

  it('says what it is, and begins anew by a command', async () => {
    const folder = freshFolder()
    const words = ['demo', '--patients', '1']
    const program = await startProgram([...words, '--training'], folder)
    try {
      const facility = (await (await fetch(`${program.url}/api/facility`)).json()) as {
        name: string
        training: boolean
      }
      assert.deepEqual([facility.training, facility.name.endsWith('TẬP HUẤN')], [true, true])
      const running = await runProgram([...words, '--training', '--reset'], folder)
      assert.match(running.err, /\[folder\.inUse\]/)
    } finally {
      await program.stop()
    }
    const home = join(folder, 'training')
    writeFileSync(join(home, 'left-over'), 'x')
    const again = await startProgram([...words, '--training', '--reset'], folder)
    await again.stop()
    assert.equal(existsSync(join(home, 'left-over')), false)
  })

  it('never takes a folder that is none, and is reset only by its name', async () => {
    const folder = freshFolder()
    mkdirSync(join(folder, 'training'))
    writeFileSync(join(folder, 'training', 'real'), 'x')
    const refused = await runProgram(['demo', '--training', '--reset'], folder)
    assert.match(refused.err, /\[training\.otherFolder\]/)
    assert.ok(existsSync(join(folder, 'training', 'real')))
    assert.match((await runProgram(['demo', '--reset'], folder)).err, /\[training\.resetAlone\]/)
  })
})
