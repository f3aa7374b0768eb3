/** Canonical URLs of lists that have one of their own; the others are `urn:lanong:cs:<list>`. */
const urls: Readonly<Record<string, string>> = {
  icd10: 'http://hl7.org/fhir/sid/icd-10',
  icd9cm: 'http://hl7.org/fhir/sid/icd-9-cm',
  loinc: 'http://loinc.org',
  'lab-test': 'urn:lanong:cs:lab',
  'ethnic-group': 'urn:lanong:cs:ethnicity',
}

/** The code system that a list is; a list may be named by its URL itself. */
export function listUrl(list: string): string {
  return urls[list] ?? (list.includes(':') ? list : `urn:lanong:cs:${list}`)
}

/** The list of a code system that was named by its URL. */
export function listOfUrl(name: string): string {
  return Object.entries(urls).find(([, url]) => url === name)?.[0] ?? name
}
