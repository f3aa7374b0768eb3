// Keeps the shell of the application for when the network is away: its page, code, styles, typefaces and icons, which
// are the same for everyone. Nothing of a patient comes by here: /api, /fhir and all else go to the server untouched.
const shell = 'lanong-shell-1'
const page = '/'
const isShellFile = (path) => path.startsWith('/assets/') || path.startsWith('/icons/')
const isOurs = (path) => !/^\/(api|fhir|oauth|dicomweb)\b/.test(path)

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(shell)
      .then((cache) => cache.add(new Request(page, { cache: 'reload' })))
      .then(() => self.skipWaiting()),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== shell).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

async function keep(request, answer) {
  if (!answer.ok || answer.type !== 'basic') return
  const cache = await caches.open(shell)
  await cache.put(request, answer)
}

// Files with a hash in their name never change.
async function shellFile(request) {
  const kept = await caches.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  await keep(request, answer.clone())
  return answer
}

// Every address of a screen is the one page. The server's is taken whenever it answers.
async function anyPage(request) {
  try {
    const answer = await fetch(request)
    if (answer.headers.get('content-type')?.startsWith('text/html')) await keep(page, answer.clone())
    return answer
  } catch (error) {
    const kept = await caches.match(page)
    if (kept) return kept
    throw error
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (isShellFile(pathname)) event.respondWith(shellFile(request))
  else if (request.mode === 'navigate' && isOurs(pathname)) event.respondWith(anyPage(request))
})
