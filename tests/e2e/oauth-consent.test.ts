import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'node:test'
import * as oidc from 'openid-client'
import { openBrowser, pictureFolder } from '#tests/support/browser.ts'
import { discover, givenApplication, type Listening, withListening } from '#tests/support/oauth.ts'

/** An application of another site: it sends people to us and waits for them to come back. */
async function withApplication<T>(work: (redirectUri: string) => Promise<T>): Promise<T> {
  const server = createServer((_request, response) => response.end('back in the application'))
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  try {
    return await work(`http://localhost:${(server.address() as AddressInfo).port}/back`)
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

async function askAddress(hospital: Listening, redirectUri: string) {
  const config = await discover(hospital.origin, 'growth-chart', oidc.None())
  const verifier = oidc.randomPKCECodeVerifier()
  const address = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid profile user/*.read',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: 's',
  })
  return { config, verifier, address: address.href }
}

describe('the page where a person lets an application in', () => {
  it('logs in, asks, and sends the browser back with a code', () =>
    withListening((hospital) =>
      withApplication(async (redirectUri) => {
        await givenApplication(hospital, { redirect_uris: [redirectUri] })
        const { config, verifier, address } = await askAddress(hospital, redirectUri)
        const browser = await openBrowser()
        try {
          const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'vi-VN' })
          const faults: string[] = []
          page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
          await page.goto(redirectUri)
          await page.evaluate(`location.assign(${JSON.stringify(address)})`)
          await page.getByLabel('Tên đăng nhập').fill('bacsi')
          await page.screenshot({ path: `${pictureFolder('oauth')}/login.png` })
          await page.getByLabel('Mật khẩu').fill('wrong')
          await page.getByRole('button', { name: 'Đăng nhập' }).click()
          await page.getByRole('alert').filter({ hasText: 'không đúng' }).waitFor()
          await page.getByLabel('Mật khẩu').fill('bacsi-Demo-2026')
          await page.getByRole('button', { name: 'Đăng nhập' }).click()
          await page.getByText('Đọc hồ sơ trong phạm vi quyền của bạn').waitFor()
          await page.getByRole('heading', { name: 'Biểu đồ tăng trưởng <trẻ em> xin quyền truy cập' }).waitFor()
          await page.screenshot({ path: `${pictureFolder('oauth')}/consent.png` })
          await page.getByRole('button', { name: 'Đồng ý' }).click()
          await page.waitForURL((url) => url.port === new URL(redirectUri).port)
          const tokens = await oidc.authorizationCodeGrant(config, new URL(page.url()), {
            pkceCodeVerifier: verifier,
            expectedState: 's',
          })
          assert.equal((await hospital.get('/api/probe/login', tokens.access_token)).body.id, 'bacsi')
          assert.deepEqual(
            faults.filter((text) => !text.startsWith('Failed to load resource')),
            [],
          )
        } finally {
          await browser.close()
        }
      }),
    ))
})
