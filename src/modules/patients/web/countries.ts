import { language } from '#web/kit/index.ts'

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
/** Regions of the browser's list that issue no passports: groups of states, and the unknown. */
const noCountries = new Set(['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ'])

function makeNames(): Intl.DisplayNames {
  return new Intl.DisplayNames([language()], { type: 'region', fallback: 'none' })
}

/** Countries by ISO 3166-1 alpha-2 with their names in the language of the screen. */
export function countries(): readonly { readonly code: string; readonly name: string }[] {
  const names = makeNames()
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !noCountries.has(code))
    .flatMap((code) => {
      const name = names.of(code)
      return name ? [{ code, name }] : []
    })
    .sort((a, b) => a.name.localeCompare(b.name, language()))
}

export function countryName(code: string): string {
  return makeNames().of(code) ?? code
}
