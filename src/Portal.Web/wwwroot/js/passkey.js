// Passkeys: asks the browser for one, and sends the page's own form with what it answers. Nothing is kept.

document.addEventListener('submit', event => {
  const form = event.target;
  if (!form.matches('form[data-passkey]')) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.dataset.busy === undefined) answer(form);
}, true);

class Refusal extends Error {}

async function answer(form) {
  form.dataset.busy = '';
  tell(form, '');
  try {
    if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) throw new Refusal(form.dataset.unsupported);
    const publicKey = await options(form);
    const credential = form.dataset.passkey === 'create'
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
    form.elements['Passkey.Credential'].value = JSON.stringify(credential.toJSON());
    for (const secret of form.querySelectorAll('[type=password], [autocomplete=one-time-code]')) secret.value = '';
    form.submit();
  } catch (error) {
    // What browsers say of a cancelled dialog is for developers.
    tell(form, error instanceof Refusal ? error.message : form.dataset.failed);
  } finally {
    delete form.dataset.busy;
  }
}

async function options(form) {
  const response = await fetch(form.dataset.options, { method: 'POST', body: new FormData(form), headers: { 'Accept-Language': document.documentElement.lang } });
  if (response.ok) return response.json();
  const problem = response.headers.get('content-type')?.includes('json') ? await response.json() : {};
  throw new Refusal([problem.detail, problem.remedy].filter(Boolean).join(' ') || form.dataset.failed);
}

function tell(form, words) {
  const place = form.querySelector('[role=alert]');
  place.textContent = words;
  place.hidden = !words;
}
