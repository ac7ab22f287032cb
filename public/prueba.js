/* Does the quiet check away from the page: tries numbers until one gives the asked digest (ALTCHA, version 1). */
self.onmessage = async (event) => {
  const { challenge, salt, max } = event.data;
  const text = new TextEncoder();
  for (let number = 0; number <= max; number++) {
    const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', text.encode(salt + number)));
    let hex = '';
    for (const byte of bytes) hex += (byte < 16 ? '0' : '') + byte.toString(16);
    if (hex === challenge) {
      self.postMessage(number);
      return;
    }
  }
};
