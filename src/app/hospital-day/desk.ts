import { defineErrors } from '#kernel/app-error.ts'
import { uuidv7 } from '#kernel/ids.ts'

export const dayErrors = defineErrors('day', {
  unreachable: {
    category: 'invalid',
    text: 'No hospital answers at {url}. Start one with `npm run demo`, or name it with --url.',
  },
  loginRefused: {
    category: 'invalid',
    text: 'The account {userName} was refused at {url}: {answer}. Only a demo hospital has the accounts of the simulation.',
  },
  refused: { category: 'fault', text: '{method} {path} answered {status}: {answer}' },
})

export type Method = 'GET' | 'POST' | 'PUT'

/** A person at a screen: one session over HTTP, with the commands that the screens send. */
export interface Desk {
  readonly userName: string
  readonly name: string
  readonly practitionerId: string | undefined
  send<T>(method: Method, path: string, body?: unknown): Promise<T>
  /** Opens a file, like the paper that is about to be signed; its bytes. */
  see(path: string): Promise<number>
}

interface Opened {
  readonly csrf: string
  readonly user: { readonly name: string; readonly practitionerId?: string }
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch {
    throw dayErrors.unreachable({ url: new URL(url).origin })
  }
}

/** Logs in as the browser does. @throws day.unreachable, day.loginRefused */
export async function openDesk(url: string, userName: string, password: string): Promise<Desk> {
  const opened = await reach(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userName, password }),
  })
  if (!opened.ok) throw dayErrors.loginRefused({ url, userName, answer: await textOf(opened) })
  const { csrf, user } = (await opened.json()) as Opened
  const cookie = opened.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const ask = async (method: Method, path: string, body?: unknown): Promise<Response> => {
    const answer = await reach(url + path, {
      method,
      headers: {
        cookie,
        'x-csrf-token': csrf,
        ...(method === 'GET' ? {} : { 'x-command-id': uuidv7(), 'content-type': 'application/json' }),
      },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
    })
    if (!answer.ok) throw dayErrors.refused({ method, path, status: answer.status, answer: await textOf(answer) })
    return answer
  }
  return {
    userName,
    name: user.name,
    practitionerId: user.practitionerId,
    async send<T>(method: Method, path: string, body?: unknown): Promise<T> {
      const text = await (await ask(method, path, body)).text()
      return (text === '' ? undefined : JSON.parse(text)) as T
    },
    see: async (path) => (await (await ask('GET', path)).arrayBuffer()).byteLength,
  }
}

async function textOf(answer: Response): Promise<string> {
  return (await answer.text()).slice(0, 400)
}
