import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { after, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { audit } from '#modules/audit/index.ts'
import { incidents } from '#modules/incidents/index.ts'
import { operations } from '#modules/operations/index.ts'
import { seedTraining, staffTraining } from '#modules/staff-training/index.ts'
import { learnTraining, markTraining } from '#platform/training.ts'
import { openBrowser, pictureFolder } from '#tests/support/browser.ts'
import { contextFor, withHospital } from '#tests/support/identity.ts'
import { freshFolder } from '#tests/support/program.ts'

const webRoot = resolve('dist/web')
const pictures = pictureFolder('incidents')

async function desk(browser: Browser, origin: string, userName: string, path: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'vi-VN' })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(`${origin}${path}`)
  await page.getByLabel('Tên đăng nhập').fill(userName)
  await page.getByLabel('Mật khẩu', { exact: true }).fill(`${userName}-Demo-2026`)
  await page.keyboard.press('Enter')
  return page
}

/** Nothing runs out of the window, at three widths. */
async function look(page: Page, name: string): Promise<void> {
  for (const width of [1440, 820, 390]) {
    await page.setViewportSize({ width, height: 900 })
    await page.waitForTimeout(250)
    await page.screenshot({ path: `${pictures}/${name}-${width}.png` })
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
    assert.ok(wide <= 1, `${name} at ${width} is ${wide} pixels too wide`)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
}

describe('an incident', () => {
  after(() => learnTraining(freshFolder()))

  it('is reported by a nurse, classified and told by the IT officer, and closed by the director', async () => {
    assert.ok(existsSync(webRoot), 'the application is built: npm run build:web')
    const modules = [audit, incidents, staffTraining]
    await withHospital(
      async ({ server, services, later }) => {
        const browser = await openBrowser()
        try {
          const origin = await server.listen({ port: 0, host: '127.0.0.1' })
          const nurse = await desk(browser, origin, 'dieuduong', '/incidents')
          await nurse.getByText('Chưa có sự cố nào').waitFor()
          await nurse.keyboard.press('n')
          const dialog = nurse.getByRole('dialog')
          await dialog.getByLabel('Loại sự cố').selectOption('lost-device')
          await dialog.getByLabel('Tên ngắn').fill('Mất máy tính xách tay khoa Nội')
          await dialog.getByLabel('Chuyện gì đã xảy ra').fill('Máy để ở phòng giao ban, sáng nay không còn.')
          await dialog.getByLabel('Phát hiện lúc').fill('23/11/2026 10:00')
          await look(nurse, 'report')
          await dialog.getByRole('button', { name: 'Gửi báo cáo' }).click()
          await nurse.getByText('Chưa phân loại', { exact: true }).waitFor()
          assert.equal(await nurse.getByRole('button', { name: 'Phân loại' }).count(), 0)

          const officer = await desk(browser, origin, 'quantri', '/incidents')
          await officer.getByText('Mất máy tính xách tay khoa Nội').click()
          await officer.getByText('Chưa phân loại. Thời hạn báo').waitFor()
          await officer.keyboard.press('c')
          const classify = officer.getByRole('dialog')
          await classify.getByLabel('Có dữ liệu sức khỏe').check()
          await classify.getByLabel('Có dữ liệu cá nhân').check()
          await look(officer, 'classify')
          await classify.getByRole('button', { name: 'Ghi vào sổ' }).click()
          await officer
            .getByText('Hạn 24/11/2026 10:00')
            .or(officer.getByText(/24\/11.*10:00/))
            .first()
            .waitFor()
          await officer.keyboard.press('a')
          await officer.getByRole('dialog').getByLabel('Nội dung').fill('Thu hồi phiên đăng nhập của máy')
          await officer.getByRole('dialog').getByRole('button', { name: 'Ghi vào sổ' }).click()
          await officer.getByText('Thu hồi phiên đăng nhập của máy').waitFor()
          await look(officer, 'incident')
          for (let owed = 3; owed > 0; owed--) {
            await officer.getByRole('button', { name: 'Đã gửi' }).first().click()
            await officer.getByRole('dialog').getByLabel('Gửi bằng cách nào').fill('Cổng')
            await officer.getByRole('dialog').getByLabel('Gửi lúc').fill('23/11/2026 10:30')
            await officer.getByRole('dialog').getByRole('button', { name: 'Ghi vào sổ' }).click()
            await officer.getByRole('dialog').waitFor({ state: 'detached' })
          }
          await officer.getByLabel('Bài học, việc phải sửa').fill('Khóa phòng giao ban, mã hóa ổ đĩa.')
          await officer.getByRole('button', { name: 'Đề nghị đóng' }).click()
          await officer.getByText('Đề nghị đóng đang chờ người thứ hai.').waitFor()

          later(1)
          const director = await desk(browser, origin, 'giamdoc', '/incidents')
          await look(director, 'list')
          await director.getByText('Mất máy tính xách tay khoa Nội').click()
          await director.getByRole('button', { name: 'Đóng', exact: true }).click()
          await director.getByText(/Hồ sơ giữ đến 23\/11\/2031/).waitFor()
          await look(director, 'closed')

          await seedTraining(contextFor(services), services.now())
          await officer.goto(`${origin}/training`)
          await officer.getByText('Nguyễn Văn Minh').first().click()
          await officer.getByText('Phòng Công nghệ thông tin').first().waitFor()
          await look(officer, 'training')
          const folder = freshFolder()
          markTraining(folder, new Date())
          learnTraining(folder)
          await officer.reload()
          await officer.getByText('Người bệnh ở đây không có thật').waitFor()
          await look(officer, 'banner')

          // Every question to the journal is an event of it: a name is asked for when it was typed, not letter by letter.
          const asked: string[] = []
          director.on('request', (one) => {
            if (one.url().includes('/api/audit/people/')) asked.push(one.url())
          })
          await director.goto(`${origin}/audit?tab=person`)
          await director.getByPlaceholder('Tài khoản').pressSequentially('dieuduong')
          await director.getByText(/· dieuduong/).waitFor()
          assert.ok(asked.length < 'dieuduong'.length, asked.join())
          assert.match(asked.at(-1) ?? '', /people\/dieuduong/)
        } finally {
          await browser.close()
        }
      },
      { webRoot, modules: [...modules, operations(modules)] },
    )
  })
})
