/** Annex VII of TT 26/2025/TT-BYT writes `E10 - E14 (trừ E10.0, E11.0)`, `B20 đến B24, Z21`. */
const exception = /\(\s*(?:ngoại )?trừ\s+([^)]*)\)/i

function parts(text: string): string {
  return text
    .replace(/đến|–/g, '-')
    .split(/[;,]|\svà\s/)
    .map((part) => part.replace(/\s+/g, ''))
    .filter((part) => part !== '')
    .join(';')
}

/** The printed codes as lists: included ranges, and the exceptions. */
export function readDiseaseCodes(printed: string): { readonly icd10: string; readonly exceptIcd10?: string } {
  const except = parts(exception.exec(printed)?.[1] ?? '')
  return { icd10: parts(printed.replace(exception, '')), ...(except ? { exceptIcd10: except } : {}) }
}
