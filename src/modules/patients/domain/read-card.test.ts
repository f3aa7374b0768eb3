import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readCard } from './read-card.ts'

const today = '2026-11-23'
const hai = '099064000002||Nguyễn Văn Mẫu Hai|20051964|Nam|Thôn Thử Nghiệm, Sóc Sơn, Hà Nội|15082022'

const kindOf = (text: string) => {
  const read = readCard(text, today)
  return read.kind === 'refused' ? read.code : read.kind
}

describe('readCard on the published samples', () => {
  const path = new URL('../../../../../shared/data/vn/qr/qr-samples.tsv', import.meta.url)
  if (!existsSync(path)) {
    it('is skipped: ../shared/data/vn/qr/qr-samples.tsv is not beside the repository', { skip: true }, () => {})
    return
  }
  const expected: Readonly<Record<string, string>> = {
    'napas-6.1.1': 'cardIsPayment',
    'napas-6.1.2': 'cardIsPayment',
    'napas-6.1.3': 'cardIsPayment',
    'napas-6.1.4': 'cardIsPayment',
    'vq-zz1': 'cardIsPayment',
    'vq-zz2': 'cardIsPayment',
    'bad-3': 'cardIsPayment',
    'cccd-1': 'citizen',
    'cccd-2': 'citizen',
    'cccd-3': 'citizen',
    'bhyt-1': 'insurance',
    'bhyt-2': 'insurance',
    'bhyt-3': 'insurance',
    'bhxh-1': 'number',
    'rx-1': 'cardIsPrescription',
    'bad-1': 'cardNumberLength',
    'bad-2': 'cardDate',
  }
  const rows = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
  for (const [id = '', , payload = ''] of rows) {
    it(`reads ${id} as ${expected[id]}`, () => assert.equal(kindOf(payload), expected[id]))
  }
})

describe('readCard on a citizen card', () => {
  it('gives every field', () => {
    assert.deepEqual(
      readCard(
        '099181000001|090000001|Trần Thị Mẫu Một|12031981|Nữ|Số 1 phố Thử Nghiệm, Phường Ba Đình, Hà Nội|01072021',
        today,
      ),
      {
        kind: 'citizen',
        number: '099181000001',
        oldNumber: '090000001',
        issuedOn: '2021-07-01',
        warnings: [],
        person: {
          name: 'Trần Thị Mẫu Một',
          birthDate: '1981-03-12',
          sex: 'female',
          address: 'Số 1 phố Thử Nghiệm, Phường Ba Đình, Hà Nội',
        },
      },
    )
  })

  for (const [what, text] of [
    ['CR and LF after it', `${hai}\r\n`],
    ['more parts after the seventh', `${hai}||Nguyễn Văn Cha|Trần Thị Mẹ|x`],
    ["the scanner's own prefix", `]Q3${hai}`],
    ['a byte order mark and STX ETX', `\ufeff\u0002${hai}\u0003`],
    ['another separator from another keyboard layout', hai.replaceAll('|', '~')],
    ['decomposed letters', hai.normalize('NFD')],
    ['UTF-8 taken for Windows-1252', Buffer.from(hai, 'utf8').toString('latin1')],
  ] as const) {
    it(`reads it with ${what}`, () => {
      const read = readCard(text, today)
      assert.ok(read.kind === 'citizen')
      assert.deepEqual(
        [read.number, read.person.name, read.person.birthDate, read.person.sex],
        ['099064000002', 'Nguyễn Văn Mẫu Hai', '1964-05-20', 'male'],
      )
    })
  }

  it('keeps the number when the keyboard lost the letters, and asks for the name', () => {
    const read = readCard('099181000001||Tr?n Th? M?u M?t|12031981|N?|S? 1|01072021', today)
    assert.ok(read.kind === 'citizen')
    assert.deepEqual(read.person, { birthDate: '1981-03-12', sex: 'female' })
    assert.deepEqual(read.warnings, ['nameUnreadable', 'sexUnreadable', 'addressUnreadable'])
  })

  it('only warns when sex or year differ from the digits', () => {
    const read = readCard('099181000001||Trần Văn Ba|12031982|Nam|Hà Nội|01072021', today)
    assert.ok(read.kind === 'citizen')
    assert.deepEqual(read.warnings, ['sexMismatch', 'birthYearMismatch'])
    assert.equal(read.person.sex, 'male')
  })

  for (const [birth, date] of [
    ['29022024', '2024-02-29'],
    ['00001950', '1950'],
    ['1950', '1950'],
    ['00051950', '1950-05'],
  ] as const) {
    it(`takes the birth day ${birth}`, () => {
      const read = readCard(`099064000002||Nguyễn Văn Hai|${birth}|Nam|Hà Nội|15082022`, today)
      assert.equal(read.kind === 'citizen' && read.person.birthDate, date)
    })
  }

  for (const [birth, code] of [
    ['29022023', 'cardDate'],
    ['31041990', 'cardDate'],
    ['00131950', 'cardDate'],
    ['', 'cardDate'],
    ['24112026', 'cardBirthInFuture'],
  ] as const) {
    it(`refuses the birth day ${birth || '(empty)'}`, () =>
      assert.equal(kindOf(`099064000002||Nguyễn Văn Hai|${birth}|Nam|Hà Nội|15082022`), code))
  }
})

