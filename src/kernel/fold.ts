/**
 * Folds a Vietnamese text for searching: lower case, no accents, đ as d, single spaces.
 * `Đặng  Thị HUYỀN` becomes `dang thi huyen`. The database function `fold(text)` does the same.
 */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
}
