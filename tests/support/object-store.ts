import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An object store that speaks S3 as far as backups need it, and believes nobody without the right signature. */
export interface ObjectServer {
  readonly endpoint: string
  readonly objects: Map<string, Buffer>
  /** Answers this to every request while it is set. */
  failWith: number | undefined
  stop(): Promise<void>
}

export const s3Secret = { accessKeyId: 'lanong', secretAccessKey: 'bi-mat-cua-kho' }

export async function startObjectServer(): Promise<ObjectServer> {
  const objects = new Map<string, Buffer>()
  const state: { failWith: number | undefined } = { failWith: undefined }
  const server = createServer((request, response) => {
    void (async () => {
      const body = await bodyOf(request)
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://store')
      const key = decodeURIComponent(pathname.slice(1))
      const answer = (status: number, text: string | Buffer = '', headers: Record<string, string> = {}) =>
        response.writeHead(status, headers).end(text)
      if (state.failWith) return answer(state.failWith, errorXml('SlowDown'), xml)
      if (!signedRightly(request)) return answer(403, errorXml('SignatureDoesNotMatch'), xml)
      const { status, text = '', headers = {} } = handle(objects, request.method ?? '', key, searchParams, body)
      return answer(status, text, headers)
    })()
  })
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    get failWith() {
      return state.failWith
    },
    set failWith(status) {
      state.failWith = status
    },
    stop: () =>
      new Promise((settle) => {
        server.closeAllConnections()
        server.close(() => settle())
      }),
  }
}

interface Answered {
  readonly status: number
  readonly text?: string | Buffer
  readonly headers?: Record<string, string>
}

function handle(
  objects: Map<string, Buffer>,
  method: string,
  key: string,
  query: URLSearchParams,
  body: Buffer,
): Answered {
  if (method === 'PUT') {
    objects.set(key, body)
    return { status: 200, headers: { etag: `"${createHash('md5').update(body).digest('hex')}"` } }
  }
  if (method === 'DELETE') {
    objects.delete(key)
    return { status: 204 }
  }
  if (query.get('list-type') === '2') return { status: 200, text: listXml(objects, key, query), headers: xml }
  const found = objects.get(key)
  return found ? { status: 200, text: found } : { status: 404, text: errorXml('NoSuchKey'), headers: xml }
}

const xml = { 'content-type': 'application/xml' }
const errorXml = (code: string) =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`

/** Two objects a page, so that paging is tried. */
function listXml(objects: ReadonlyMap<string, Buffer>, bucket: string, query: URLSearchParams): string {
  const prefix = `${bucket.replace(/\/$/, '')}/${query.get('prefix') ?? ''}`
  const from = Number(query.get('continuation-token') ?? 0)
  const names = [...objects.keys()].filter((name) => name.startsWith(prefix)).sort()
  const page = names.slice(from, from + 2)
  const more = from + 2 < names.length
  const rows = page.map(
    (name) =>
      `<Contents><Key>${name.slice(name.indexOf('/') + 1)}</Key><Size>${objects.get(name)?.length ?? 0}</Size></Contents>`,
  )
  return `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${more ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : ''}${rows.join('')}</ListBucketResult>`
}

/** Bodies may come in signed chunks (aws-chunked): size in hex, then the bytes. */
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const whole = Buffer.concat(parts)
  if (!String(request.headers['content-encoding'] ?? '').includes('aws-chunked')) return whole
  const chunks: Buffer[] = []
  for (let at = 0; ; ) {
    const end = whole.indexOf('\r\n', at)
    const size = Number.parseInt(whole.toString('latin1', at, end), 16)
    if (!(size > 0)) return Buffer.concat(chunks)
    chunks.push(whole.subarray(end + 2, end + 2 + size))
    at = end + 2 + size + 2
  }
}

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/** Signature version 4 of the headers that the request says it signed. */
function signedRightly(request: IncomingMessage): boolean {
  const [, credential = '', names = '', signature = ''] =
    /Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})/.exec(
      request.headers.authorization ?? '',
    ) ?? []
  const [key, day = '', region = '', service = ''] = credential.split('/')
  if (key !== s3Secret.accessKeyId) return false
  const url = new URL(request.url ?? '', 'http://store')
  const query = [...url.searchParams]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&')
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`)
  const canonical = [
    request.method,
    url.pathname,
    query,
    headers.join(''),
    names,
    request.headers['x-amz-content-sha256'],
  ].join('\n')
  const scope = `${day}/${region}/${service}/aws4_request`
  const toSign = `AWS4-HMAC-SHA256\n${request.headers['x-amz-date']}\n${scope}\n${createHash('sha256').update(canonical).digest('hex')}`
  const signing = ['aws4_request', service, region, day].reduceRight<Buffer | string>(
    (inner, word) => hmac(inner, word),
    `AWS4${s3Secret.secretAccessKey}`,
  )
  return timingSafeEqual(hmac(signing, toSign), Buffer.from(signature, 'hex'))
}
