// Runs before the application and in browsers that cannot run it: says what the browser lacks to keep data safe.
;(() => {
  const script = document.createElement('script')
  const lacks = []
  // Content Security Policy 3 hides nonces and came with what stops injected scripts.
  if (!('nonce' in script)) lacks.push('Content Security Policy 3')
  if (!('noModule' in script)) lacks.push('JavaScript modules')
  if (window.isSecureContext === false) lacks.push('HTTPS')
  // biome-ignore lint/complexity/useOptionalChain: browsers that do not know it are the ones that are warned
  else if (!window.crypto || !window.crypto.subtle) lacks.push('Web Crypto')
  if (typeof Object.groupBy !== 'function') lacks.push('ECMAScript 2024')
  if (lacks.length === 0) return
  const warn = () => {
    const box = document.createElement('p')
    box.setAttribute('role', 'alert')
    box.id = 'browser-lacks'
    box.style.cssText = 'margin:0;padding:12px 16px;background:#8a1c1c;color:#fff;font:16px/1.5 sans-serif'
    box.textContent =
      'Trình duyệt này không đủ an toàn cho dữ liệu người bệnh (thiếu: ' +
      lacks.join(', ') +
      '). Hãy cập nhật trình duyệt hoặc báo bộ phận CNTT. – This browser is not safe enough for patient data. Update it or tell the IT department.'
    document.body.insertBefore(box, document.body.firstChild)
  }
  if (document.body) warn()
  else document.addEventListener('DOMContentLoaded', warn)
})()
