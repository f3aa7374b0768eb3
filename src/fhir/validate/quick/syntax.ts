import fhirpath from 'fhirpath'

/** A FHIRPath expression as a tree, in the few forms that matter here. */
export type Syntax =
  | { readonly is: 'member'; readonly of: Syntax | undefined; readonly name: string }
  | {
      readonly is: 'call'
      readonly of: Syntax | undefined
      readonly name: string
      readonly given: readonly Syntax[]
    }
  | { readonly is: 'this' }
  | { readonly is: 'literal'; readonly value: string | number | boolean }
  | { readonly is: 'nothing' }
  | { readonly is: 'constant'; readonly name: string }
  | { readonly is: 'operator'; readonly sign: string; readonly left: Syntax; readonly right: Syntax }
  | { readonly is: 'other' }

interface Node {
  readonly type: string
  readonly text?: string
  readonly children?: readonly Node[]
}

const other: Syntax = { is: 'other' }
const operators = new Set([
  'ImpliesExpression',
  'OrExpression',
  'AndExpression',
  'EqualityExpression',
  'InequalityExpression',
  'MembershipExpression',
  'UnionExpression',
  'AdditiveExpression',
])

/** Parses an expression that `compilePath` takes. */
export function syntaxOf(expression: string): Syntax {
  return read(fhirpath.parse(expression) as unknown as Node)
}

function read(node: Node): Syntax {
  const [first, second] = node.children ?? []
  if (!first) return leaf(node)
  if (operators.has(node.type) && second)
    return { is: 'operator', sign: node.text ?? '', left: read(first), right: read(second) }
  if (node.type === 'InvocationExpression' && second) return invocation(second, read(first))
  switch (node.type) {
    case 'EntireExpression':
    case 'TermExpression':
    case 'ParenthesizedTerm':
      return second ? other : read(first)
    case 'InvocationTerm':
      return invocation(first, undefined)
    case 'LiteralTerm':
      return literal(first)
    case 'ExternalConstantTerm':
      return { is: 'constant', name: nameOf(first) }
    case 'TypeExpression':
      return second ? typeTest(node.text ?? '', first, second) : other
    default:
      return other
  }
}

/** `$this as dateTime` is `$this.as(dateTime)`. */
function typeTest(word: string, of: Node, type: Node): Syntax {
  const name = nameOf({ type: '', children: type.children ?? [] })
  return {
    is: 'call',
    of: read(of),
    name: word,
    given: [{ is: 'member', of: undefined, name: name.replace(/^FHIR\./, '') }],
  }
}

function leaf(node: Node): Syntax {
  return node.type === 'LiteralTerm' && node.text === '{}' ? { is: 'nothing' } : other
}

/** Names are written plain or between back ticks. */
function nameOf(node: Node): string {
  const text = node.text ?? node.children?.map(nameOf).join('.') ?? ''
  return text.replace(/^%/, '').replace(/^`(.*)`$/, '$1')
}

function invocation(node: Node, of: Syntax | undefined): Syntax {
  const [first] = node.children ?? []
  if (node.type === 'ThisInvocation') return { is: 'this' }
  if (node.type === 'MemberInvocation' && first) return { is: 'member', of, name: nameOf(first) }
  if (node.type !== 'FunctionInvocation' || !first) return other
  const [name, list] = first.children ?? []
  if (!name) return other
  return { is: 'call', of, name: nameOf(name), given: (list?.children ?? []).map(read) }
}

function literal(node: Node): Syntax {
  const text = node.text ?? ''
  if (node.type === 'StringLiteral') return { is: 'literal', value: unescaped(text.slice(1, -1)) }
  if (node.type === 'BooleanLiteral') return { is: 'literal', value: text === 'true' }
  if (node.type === 'NumberLiteral') return { is: 'literal', value: Number(text) }
  return node.type === 'NullLiteral' ? { is: 'nothing' } : other
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f' }

function unescaped(text: string): string {
  return text.replace(/\\(u([0-9a-fA-F]{4})|.)/g, (_, sign: string, code: string | undefined) =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : (escapes[sign] ?? sign),
  )
}
