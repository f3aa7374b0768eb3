import ts from 'typescript'

/**
 * Texts that a file asks for while it is fetched, outside of every function: those of its screen may not be there yet, and
 * they would stay in the language of that moment. Each as it is written.
 */
export function askedTooEarly(file: string, code: string): readonly string[] {
  if (!/\bt\(/.test(code)) return []
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, false, ts.ScriptKind.TSX)
  const found: string[] = []
  const look = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't')
      found.push(node.getText(source))
    ts.forEachChild(node, look)
  }
  look(source)
  return found
}
