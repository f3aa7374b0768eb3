import { existsSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'

const root = join(import.meta.dirname, '../../dist/web')
const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
}

export interface Answer {
  readonly status?: number
  readonly body?: unknown
}

export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const part of request) text += String(part)
  return text ? (JSON.parse(text) as unknown) : undefined
}

/** The file of an address; any other address is the application itself. */
function fileOf(path: string): string {
  const file = join(root, path)
  return path !== '/' && existsSync(file) ? file : join(root, 'index.html')
}

/** Serves the built application, with `answer` in the place of the server: for what only the screen does. */
export async function serveWeb(answer: (asked: Asked) => Answer | undefined) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname)
    if (path.startsWith('/api/')) {
      const { method = 'GET', headers } = request
      const given = answer({ method, path, headers, body: await bodyOf(request) }) ?? { status: 404 }
      response.writeHead(given.status ?? 200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(given.body ?? {}))
      return
    }
    const file = fileOf(path)
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'text/html' })
    response.end(readFileSync(file))
  })
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
