/** How an address line stands in a form that asks the house number apart from the hamlet or street. */
export interface AddressParts {
  readonly house?: string
  readonly hamlet?: string
}

/** Words that a hamlet, a quarter or a street begins with. */
const places = [
  ...['thôn', 'làng', 'bản', 'ấp', 'xóm', 'buôn', 'bon', 'plei', 'plây', 'phum', 'sóc', 'sok', 'đội', 'cụm'],
  ...['tổ', 'khu', 'khóm', 'tiểu khu', 'tdp', 'kp'],
  ...['phố', 'đường', 'đại lộ', 'quốc lộ', 'tỉnh lộ', 'đ\\.'],
].join('|')
const beginsWithPlace = new RegExp(`^(?:${places})(?![\\p{L}\\p{M}])`, 'iu')
/** `12`, `Số nhà 12A/3`, `Số 5 ngõ 12 ngách 3`, and behind them a place. */
const numberThenPlace = new RegExp(
  `^((?:số(?: nhà)? )?\\d[\\p{L}\\d/.-]*(?: (?:ngõ|ngách|hẻm|kiệt) \\d[\\p{L}\\d/.-]*)*|(?:ngõ|ngách|hẻm|kiệt) \\d\\S*) ((?:${places})(?![\\p{L}\\p{M}]).*)$`,
  'iu',
)
const beginsWithHouse = /^(?:nhà|phòng|căn|tầng|ngõ|ngách|hẻm|kiệt|số)(?![\p{L}\p{M}])/iu

/** The house number and the hamlet or street in one part of a line, as far as they are clearly apart. */
function partsOf(part: string): readonly [house: string, hamlet: string] {
  if (beginsWithPlace.test(part)) return ['', part]
  const [, house = '', hamlet = ''] = numberThenPlace.exec(part) ?? []
  if (hamlet) return [house, hamlet]
  return /\d/.test(part) || beginsWithHouse.test(part) ? [part, ''] : ['', part]
}

/** Parts the lines of an address into the house number and the hamlet or street; nothing of them is lost. */
export function addressParts(lines: readonly string[]): AddressParts {
  const parts = lines
    .flatMap((line) => line.normalize('NFC').split(','))
    .map((part) => part.trim().replace(/\s+/g, ' '))
    .filter(Boolean)
    .map(partsOf)
  const joined = (at: 0 | 1) => parts.flatMap((part) => part[at] || []).join(', ')
  const house = joined(0).replace(/^số(?: nhà)? (?=\d)/iu, '')
  const hamlet = joined(1)
  return { ...(house ? { house } : {}), ...(hamlet ? { hamlet } : {}) }
}
