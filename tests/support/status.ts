export interface SeenPart {
  readonly part: string
  readonly level: string
  readonly code: string
}

const cookieOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')

/** A browser session of the demo administrator. */
export async function administrator(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userName: 'quantri', password: 'quantri-Demo-2026' }),
  })
  if (!answer.ok) throw new Error(`login: status ${answer.status}`)
  return cookieOf(answer)
}

/** What the page of the installation says. */
export async function statusParts(url: string): Promise<readonly SeenPart[]> {
  const answer = await fetch(`${url}/api/status`, { headers: { cookie: await administrator(url) } })
  if (!answer.ok) throw new Error(`status: ${answer.status}`)
  return ((await answer.json()) as { parts: SeenPart[] }).parts
}

export async function until(what: string, met: () => Promise<boolean>, ms = 90_000): Promise<void> {
  for (const end = Date.now() + ms; !(await met()); await new Promise((next) => setTimeout(next, 200)))
    if (Date.now() > end) throw new Error(`not after ${ms / 1000} s: ${what}`)
}
