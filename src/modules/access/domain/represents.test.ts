import assert from 'node:assert/strict'
import { it } from 'node:test'
import { representsUntil } from './represents.ts'

for (const [what, given, until] of [
  ['a child without an end', { since: '2026-01-01', birthDate: '2015-03-04' }, '2033-03-04'],
  [
    'a child with an earlier end',
    { since: '2026-01-01', until: '2027-01-01', birthDate: '2015-03-04' },
    '2027-01-01',
  ],
  [
    'a child with a later end',
    { since: '2026-01-01', until: '2050-01-01', birthDate: '2015-03-04' },
    '2033-03-04',
  ],
  ['a child born on 29 February', { since: '2026-01-01', birthDate: '2012-02-29' }, '2030-03-01'],
  [
    'a child born on 29 February, eighteen in no leap year',
    { since: '2026-01-01', birthDate: '2016-02-29' },
    '2034-03-01',
  ],
  ['somebody who grew up since', { since: '2015-01-01', birthDate: '2005-03-04' }, '2023-03-04'],
  ['a ward of age', { since: '2026-01-01', birthDate: '1958-04-11' }, undefined],
  ['one who came of age that day', { since: '2026-01-01', birthDate: '2008-01-01' }, undefined],
  [
    'a ward of age with an end',
    { since: '2026-01-01', until: '2027-01-01', birthDate: '1958-04-11' },
    '2027-01-01',
  ],
  ['an unknown birthday', { since: '2026-01-01', until: '2027-01-01' }, '2027-01-01'],
] as const)
  it(`of ${what} holds until ${until ?? 'it is ended'}`, () => assert.equal(representsUntil(given), until))
