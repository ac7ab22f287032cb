/* Optional layer of the pages behind the sign-in: they say until when they are open without it, too. */
(() => {
  const $ = (selector, root) => (root || document).querySelector(selector);

  /* Says once, before the end, that the session closes. More time keeps what was typed; the server keeps the time. */
  const closing = $('#cierre');
  if (closing) {
    const form = $('form', closing);
    const voice = $('[role=status]', closing);
    let timer;
    const watch = ({ segundos, aviso, voz }) => {
      clearTimeout(timer);
      timer = setTimeout(
        () => {
          voice.textContent = voz;
        },
        (segundos - aviso) * 1000,
      );
    };
    const ask = async () => {
      const body = new URLSearchParams(new FormData(form));
      const text = await (await fetch(form.action, { method: 'POST', body })).text();
      const next = $('#cierre', new DOMParser().parseFromString(text, 'text/html'));
      $('p', closing).textContent = voice.textContent = $('p', next).textContent;
      if (!$('form', next)) form.hidden = true;
      delete form.dataset.sent;
      watch(next.dataset);
    };
    watch(closing.dataset);
    if (form)
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        ask().catch(() => form.submit());
      });
  }
})();
