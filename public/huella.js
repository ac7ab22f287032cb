/* Asks the phone or computer for a fingerprint, face or PIN. Only on pages with such a button; they work without it. */
(() => {
  const form = document.querySelector('form[data-huella]');
  if (!form) return;
  const say = JSON.parse(form.dataset.huella);
  const button = form.querySelector('button');
  const note = form.querySelector('[role=status]');
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer || [])))
      .replace(/\+/g, '-')
      .replace(/\//g, '_')
      .replace(/=+$/, '');
  form.hidden = false;
  if (!window.PublicKeyCredential || !navigator.credentials) {
    button.hidden = true;
    note.textContent = say.unable || '';
    return;
  }

  const options = () => {
    const body = new URLSearchParams(form.dataset.con);
    body.set('_csrf', form._csrf.value);
    return fetch(form.dataset.reto, { method: 'POST', body });
  };

  const make = (asked) =>
    navigator.credentials
      .create({
        publicKey: {
          ...asked,
          challenge: bytes(asked.challenge),
          user: { ...asked.user, id: bytes(asked.user.id) },
          excludeCredentials: asked.excludeCredentials.map((one) => ({ ...one, id: bytes(one.id) })),
        },
      })
      .then(({ id, response }) => ({
        id,
        clientDataJSON: text(response.clientDataJSON),
        attestationObject: text(response.attestationObject),
        transports: response.getTransports ? response.getTransports() : [],
      }));

  const use = (asked) =>
    navigator.credentials
      .get({ publicKey: { ...asked, challenge: bytes(asked.challenge) } })
      .then(({ id, response }) => ({
        id,
        clientDataJSON: text(response.clientDataJSON),
        authenticatorData: text(response.authenticatorData),
        signature: text(response.signature),
        userHandle: text(response.userHandle),
      }));

  const why = { NotAllowedError: 'cancelled', InvalidStateError: 'already', ConstraintError: 'noLock' };
  const work = async () => {
    const answer = await options();
    /* The session ended, or the key must be given again: the answer is that page. */
    if (answer.redirected) return location.assign(answer.url);
    if (!answer.ok) return location.reload();
    const asked = await answer.json();
    form.respuesta.value = JSON.stringify(await (asked.user ? make(asked) : use(asked)));
    form.submit();
  };
  button.addEventListener('click', () => {
    note.textContent = '';
    button.disabled = true;
    work()
      .catch((fault) => {
        note.textContent = say[why[fault.name]] || say.failed;
      })
      .finally(() => {
        button.disabled = false;
      });
  });
})();