describe('readCard on an insurance card', () => {
  it("reads a child's card with the parent and open fields", () => {
    const text =
      'TE1040000000304|486fc3a06e67205468e1bb8b204de1baab7520436f6e|10/09/2026|2|54e1bb9520332c205468e1bba563205068c3a16e|04 - ZZ2|10/09/2026|30/09/2032|13/09/2026|04000000000304|486fc3a06e672056c4836e204de1baab7520436861|4|-|0000000000000000-0000|$'
    assert.deepEqual(readCard(text, today), {
      kind: 'insurance',
      parentName: 'Hoàng Văn Mẫu Cha',
      warnings: [],
      card: {
        number: 'TE1040000000304',
        bhxh: '0000000304',
        facility: '04ZZ2',
        from: '2026-09-10',
        to: '2032-09-30',
      },
      person: { name: 'Hoàng Thị Mẫu Con', birthDate: '2026-09-10', sex: 'female', address: 'Tổ 3, Thục Phán' },
    })
  })

  it('keeps the number when the name is not hexadecimal', () => {
    const read = readCard('GD4010000000101|zz|1981|2|--|01 - ZZ1|01/01/2020|-|x', today)
    assert.ok(read.kind === 'insurance')
    assert.deepEqual(
      [read.card.number, read.person.birthDate, read.warnings],
      ['GD4010000000101', '1981', ['nameUnreadable']],
    )
  })

  for (const typed of ['GD4010000000101', 'gd 4 01 0000000101', ' GD-4-01-0000000101 \r']) {
    it(`takes ${JSON.stringify(typed)} as typed`, () => {
      const read = readCard(typed, today)
      assert.deepEqual(read.kind === 'insurance' && read.card, { number: 'GD4010000000101', bhxh: '0000000101' })
    })
  }
})

describe('readCard on anything else', () => {
  for (const [text, kind] of [
    ['', 'cardEmpty'],
    ['\r\n', 'cardEmpty'],
    ['099181000001', 'number'],
    ['099 181 000 001', 'number'],
    ['0260211904', 'number'],
    ['090000001', 'number'],
    ['09918100001', 'cardNumberLength'],
    ['0991810000012', 'cardNumberLength'],
    ['GD6010000000101', 'words'],
    ['XX9|a|b|c|d|e|f', 'cardInsuranceNumber'],
    ['https://example.org/x', 'cardIsLink'],
    ['01zz1a1b2c3d-C', 'cardIsPrescription'],
    ['dang thi huyen 1972', 'words'],
    ['Đặng Thị Huyền', 'words'],
    ['{"a":1}', 'cardUnknown'],
    ['<script>alert(1)</script>', 'cardUnknown'],
    ["'; drop table patient; --", 'cardUnknown'],
    ['x'.repeat(3001), 'cardTooLong'],
    ['x'.repeat(200), 'cardUnknown'],
  ] as const) {
    it(`takes ${JSON.stringify(text.slice(0, 30))} for ${kind}`, () => assert.equal(kindOf(text), kind))
  }

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(fc.string({ unit: 'binary' })).map((parts) => parts.join('|')),
          fc.string().map((end) => `099181000001|${end}|x|12031981|Nam|${end}|`),
        ),
        (text) => {
          assert.ok(readCard(text, today).kind)
        },
      ),
    )
  })
})
