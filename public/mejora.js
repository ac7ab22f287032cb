/* Optional layer: every page works without this file. It says aloud, counts and hides; it never decides. */
(() => {
  const $ = (selector, root) => (root || document).querySelector(selector);
  const all = (selector) => document.querySelectorAll(selector);
  const data = (element, name) => JSON.parse(element.dataset[name] || '{}');
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  for (const element of all('[data-js]')) element.hidden = false;
  const summary = $('.errors');
  if (summary) summary.focus();

  /* One submit only; the browser's back button gives it back. */
  for (const form of all('form')) {
    form.addEventListener('submit', (event) => {
      if (form.dataset.sent) return event.preventDefault();
      form.dataset.sent = '1';
      setTimeout(() => delete form.dataset.sent, 4000);
    });
  }
  addEventListener('pageshow', () => {
    for (const form of all('form')) delete form.dataset.sent;
  });

  /* A link's token leaves the address bar; the form keeps it. */
  const clean = $('[data-clean]');
  if (clean) history.replaceState(null, '', clean.dataset.clean);

  const paper = $('#imprimir');
  if (paper) paper.addEventListener('click', () => print());

  /* Speaks 900 ms after the last key, once. */
  const speaker = (element) => {
    let timer;
    return (text) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        element.textContent = text;
      }, 900);
    };
  };

  /* The number is read back; the field is never touched. */
  const number = $('#numero[data-largo]');
  if (number) {
    const of = Number(number.dataset.largo);
    const say = data(number, 'vivo');
    const echo = $('#eco');
    const speak = speaker($('#eco-voz'));
    const groups = (d) =>
      of === 10
        ? `${d.slice(0, 3)} ${d.slice(3, 6)} ${d.slice(6, 9)}-${d.slice(9)}`
        : d.replace(/(\d{3})(?=\d)/g, '$1 ');
    const show = () => {
      const digits = number.value.replace(/\D/g, '');
      const n = digits.length;
      const text = n === of ? say.complete : n > of ? say.tooMany : n ? say.soFar : '';
      echo.textContent = fill(text, { n, of, groups: groups(digits) });
      speak(echo.textContent);
    };
    number.addEventListener('input', show);
    show();
  }

  /* The quiet check, in a worker; a machine too slow for it takes the other road. */
  const check = $('#prueba-estado');
  const giveUpAfter = 20000;
  if (check && window.Worker && window.crypto && crypto.subtle) {
    const puzzle = data(check, 'prueba');
    const worker = new Worker(puzzle.worker);
    const stop = setTimeout(() => worker.terminate(), giveUpAfter);
    worker.onmessage = ({ data: found }) => {
      clearTimeout(stop);
      const { challenge, salt, signature } = puzzle;
      $('#prueba').value = JSON.stringify({ challenge, salt, signature, number: found });
      check.textContent = check.dataset.listo;
    };
    worker.postMessage(puzzle);
  }

  /* Mostrar, and the live rules of a new key. */
  const key = $('#clave');
  const peek = $('.peek');
  if (key && peek) {
    const state = $('#clave-estado');
    const words = data(peek, 'vivo');
    const flip = (visible) => {
      key.type = visible ? 'text' : 'password';
      peek.textContent = visible ? words.hide : words.show;
      peek.setAttribute('aria-label', visible ? words.hideLabel : words.showLabel);
    };
    peek.addEventListener('click', () => {
      flip(key.type === 'password');
      key.focus();
    });
    key.form.addEventListener('submit', () => flip(false));
    const list = $('#reglas');
    if (list) liveRules(key, list, state, flip);
  }

  function liveRules(key, list, state, flip) {
    const rule = data(list, 'regla');
    const say = data(list, 'vivo');
    const speak = speaker(state);
    $('#repetida').value = 'no';
    const set = (id, met, note) => {
      const item = $(`#r-${id}`);
      if (!item) return;
      item.classList.toggle('met', met);
      $('.vh', item).textContent = `${met ? say.met : say.pending} `;
      $('small', item).textContent = note || '';
    };
    const judge = () => {
      const text = key.value.normalize('NFC');
      const n = Array.from(text).length;
      const missing = rule.min - n;
      const over = n - rule.max;
      const plain = !rule.plain || !/[^A-Za-z0-9]/.test(text);
      const bare = text
        .normalize('NFKD')
        .toLowerCase()
        .replace(/[^a-z0-9]/g, '');
      const own = rule.own && (bare.includes(rule.own) || bare.includes([...rule.own].reverse().join('')));
      const lacking = (one, more) => (missing === 1 ? one : fill(more, { n: missing }));
      const count =
        missing > 0
          ? lacking(say.missingOne, say.missing)
          : over > 0
            ? fill(say.tooMany, { n: over })
            : fill(say.soFar, { n });
      set('length', n > 0 && missing <= 0 && over <= 0 && plain, n ? `· ${count}` : '');
      set('own-number', n > 0 && !own);
      if (n)
        speak(
          missing > 0 ? lacking(say.missingOneSpoken, say.missingSpoken) : over > 0 ? count : say.lengthFine,
        );
    };
    key.addEventListener('input', judge);
    $('#usar').addEventListener('click', () => {
      key.value = $('#idea').textContent;
      flip(true);
      judge();
      key.focus();
    });
  }

  /* Counts down to the next message, and says once that it may be asked for. The server keeps the time. */
  const again = $('#otro');
  if (again) {
    const say = data(again, 'vivo');
    const button = $('button', again);
    const label = button.textContent;
    const end = Date.now() + again.dataset.espera * 1000;
    const tick = () => {
      const left = Math.ceil((end - Date.now()) / 1000);
      button.textContent = left > 0 ? fill(say.resendIn, { n: Math.ceil(left / 10) * 10 }) : label;
      if (left > 0) setTimeout(tick, (left % 10 || 10) * 1000);
      else $('#otro-voz').textContent = say.ready;
    };
    tick();
  }

  /* When the person went on by the link elsewhere, this page says so. */
  const moved = $('#siguio');
  if (moved) {
    const look = () =>
      fetch(moved.dataset.estado, { cache: 'no-store' })
        .then((answer) => (answer.status === 200 ? answer.text() : ''))
        .then((text) => {
          if (!text) return setTimeout(look, 15000);
          moved.textContent = text;
          moved.hidden = false;
        })
        .catch(() => setTimeout(look, 30000));
    setTimeout(look, 15000);
  }
})();
