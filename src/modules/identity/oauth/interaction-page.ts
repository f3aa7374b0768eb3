import { pageStyle } from './error-page.ts'

/**
 * Login and consent for applications. A page of its own, not a screen: it must work from any application,
 * and the browser sends our strict cookie only with requests that this page itself makes.
 */
export function interactionPage(language: 'vi' | 'en', text: (key: string) => string): string {
  const t = (key: string) => text(`identity.consent.${key}`)
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Lãn Ông</title><style>${pageStyle}</style><script type="module" src="/oauth/interaction/page.js"></script></head><body><main>
<form id="login" hidden>
  <h1>${t('login')}</h1><p class="quiet" data-app></p>
  <label>${t('userName')}<input name="userName" autocomplete="username" required></label>
  <label>${t('password')}<input name="password" type="password" autocomplete="current-password" required></label>
  <label data-code hidden>${t('code')}<input name="code" autocomplete="one-time-code"></label>
  <p class="fault" role="alert" data-fault></p>
  <div class="row"><button class="main">${t('logIn')}</button></div>
</form>
<form id="consent" hidden>
  <h1><span data-app></span> ${t('asks')}</h1><p class="quiet" data-host></p>
  <p>${t('as')} <strong data-user></strong></p>
  <ul data-scopes></ul>
  <fieldset data-choose hidden><legend>${t('patient')}</legend>
    <label>${t('findPatient')}<input name="find" type="search" autocomplete="off"></label>
    <div data-found></div>
  </fieldset>
  <p>${t('leaving')} <strong data-host></strong></p>
  <p class="fault" role="alert" data-fault></p>
  <div class="row"><a href="/" data-stay>${t('stay')}</a><button type="button" data-deny>${t('deny')}</button><button class="main">${t('allow')}</button></div>
</form>
<section id="over" hidden><h1>${t('over')}</h1><p>${t('overText')}</p></section>
<template id="texts" data-scope-openid="${t('scope.openid')}" data-scope-profile="${t('scope.profile')}"
  data-scope-offline_access="${t('scope.offline')}" data-scope-read="${t('scope.read')}" data-scope-write="${t('scope.write')}" data-scope-all="${t('scope.all')}"></template>
</main></body></html>`
}

/** The script of the page; served by itself because the content policy allows no script inside a page. */
export const interactionScript = `
const here = location.pathname
const byId = (id) => document.getElementById(id)
const fill = (name, text) => document.querySelectorAll('[data-' + name + ']').forEach((node) => { node.textContent = text })
const show = (id) => ['login', 'consent', 'over'].forEach((name) => { byId(name).hidden = name !== id })
const ask = async (method, address, body, headers = {}) => {
  const answer = await fetch(address, { method, headers: { 'content-type': 'application/json', 'accept-language': document.documentElement.lang, ...headers }, body: body && JSON.stringify(body) })
  return { ok: answer.ok, status: answer.status, value: answer.status === 204 ? undefined : await answer.json() }
}
const textOfScope = (scope) => {
  const texts = byId('texts').dataset
  const right = scope.split('.')[1] ?? ''
  const key = scope.includes('/') ? (['*', 'cruds'].includes(right) ? 'all' : ['read', 'rs'].includes(right) ? 'read' : 'write') : scope
  return texts['scope' + key[0].toUpperCase() + key.slice(1)]
}
let session
const details = await ask('GET', here + '/details')
if (details.ok) await start()
else show('over')

async function start() {
  fill('app', details.value.application)
  fill('host', details.value.host)
  const current = await ask('GET', '/api/session')
  if (!current.ok) return show('login')
  session = current.value
  if (!details.value.consent) return decide(true)
  fill('user', session.user.name)
  const list = document.querySelector('[data-scopes]')
  list.replaceChildren(...new Set(details.value.scopes.map(textOfScope).filter(Boolean)).values().map((text) => Object.assign(document.createElement('li'), { textContent: text })))
  byId('consent').querySelector('[data-choose]').hidden = !choosing()
  show('consent')
}
const choosing = () => details.value.choosePatient && !session.user.patientId
byId('consent').elements.find.addEventListener('input', async (event) => {
  const text = event.target.value.trim()
  if (text.length < 2) return
  const answer = await ask('GET', '/api/patients?q=' + encodeURIComponent(text))
  const rows = answer.ok ? answer.value.patients : []
  document.querySelector('[data-found]').replaceChildren(...rows.slice(0, 8).map((row) => {
    const label = document.createElement('label')
    const input = Object.assign(document.createElement('input'), { type: 'radio', name: 'patient', value: row.id })
    label.append(input, [row.name, row.birthDate, row.mrn].filter(Boolean).join(' · '))
    return label
  }))
})
async function decide(allow) {
  const patient = byId('consent').elements.patient?.value || undefined
  const answer = await ask('POST', here, { allow, ...(patient ? { patient } : {}) }, { 'x-csrf-token': session.csrf })
  if (answer.ok) location.assign(answer.value.redirectTo)
  else { show('consent'); fill('fault', answer.value.title) }
}
byId('login').addEventListener('submit', async (event) => {
  event.preventDefault()
  const filled = [...new FormData(event.target)].filter(([name, value]) => name !== 'code' || value !== '')
  const answer = await ask('POST', '/api/session', Object.fromEntries(filled))
  if (answer.value.code === 'identity.secondFactorNeeded') document.querySelector('[data-code]').hidden = false
  if (!answer.ok) return fill('fault', answer.value.title)
  fill('fault', '')
  await start()
})
byId('consent').addEventListener('submit', (event) => { event.preventDefault(); decide(true) })
document.querySelector('[data-deny]').addEventListener('click', () => decide(false))
`
