import { existsSync, readFileSync } from 'node:fs'
import type { FhirMethod, FhirReply, SendFhir } from './fhir.ts'

/** One request of a `.http` file, as editors run them. */
export interface HttpRequest {
  readonly name: string | undefined
  readonly title: string
  readonly method: FhirMethod
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

const requestLine = /^(GET|HEAD|POST|PUT|PATCH|DELETE)\s+((?:https?:\/\/|\{\{|\/)\S*)/

const isHost = (name: string) => name === 'hostname' || name === 'baseUrl'

/** The requests to the FHIR interface of a file; those for tokens are left out. */
export function readHttpFile(path: URL): readonly HttpRequest[] {
  const text = readFileSync(path, 'utf8')
    .replace(/^\ufeff/, '')
    .replace(/\r/g, '')
  const given = new Map(
    [...text.matchAll(/^@(\w+)\s*=\s*(\S.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  )
  return text
    .replace(/\{\{(\w+)\}\}/g, (all, name: string) => (isHost(name) ? all : (given.get(name) ?? all)))
    .split(/^###+/m)
    .flatMap((block) => readBlock(block, path))
    .filter(({ url }) => !url.includes('/connect/') && !url.includes('/AadSmart'))
}

function readBlock(block: string, path: URL): readonly HttpRequest[] {
  const lines = block.split('\n')
  const at = lines.findIndex((line) => requestLine.test(line.trim()))
  const found = requestLine.exec(lines[at]?.trim() ?? '')
  if (!found?.[1] || !found[2]) return []
  const rest = lines.slice(at + 1)
  const blank = rest.findIndex((line) => line.trim() === '')
  const head = blank < 0 ? rest : rest.slice(0, blank)
  const body = blank < 0 ? '' : rest.slice(blank).join('\n').trim()
  const [title = ''] = lines
  return [
    {
      name: /@name\s+(\w+)/.exec(block)?.[1],
      title: title.replace(/^[#\s]+/, ''),
      method: found[1] as FhirMethod,
      url: found[2].replace(/^(https?:\/\/)?\{\{(?:hostname|baseUrl)\}\}/, ''),
      headers: Object.fromEntries(head.flatMap(readHeader)),
      body: body === '' || body.startsWith('#') ? undefined : bodyOf(body, path),
    },
  ]
}

function readHeader(line: string): readonly (readonly [string, string])[] {
  const found = /^([\w-]+):\s*(.+)$/.exec(line.trim())
  const name = found?.[1]?.toLowerCase()
  return !found?.[2] || !name || name === 'authorization' ? [] : [[name, found[2]]]
}

/** `< ./Data/x.json` is a file; commas before an end, which editors forgive, are taken out. */
function bodyOf(text: string, path: URL): string {
  const file = /^<\s*\.[/\\](?:Data[/\\])?(\S+)/.exec(text)?.[1]
  if (file === undefined) return text.replace(/,(\s*[\]}])/g, '$1')
  const url = new URL(file, path)
  return existsSync(url) ? readFileSync(url, 'utf8').replace(/^\ufeff/, '') : ''
}

/** Runs the requests one after the other; `{{name.response.body.id}}` is what an earlier one answered. */
export async function runHttpFile(
  send: SendFhir,
  requests: readonly HttpRequest[],
): Promise<readonly { readonly request: HttpRequest; readonly reply: FhirReply }[]> {
  const named = new Map<string, FhirReply>()
  const filled = (text: string) =>
    text.replace(/\{\{\s*(\w+)\.response\.body\.(\w+)\s*\}\}/g, (_, name: string, member: string) =>
      String(named.get(name)?.body?.[member]),
    )
  const done: { request: HttpRequest; reply: FhirReply }[] = []
  for (const request of requests) {
    const { method, url, headers, body, name } = request
    const payload = body === undefined ? undefined : filled(body)
    const given = payload === undefined ? withoutType(headers) : headers
    const reply = await send(method, filled(url), payload, given)
    if (name !== undefined) named.set(name, reply)
    done.push({ request, reply })
  }
  return done
}

function withoutType({ 'content-type': _, ...rest }: Readonly<Record<string, string>>): Record<string, string> {
  return rest
}
