import { type Desk, pin } from './hospital.ts'

/** Looks at the paper that waits, types the PIN, signs. */
export async function signPaper(desk: Desk, form: string, picture: string): Promise<void> {
  const { page } = desk
  const sheet = page.getByRole('region', { name: new RegExp(`^${form}`) })
  await sheet.getByRole('img').first().waitFor()
  await page.getByRole('textbox', { name: 'Mã PIN khóa ký' }).fill(pin)
  await desk.picture(picture)
  await page.getByRole('button', { name: /^Ký giấy này/ }).click()
  await sheet.waitFor({ state: 'detached' })
}
