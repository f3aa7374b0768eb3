import assert from 'node:assert/strict'
import { it } from 'node:test'
import { askedTooEarly } from './early-texts.ts'

it('a text is asked for when something is drawn, not when its file is fetched', () => {
  const early = "const columns = [{ head: t('a.b'), cell: () => <b>{t('a.c')}</b> }]"
  assert.deepEqual(askedTooEarly('x.tsx', early), ["t('a.b')"])
  assert.deepEqual(askedTooEarly('x.tsx', "const columns = () => [{ head: t('a.b') }]"), [])
  assert.deepEqual(askedTooEarly('x.tsx', 'class One { name() { return t("a") } }'), [])
})
