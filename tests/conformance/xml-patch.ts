import { isDeepStrictEqual } from 'node:util'
import { patchXml } from '#fhir/patch/xml-patch.ts'
import { readTree, writeTree, type XmlElement, type XmlNode } from '#fhir/xml/tree.ts'
import { finish } from '#kernel/steps.ts'
import { judge, type Result, sharedText } from '#tests/support/conformance.ts'

export const name = 'XML Patch (fhir-test-cases, RFC 5261)'

const elements = (parent: XmlElement) => parent.children.filter((node) => node.kind === 'element')
const part = (test: XmlElement, local: string) => elements(test).find((one) => one.local === local)

/** The only element of a part as a document of its own. */
function documentOf(holder: XmlElement | undefined): string {
  const root = holder && elements(holder)[0]
  return root ? writeTree({ ...holder, children: [root] }) : ''
}

/** Without white space between elements, by which the suite's results differ from RFC 5261. */
function essence(node: XmlNode): unknown {
  if (node.kind !== 'element') return { [node.kind]: node.text.trim() }
  const { local, uri, attributes, namespaces, children } = node
  const content = children.map(essence).filter((one) => !isDeepStrictEqual(one, { text: '' }))
  return { local, uri, attributes: new Map([...attributes].sort()), namespaces, content }
}

function fault(test: XmlElement): string | undefined {
  const patch = part(test, 'patch')
  const wanted = part(test, 'patched')
  let result: string
  try {
    result = finish(
      patchXml(documentOf(part(test, 'target')), patch ? writeTree({ ...test, children: [patch] }) : ''),
    )
  } catch (cause) {
    return part(test, 'error') ? undefined : `refused: ${(cause as Error).message}`
  }
  if (!wanted) return 'not refused'
  const same = isDeepStrictEqual(essence(finish(readTree(result))), essence(finish(readTree(documentOf(wanted)))))
  return same ? undefined : `the result is ${result}`
}

export async function run(): Promise<Result[]> {
  const suite = elements(finish(readTree(sharedText('suites/fhir-patch/xml-patch-tests.xml'))))[0]
  const results: Result[] = []
  for (const test of suite ? elements(suite) : [])
    results.push(await judge(test.attributes.get('name')?.value ?? '', () => fault(test)))
  return results
}
