import { fold } from '#kernel/fold.ts'
import { withoutInvisible } from '#kernel/visible.ts'

/** A Vietnamese name as FHIR wants it: family first, the rest given; the written order stays in `text`. */
export interface PersonName {
  readonly text: string
  readonly family: string
  readonly given: readonly string[]
}

/**
 * Single spaces, composed letters, nothing that cannot be seen; a name typed in one case only gets capitals at its words.
 * What holds no letter is no name.
 */
export function tidyName(text: string): string {
  const plain = withoutInvisible(text).normalize('NFC').replace(/\s+/g, ' ').trim()
  if (!/\p{L}/u.test(plain)) return ''
  const oneCase = plain === plain.toLocaleUpperCase('vi') || plain === plain.toLocaleLowerCase('vi')
  if (!oneCase) return plain
  return plain
    .toLocaleLowerCase('vi')
    .replace(
      /(^|[\s('-])(\p{L})/gu,
      (_, before: string, letter: string) => before + letter.toLocaleUpperCase('vi'),
    )
}

export function splitName(text: string): PersonName {
  const tidy = tidyName(text)
  const [family = '', ...rest] = tidy.split(' ')
  return { text: tidy, family, given: rest.length > 0 ? [rest.join(' ')] : [] }
}

/** Letters and digits with single spaces between; hyphens, apostrophes and points part words. */
export function plainWords(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim()
}

/** `Nguyễn Thị Hồng Nhung` to `nthn`. */
export function initialsOf(name: string): string {
  return plainWords(fold(name))
    .split(' ')
    .map((word) => word[0] ?? '')
    .join('')
}

/** The given name first, as people are called: `nhung hong thi nguyen`. */
export function reversedOf(name: string): string {
  return plainWords(fold(name)).split(' ').reverse().join(' ')
}
