import assert from 'node:assert/strict'
import { it } from 'node:test'
import { addressParts } from './address-parts.ts'

const cases: readonly (readonly [line: string, house?: string | undefined, hamlet?: string])[] = [
  ['Thôn Khe Sim', undefined, 'Thôn Khe Sim'],
  ['thôn 3', undefined, 'thôn 3'],
  ['THÔN ĐÔNG', undefined, 'THÔN ĐÔNG'],
  ['Tho\u0302n Khe Sim', undefined, 'Thôn Khe Sim'],
  ['Bản Nà Phặc', undefined, 'Bản Nà Phặc'],
  ['Ấp 4', undefined, 'Ấp 4'],
  ['Tổ 5, khu phố 2', undefined, 'Tổ 5, khu phố 2'],
  ['Tổ dân phố số 7', undefined, 'Tổ dân phố số 7'],
  ['Khu 3', undefined, 'Khu 3'],
  ['Khóm Đông Thạnh', undefined, 'Khóm Đông Thạnh'],
  ['Buôn Ako Dhong', undefined, 'Buôn Ako Dhong'],
  ['Phum Xoài', undefined, 'Phum Xoài'],
  ['Sóc Lớn', undefined, 'Sóc Lớn'],
  ['Xóm 6', undefined, 'Xóm 6'],
  ['Khe Sim', undefined, 'Khe Sim'],
  ['12 Tràng Tiền', '12 Tràng Tiền'],
  ['12A/3 Lê Lợi', '12A/3 Lê Lợi'],
  ['Số 1 phố Thử Nghiệm', '1', 'phố Thử Nghiệm'],
  ['Số nhà 12, phố Tràng Tiền', '12', 'phố Tràng Tiền'],
  ['Số 5 ngõ 12 phố Huế', '5 ngõ 12', 'phố Huế'],
  ['Ngõ 12 phố Huế', 'Ngõ 12', 'phố Huế'],
  ['Số 8, thôn Đoài', '8', 'thôn Đoài'],
  ['12 tổ 5 khu phố 2', '12', 'tổ 5 khu phố 2'],
  ['Phòng 302 nhà B4, khu tập thể Kim Liên', 'Phòng 302 nhà B4', 'khu tập thể Kim Liên'],
  ['15 Tổng Đốc Phương', '15 Tổng Đốc Phương'],
  ['9 Phốc Lộc', '9 Phốc Lộc'],
  [' ,  '],
]

for (const [line, house, hamlet] of cases)
  it(`parts an address line: ${line}`, () => {
    assert.deepEqual(addressParts([line]), { ...(house ? { house } : {}), ...(hamlet ? { hamlet } : {}) })
  })

it('reads all the lines of an address', () => {
  assert.deepEqual(addressParts(['Số 12', 'Thôn Khe Sim']), { house: '12', hamlet: 'Thôn Khe Sim' })
  assert.deepEqual(addressParts([]), {})
})
