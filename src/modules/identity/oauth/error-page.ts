import { createHash } from 'node:crypto'

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign)
}

/** Shared look of the few pages outside the application. */
export const pageStyle = `
  :root { color-scheme: light dark; --ink: #16302b; --quiet: #56706a; --line: #d5e0dc; --paper: #fff; --ground: #f3f7f5; --accent: #0f766e; --danger: #b42318; }
  @media (prefers-color-scheme: dark) { :root { --ink: #e6f0ed; --quiet: #a3b8b2; --line: #2f413c; --paper: #16221f; --ground: #0e1715; --accent: #2dd4bf; --danger: #ff8a7a; } }
  * { box-sizing: border-box }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 16px; background: var(--ground); color: var(--ink); font: 16px/1.5 "Be Vietnam Pro", system-ui, sans-serif }
  main { width: 100%; max-width: 440px; background: var(--paper); border: 1px solid var(--line); border-radius: 16px; padding: 32px }
  h1 { font-size: 22px; line-height: 1.3; margin: 0 0 8px } p { margin: 0 0 16px } .quiet { color: var(--quiet); font-size: 14px }
  label { display: block; font-weight: 600; margin: 0 0 16px } input { display: block; width: 100%; margin-top: 4px; padding: 10px 12px; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 8px }
  button { font: inherit; font-weight: 600; padding: 10px 20px; border-radius: 8px; border: 1px solid var(--line); background: transparent; color: inherit; cursor: pointer }
  button.main { background: var(--accent); border-color: var(--accent); color: var(--paper) }
  button:focus-visible, input:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
  .row { display: flex; gap: 8px; justify-content: flex-end; flex-wrap: wrap } .row a { margin-right: auto; padding: 10px 0; color: var(--accent) } .fault { color: var(--danger) } [hidden] { display: none }
`

/** The style of the page in a content policy: its hash. */
export const pageStyleSource = `'sha256-${createHash('sha256').update(pageStyle).digest('base64')}'`

/** Shown in the browser when a request for access cannot go back to the application that made it. */
export function errorPage(code: string, description: string): string {
  return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Lãn Ông</title><style>${pageStyle}</style></head><body><main>
<h1>Không thể cấp quyền truy cập</h1>
<p>Ứng dụng đã gửi một yêu cầu không hợp lệ hoặc đã hết hạn. Hãy quay lại ứng dụng và thử lại.</p>
<p lang="en" class="quiet">The application sent a request that is not valid or has expired. Go back to it and try again.</p>
<p class="quiet">${escapeHtml(code)}: ${escapeHtml(description)}</p></main></body></html>`
}
