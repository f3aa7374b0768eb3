/**
 * `getResourceKey()` and `getReferenceKey(Type)` of SQL on FHIR in plain FHIRPath: the key is the id. Texts in
 * quotes are left as they are.
 */
export function withKeyFunctions(expression: string): string {
  return expression
    .split(/('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`)/)
    .map((part, at) => (at % 2 === 1 ? part : replaced(part)))
    .join('')
}

function replaced(part: string): string {
  return part
    .replace(/\bgetResourceKey\(\s*\)/g, 'id')
    .replace(/\bgetReferenceKey\(\s*(?:FHIR\.)?([A-Za-z]*)\s*\)/g, (_, type: string) => keyOf(type))
}

function keyOf(type: string): string {
  const from = type === '' ? '[A-Za-z]+' : type
  return `reference.where(matches('(^|/)${from}/[A-Za-z0-9.-]+(/_history/[0-9]+)?$')).replaceMatches('/_history/[0-9]+$', '').replaceMatches('^.*/', '')`
}
