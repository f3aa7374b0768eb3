import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Organization, PractitionerRole } from '@medplum/fhirtypes'
import { hospitalResources } from './hospital-resources.ts'

test('each head of department holds the office in the department that it names', () => {
  const all = hospitalResources()
  const names = new Map(
    all
      .filter((one): one is Organization & { id: string } => one.resourceType === 'Organization')
      .map((one) => [`Organization/${one.id}`, one.name]),
  )
  const heads = all
    .filter((one): one is PractitionerRole => one.resourceType === 'PractitionerRole')
    .flatMap((one) => {
      const text = one.code?.[0]?.text ?? ''
      return text.startsWith('Trưởng khoa') ? [[text, names.get(one.organization?.reference ?? '')] as const] : []
    })
  assert.ok(heads.length >= 7)
  for (const [text, name] of heads) assert.equal(name, text.replace('Trưởng khoa', 'Khoa'))
})
