import { readFileSync } from 'node:fs'

/** Rows of a TSV file with a header line, by column name; every row has every column as text. */
export function readTable(path: URL): readonly Readonly<Record<string, string>>[] {
  const [header = '', ...lines] = readFileSync(path, 'utf8')
    .replace(/\r/g, '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  const columns = header.split('\t')
  return lines.map((line) => {
    const cells = line.split('\t')
    return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? '']))
  })
}
