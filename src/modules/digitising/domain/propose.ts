import { type Day, isDay } from '#kernel/civil-date.ts'
import { fold } from '#kernel/fold.ts'

/** What a machine read on a page. */
export interface PageWords {
  readonly page: number
  readonly text: string
}
export interface KnownForm {
  readonly code: string
  readonly title: string
}

/** Something a person may take over, and where it stands. */
export interface Proposal {
  readonly page: number
  /** The line of the page, as it was read. */
  readonly line: string
}
export interface PaperProposal extends Proposal {
  readonly title: string
  readonly form: string | undefined
}
export interface DayProposal extends Proposal {
  readonly day: Day
}

const most = 3
const linesOf = (pages: readonly PageWords[]) =>
  pages.flatMap(({ page, text }) =>
    text
      .split('\n')
      .map((line) => ({ page, line: line.replace(/\s+/g, ' ').trim() }))
      .filter(({ line }) => line !== ''),
  )

const plain = (text: string) =>
  fold(text)
    .replace(/[^\p{L}\d/]+/gu, ' ')
    .trim()

/** `MS: 15/BV-01`, `01/BV1`, `MS. 37/BV2`: the number of a statutory form. */
const formNumber = /\b(\d{1,2})\s?\/\s?bv\s?-?\s?0?([12])\b/

/** Which paper it is: by the number of a form, by the title of one, else by what stands there in capitals. */
export function proposePapers(pages: readonly PageWords[], forms: readonly KnownForm[]): readonly PaperProposal[] {
  const lines = linesOf(pages)
  const titles = forms
    .map((form) => ({ ...form, words: plain(form.title) }))
    .filter(({ words }) => words.length >= 8)
    .sort((a, b) => b.words.length - a.words.length)
  const named = lines.flatMap(({ page, line }): PaperProposal[] => {
    const words = plain(line)
    const [, number = '', part] = formNumber.exec(words) ?? []
    const form = part
      ? forms.find((one) => one.code === `${number.padStart(2, '0')}/BV${part}`)
      : titles.find((one) => ` ${words} `.includes(` ${one.words} `) && isHeading(line))
    return form ? [{ page, line, title: form.title, form: form.code }] : []
  })
  const headings = lines
    .filter(({ page, line }) => page === lines[0]?.page && isHeading(line))
    .map((one) => ({ ...one, title: sentence(one.line), form: undefined }))
  const found = named.length > 0 ? named : headings
  return [...new Map(found.map((one) => [one.form ?? one.title, one])).values()].slice(0, most)
}

/** Stands above most papers and names none. */
const everywhere = /cong hoa xa hoi|doc lap tu do|so y te|bo y te|benh vien|trung tam y te|^khoa |^phong /

function isHeading(line: string): boolean {
  const letters = [...line].filter((one) => /\p{L}/u.test(one))
  const capitals = letters.filter((one) => one !== one.toLowerCase())
  const words = line.split(' ').length
  return (
    letters.length >= 8 &&
    words >= 2 &&
    words <= 14 &&
    capitals.length >= letters.length * 0.85 &&
    !everywhere.test(plain(line))
  )
}

const sentence = (line: string) => {
  const words = line.replace(/^[^\p{L}]+|[^\p{L})]+$/gu, '').toLocaleLowerCase('vi')
  return words.charAt(0).toLocaleUpperCase('vi') + words.slice(1, 120)
}

const written = /ngay\s*(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})/g
const short = /\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b/g
const earliest = '1900-01-01'

/** Days that stand on the pages, up to today: the one a paper is signed with, in words, before those in figures. */
export function proposeDays(pages: readonly PageWords[], today: Day): readonly DayProposal[] {
  const lines = linesOf(pages)
  const found = (pattern: RegExp) =>
    lines.flatMap(({ page, line }) =>
      [...fold(line).matchAll(pattern)].flatMap(([, d = '', m = '', y = '']): DayProposal[] => {
        const day = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`
        return isDay(day) && day >= earliest && day <= today ? [{ page, line, day }] : []
      }),
    )
  const all = [...found(written).reverse(), ...found(short)]
  return [...new Map(all.reverse().map((one) => [one.day, one])).values()].reverse().slice(0, most)
}
